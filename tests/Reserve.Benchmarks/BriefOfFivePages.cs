using Reserve.Documents.Papers;

namespace Reserve.Benchmarks;

/// <summary>A brief of five pages: two territories with all groups, six years each, a whole career.</summary>
internal static class BriefOfFivePages
{
    private static readonly string[] Groups = ["Создание условий", "Достижение результатов", "Организация рабочих процессов", "Итог"];

    public static BriefRecord Record { get; } =
        BriefSources.Numbered(
            PaperExamples.Brief with
            {
                Former = null,
                Career =
                [
                    .. Enumerable
                        .Range(0, 8)
                        .Select(step => new CareerStep(
                            new(2020 - (2 * step), 9, 1),
                            step == 0 ? null : new(2022 - (2 * step), 8, 31),
                            $"МБОУ «СОШ № {step + 1}»",
                            "Заместитель директора по учебно-воспитательной работе"
                        )),
                ],
                Territory = PaperExamples.Brief.Territory! with { Lines = Lines(41), Years = Years },
                Own = PaperExamples.Brief.Own! with
                {
                    Picture = PaperExamples.Brief.Own!.Picture! with { Lines = Lines(57) },
                    Years = Years,
                },
            }
        );

    /// <summary>What both must say, so that nobody is faster by saying less.</summary>
    public static IEnumerable<string> Told =>
        [
            Record.FullName,
            .. Record.Career.Select(step => step.Organization),
            .. Record.Figures.SelectMany(figure => (string[])[figure.Name, figure.Value]),
            .. Record.Questions.Select(question => question.Text),
            .. Record.Conclusions,
        ];

    private static IReadOnlyList<MonitoringLine> Lines(decimal from) =>
        [.. Groups.Select((name, at) => PaperExamples.Brief.Territory!.Lines[0] with { Name = name, Percent = from + (at * 3.5m) })];

    private static IReadOnlyList<YearTotal> Years =>
        [.. Enumerable.Range(2020, 6).Select(year => new YearTotal(year, 50 + (year % 7), 10) { Mean = 55.4m, Best = 82.3m })];
}
