using System.Globalization;

namespace Reserve.Documents.Papers;

/// <summary>Numbers the figures of a brief, lists their sources, and tells what a brief says differently than the one before.</summary>
public static class BriefSources
{
    private const string ReserveBase = "База кадрового резерва";

    /// <summary>The brief with a number at each figure and the list of sources; a figure that stands in it twice has one number.</summary>
    /// <param name="brief">The brief.</param>
    public static BriefRecord Numbered(BriefRecord brief)
    {
        ArgumentNullException.ThrowIfNull(brief);
        var list = new Numbers();
        var reserve = brief.Reserve is { Score: { } score } place
            ? place with
            {
                ScoreRef = list.Of(
                    "score",
                    "Балл кандидата в резерве",
                    "",
                    null,
                    RussianText.Number(score),
                    new() { Source = ReserveBase, EnteredOn = brief.AsOf }
                ),
            }
            : brief.Reserve;
        var territory = brief.Territory is { } asked ? Numbered(asked, list) : null;
        var own = brief.Own is { } led
            ? led with
            {
                Picture = led.Picture is { } picture ? Numbered(picture, list) : null,
                Years = [.. led.Years.Select(year => Numbered(year, led.Name, list))],
            }
            : null;
        return brief with { Reserve = reserve, Territory = territory, Own = own, Figures = list.All };
    }

    /// <summary>A numbered brief beside the one before: a figure that changed says what it was, and every change is listed.</summary>
    /// <param name="brief">The brief, numbered.</param>
    /// <param name="former">The brief before.</param>
    public static BriefRecord ComparedWith(this BriefRecord brief, BriefRecord former)
    {
        ArgumentNullException.ThrowIfNull(brief);
        ArgumentNullException.ThrowIfNull(former);
        // A brief of before the figures were numbered has none in its list.
        var before = Numbered(former).Figures.ToDictionary(figure => figure.Key, StringComparer.Ordinal);
        var now = brief.Figures.ToDictionary(figure => figure.Key, StringComparer.Ordinal);
        List<BriefChange> changes = [.. Facts(former).Zip(Facts(brief), Changed).OfType<BriefChange>()];
        foreach (var figure in brief.Figures)
            if (before.GetValueOrDefault(figure.Key)?.Value is var was && was != figure.Value)
                changes.Add(new(InWords(figure), was ?? "", figure.Value));
        foreach (var (key, figure) in before)
            if (!now.ContainsKey(key))
                changes.Add(new(InWords(figure), figure.Value, ""));
        return brief with
        {
            Former = new(former.Head.Number, former.Head.Date, changes),
            Figures =
            [
                .. brief.Figures.Select(figure =>
                    before.GetValueOrDefault(figure.Key) is { } was && was.Value != figure.Value ? figure with { Was = was.Value } : figure
                ),
            ],
        };
    }

    private static BriefChange? Changed((string What, string Text) was, (string What, string Text) now) =>
        was.Text == now.Text ? null : new(now.What, was.Text, now.Text);

    /// <summary>What a brief says besides figures; the same things in the same order for each.</summary>
    private static IEnumerable<(string What, string Text)> Facts(BriefRecord brief) =>
        [
            ("Должность, на которую назначают", brief.Position),
            ("Место работы", brief.Workplace),
            ("Занимаемая должность", brief.PresentPosition),
            ("Трудовая деятельность", Lines(brief.Career.Select(step => $"{step.Organization}, {step.Position}"))),
            ("Образование", Lines(brief.Education.Select(step => $"{step.Institution}, {step.Qualification}"))),
            ("Этап в резерве", brief.Reserve?.Stage ?? ""),
            ("Зона", brief.Reserve?.Zone ?? ""),
            ("Развитие и аттестация", Lines(brief.History)),
            ("Программа развития", Lines(brief.Development)),
            ("Проверки и нарушения", Lines(brief.Checks)),
            ("Вопросы для собеседования", Lines(brief.Questions.Select(question => question.Text))),
            ("Заключение", Lines(brief.Conclusions)),
        ];

    private static string Lines(IEnumerable<string> lines) => string.Join("; ", lines);

    private static string InWords(SourcedFigure figure) =>
        string.Join(", ", new[] { figure.Name, figure.Place, Year(figure.Year) }.Where(part => part.Length > 0));

    private static string Year(int? year) => year is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known}\u00A0год") : "";

    private static TerritoryPicture Numbered(TerritoryPicture picture, Numbers list) =>
        picture with
        {
            Lines = [.. picture.Lines.Select(line => line with { Refs = list.Of(picture, line) })],
            Years = [.. picture.Years.Select(year => Numbered(year, picture.Name, list))],
        };

    private static YearTotal Numbered(YearTotal year, string place, Numbers list) =>
        year with
        {
            Refs = new()
            {
                Percent = list.Percent("Итог", "percent", place, year.Year, year.Percent, year.Origin),
                Rank = list.Rank("Итог", place, year.Year, year.Rank, year.Origin),
                Mean = list.Percent("Итог, среднее по региону", "mean", place, year.Year, year.Mean, Computed(year.Origin, Mean)),
                Best = list.Percent("Итог, лучшее в регионе", "best", place, year.Year, year.Best, Computed(year.Origin, Best)),
            },
        };

    private const string Mean = "среднее арифметическое";
    private const string Best = "наибольшее";

    private static FigureOrigin Computed(FigureOrigin origin, string how) => origin with { Formula = how };

    private sealed class Numbers
    {
        private readonly Dictionary<string, SourcedFigure> known = new(StringComparer.Ordinal);

        public IReadOnlyList<SourcedFigure> All => [.. known.Values.OrderBy(figure => figure.Number)];

        public FigureRefs Of(TerritoryPicture picture, MonitoringLine line)
        {
            var (place, year, origin) = (picture.Name, picture.Year, picture.Origin);
            return new()
            {
                Percent = Percent(line.Name, "percent", place, year, line.Percent, origin),
                Rank = Rank(line.Name, place, year, line.Rank, origin),
                Mean = Percent($"{line.Name}, среднее по региону", "mean", place, year, line.Mean, Computed(origin, Mean)),
                Best = Percent($"{line.Name}, лучшее в регионе", "best", place, year, line.Best, Computed(origin, Best)),
                Change = line.Change is { } change
                    ? Of(
                        Key(line.Name, "change", place, year),
                        $"{line.Name}, изменение",
                        place,
                        year,
                        Signed(change),
                        Computed(origin, "разность с прошлым периодом")
                    )
                    : null,
            };
        }

        public int? Percent(string name, string kind, string place, int year, decimal? value, FigureOrigin origin) =>
            value is { } given ? Of(Key(name, kind, place, year), name, place, year, $"{RussianText.Number(given)}\u00A0%", origin) : null;

        public int? Rank(string name, string place, int year, int? value, FigureOrigin origin) =>
            value is { } given
                ? Of(Key(name, "rank", place, year), $"{name}, место", place, year, given.ToString(CultureInfo.InvariantCulture), origin)
                : null;

        public int Of(string key, string name, string place, int? year, string value, FigureOrigin origin)
        {
            if (!known.TryGetValue(key, out var figure))
                known.Add(key, figure = new(known.Count + 1, key, name, place, year, value, origin));
            return figure.Number;
        }

        private static string Key(string name, string kind, string place, int year) =>
            string.Create(CultureInfo.InvariantCulture, $"{place}/{year}/{name}/{kind}");

        private static string Signed(decimal change) => change > 0 ? "+" + RussianText.Number(change) : RussianText.Number(change);
    }
}
