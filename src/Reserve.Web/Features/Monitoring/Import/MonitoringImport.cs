using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Tables;
using Reserve.Web.Data;
using static Reserve.Web.Features.Monitoring.Import.ImportTable;

namespace Reserve.Web.Features.Monitoring.Import;

/// <summary>
/// Reads files of the monitoring into a plan. What a table is, its heading says; the order of columns does not matter.
/// Several files are read as one: indicators may stand in one file and their set in another.
/// </summary>
public sealed partial class MonitoringImport(ReserveDb db)
{
    public const int FirstYear = 2000;
    public const int LastYear = 2100;

    public async Task<ImportPlan> Plan(IReadOnlyList<ImportFile> files, ImportAbout about, CancellationToken cancellationToken)
    {
        var territories = await db.Set<Territory>().AsNoTracking().ToListAsync(cancellationToken);
        var knownSets = await db.Set<IndicatorSet>().AsNoTracking().Select(set => set.Code).ToListAsync(cancellationToken);
        var knownIndicators = await db.Set<Indicator>()
            .AsNoTracking()
            .Select(indicator => new { indicator.IndicatorSetCode, indicator.Number })
            .ToListAsync(cancellationToken);
        var knownFigures = await db.Set<SourceFigure>().AsNoTracking().Select(figure => figure.Name).ToListAsync(cancellationToken);
        var problems = new List<ImportProblem>();
        var tables = new List<ImportTable>();
        var reading = new Reading(territories.ToDictionary(territory => territory.Path), new TerritoryNames(territories), about, problems);
        var sheets = new List<(string File, Sheet Sheet)>();
        foreach (var file in files)
            if (Sheet.Read(file.Bytes, out var problem) is { } sheet)
                sheets.Add((file.Name, sheet));
            else
                problems.Add(new(file.Name, 0, "", problem));
        // Bands last: their region and year may follow from the rating that comes with them.
        foreach (
            var (file, sheet) in sheets.OrderBy(pair => pair.Sheet.Heading.Contains("percent_from") || pair.Sheet.Heading.Contains("от, %"))
        )
            if (reading.Table(file, sheet) is { } table)
                tables.Add(table);

        CheckReferences(
            tables,
            [.. knownSets, .. tables.OfType<SetTable>().SelectMany(table => table.Sets).Select(set => set.Code)],
            [
                .. knownIndicators.Select(known => (known.IndicatorSetCode, known.Number)),
                .. tables
                    .OfType<IndicatorTable>()
                    .SelectMany(table => table.Indicators)
                    .Select(indicator => (indicator.IndicatorSetCode, indicator.Number)),
            ],
            problems
        );
        CheckFigures(
            tables,
            [.. knownFigures, .. tables.OfType<FigureTable>().SelectMany(table => table.Figures).Select(figure => figure.Name)],
            problems
        );
        var bandSets = await db.Set<BandSet>()
            .AsNoTracking()
            .Include(set => set.Bands)
            .Where(set => set.SupersededAt == null)
            .ToListAsync(cancellationToken);
        bandSets.AddRange(
            tables
                .OfType<BandTable>()
                .Select(table => new BandSet
                {
                    Id = default,
                    Region = table.Region,
                    ValidFrom = table.ValidFrom,
                    Source = "",
                    LoadedAt = default,
                    LoadedBy = "",
                    Bands = [.. table.Bands],
                })
        );
        for (var at = 0; at < tables.Count; at++)
            if (tables[at] is RatingTable rating)
                tables[at] = rating with
                {
                    Findings = RatingCheck.Of(Checked(rating), TerritoryMonitoring.BandsFor(bandSets, rating.Region, rating.Period)),
                };
        return new(tables, problems);
    }

    private static List<CheckedScore> Checked(RatingTable rating) =>
        [
            .. rating.Lines.SelectMany(line =>
                line.Figures.Select(figure => new CheckedScore(line.Name, figure.Key, figure.Value.Percent, figure.Value.Rank))
            ),
        ];

    private static void CheckReferences(
        List<ImportTable> tables,
        HashSet<string> sets,
        HashSet<(string, int)> indicators,
        List<ImportProblem> problems
    )
    {
        foreach (var table in tables.OfType<IndicatorTable>())
        foreach (
            var code in table.Indicators.Select(indicator => indicator.IndicatorSetCode).Distinct().Where(code => !sets.Contains(code))
        )
            problems.Add(new(table.File, 0, "indicator_set", $"набор «{code}» не известен: загрузите его описание тем же разом"));
        foreach (var table in tables.OfType<ValueTable>())
        foreach (
            var line in table.Lines.Where(line => !indicators.Contains((line.Set, line.Number))).DistinctBy(line => (line.Set, line.Number))
        )
            problems.Add(new(table.File, 0, "number", $"показатель {line.Number} набора «{line.Set}» не известен"));
    }

    /// <summary>The state of one reading.</summary>
    private sealed partial class Reading(
        Dictionary<string, Territory> territories,
        TerritoryNames names,
        ImportAbout about,
        List<ImportProblem> problems
    )
    {
        private const decimal MostValue = 1_000_000_000;

        private string? ratedRegion;
        private int? ratedPeriod;

        public ImportTable? Table(string file, Sheet sheet)
        {
            var columns = new SheetColumns(file, sheet, problems);
            if (columns.Has("municipality", "total_percent"))
                return Municipal(file, columns);
            if (columns.Has("region", "points"))
                return Regional(file, columns);
            if (columns.Has("band", "colour", "percent_from", "percent_to"))
                return Bands(file, columns);
            if (columns.Has("figure", "period", "value"))
                return FigureValues(file, columns);
            if (columns.Has("figure", "unit"))
                return new FigureTable(file, Figures(columns));
            if (columns.Has("indicator_set", "number", "period", "value"))
                return Values(file, columns);
            if (columns.Has("indicator_set", "number", "name"))
                return new IndicatorTable(file, Indicators(columns));
            if (columns.Has("indicator_set", "name", "valid_from"))
                return new SetTable(file, Sets(columns));
            columns.Problem($"не понять, что это за таблица; столбцы: {string.Join(", ", sheet.Heading.Take(12))}");
            return null;
        }

        private RatingTable? Municipal(string file, SheetColumns columns)
        {
            var lines = new List<RatingLine>();
            foreach (var row in columns.Rows)
            {
                if (Place(columns, row, "municipality", TerritoryKind.Municipality) is not { } place)
                    continue;
                var figures = new Dictionary<string, RatingFigure>();
                foreach (var measure in Measure.All)
                    figures[measure] = new(
                        columns.Number(row, $"{measure}_percent", 0, 100),
                        columns.Number(row, $"{measure}_points", 0, 100_000),
                        columns.Whole(row, $"{measure}_rank", 1, 100_000)
                    );
                Add(columns, row, "municipality", lines, new(row.Number, place.Path, columns.Text(row, "municipality"), figures));
            }

            var regions = lines.Select(line => Territory.RegionOf(line.Place)).Distinct().ToList();
            if (regions.Count > 1)
                columns.Problem(
                    "муниципалитеты нескольких регионов в одной таблице: "
                        + $"{string.Join(", ", regions.Select(region => territories[region].Name))}"
                );
            if (lines.Count == 0)
                columns.Problem("нет ни одной строки с известным муниципалитетом");
            if (Period(file, columns) is not { } period || regions.Count != 1)
                return null;
            (ratedRegion, ratedPeriod) = (regions[0], period);
            return new(file, RatingKind.Municipal, regions[0], territories[regions[0]].Name, period, lines);
        }

        private RatingTable? Regional(string file, SheetColumns columns)
        {
            var lines = new List<RatingLine>();
            foreach (var row in columns.Rows)
                if (Place(columns, row, "region", TerritoryKind.Region) is { } place)
                    Add(
                        columns,
                        row,
                        "region",
                        lines,
                        new(
                            row.Number,
                            place.Path,
                            columns.Text(row, "region"),
                            new Dictionary<string, RatingFigure>
                            {
                                [Measure.Total] = new(null, columns.Number(row, "points", 0, 100_000), columns.Whole(row, "rank", 1, 1000)),
                            }
                        )
                    );
            return Period(file, columns) is { } period
                ? new(file, RatingKind.Regional, Territory.Federation, territories[Territory.Federation].Name, period, lines)
                : null;
        }

        private static void Add(SheetColumns columns, TableFileRow row, string column, List<RatingLine> lines, RatingLine line)
        {
            if (lines.Find(other => other.Place == line.Place) is { } same)
                columns.Problem(row, column, $"эта территория уже есть в строке {same.Row}");
            else
                lines.Add(line);
        }

        private BandTable? Bands(string file, SheetColumns columns)
        {
            var bands = new List<EffectivenessBand>();
            foreach (var row in columns.Rows)
            {
                var colour = columns.Required(row, "colour", 10);
                if (colour is not ("red" or "orange" or "yellow" or "green" or ""))
                    columns.Problem(row, "colour", $"цвет должен быть red, orange, yellow или green: «{colour}»");
                var band = new EffectivenessBand
                {
                    BandSetId = default,
                    Ordinal = bands.Count + 1,
                    Code = columns.Required(row, "band", 40),
                    Colour = colour,
                    PercentFrom = columns.RequiredWhole(row, "percent_from", 0, 100),
                    PercentTo = columns.RequiredWhole(row, "percent_to", 0, 100),
                    Points = Measure
                        .All.Where(measure => columns.Text(row, $"{measure}_points").Length > 0)
                        .ToDictionary(measure => measure, measure => columns.Text(row, $"{measure}_points")),
                };
                foreach (var (measure, range) in band.Points.Where(pair => !PointRange().IsMatch(pair.Value)))
                    columns.Problem(row, $"{measure}_points", $"не промежуток баллов вида 8-16: «{range}»");
                if (bands.Count > 0 && band.PercentFrom != bands[^1].PercentTo + 1)
                    columns.Problem(
                        row,
                        "percent_from",
                        $"уровни должны идти подряд: после {bands[^1].PercentTo} ждём {bands[^1].PercentTo + 1}"
                    );
                bands.Add(band);
            }

            if (bands.Count == 0 || bands[0].PercentFrom != 0 || bands[^1].PercentTo != 100)
                columns.Problem("уровни должны покрывать проценты от 0 до 100");
            if (
                territories.GetValueOrDefault(about.Region ?? ratedRegion ?? "") is not { } region
                || (about.Period ?? YearOf(file) ?? ratedPeriod) is not { } year
            )
            {
                columns.Problem("не указаны регион и год, с которых действуют уровни");
                return null;
            }

            var from = new DateOnly(year, 1, 1);
            return new(file, region.Path, region.Name, from, bands);
        }

        private static List<IndicatorSet> Sets(SheetColumns columns)
        {
            var sets = new List<IndicatorSet>();
            foreach (var row in columns.Rows)
            {
                var code = columns.Required(row, "indicator_set", 40);
                if (columns.Date(row, "valid_from") is not { } from)
                {
                    if (columns.Text(row, "valid_from").Length == 0)
                        columns.Problem(row, "valid_from", "не заполнено");
                    continue;
                }

                var groups = Measure.Groups.Select(
                    (measure, at) =>
                        new IndicatorGroup
                        {
                            IndicatorSetCode = code,
                            Code = measure,
                            Ordinal = at + 1,
                            Weight = columns.Number(row, $"{measure}_weight", 0, 100),
                            Declared = columns.Whole(row, $"{measure}_indicators", 0, 1000),
                        }
                );
                var to = columns.Date(row, "valid_to");
                if (to < from)
                    columns.Problem(row, "valid_to", "раньше начала");
                sets.Add(
                    new()
                    {
                        Code = code,
                        Name = columns.Required(row, "name", 500),
                        ValidFrom = from,
                        ValidTo = to,
                        Declared = columns.Whole(row, "indicators", 0, 1000),
                        Groups = [.. groups],
                    }
                );
            }

            return sets;
        }

        private static List<Indicator> Indicators(SheetColumns columns)
        {
            var indicators = new List<Indicator>();
            foreach (var row in columns.Rows)
            {
                var group = columns.Text(row, "group");
                if (group.Length > 0 && !Measure.Groups.Contains(group))
                    columns.Problem(row, "group", $"нет такой группы: «{group}»");
                var indicator = new Indicator
                {
                    IndicatorSetCode = columns.Required(row, "indicator_set", 40),
                    Number = columns.RequiredWhole(row, "number", 1, 1000),
                    Name = columns.Required(row, "name", 1000),
                    Unit = Optional(columns.Text(row, "unit"), 40),
                    GroupCode = Optional(group, 40),
                    Motivation = Optional(columns.Text(row, "motivation"), 2000),
                    OwnerDepartment = Optional(columns.Text(row, "owner_department"), 500),
                };
                if (indicators.Exists(other => other.IndicatorSetCode == indicator.IndicatorSetCode && other.Number == indicator.Number))
                    columns.Problem(row, "number", $"показатель {indicator.Number} набора «{indicator.IndicatorSetCode}» уже был выше");
                else
                    indicators.Add(indicator);
            }

            return indicators;
        }

        private ValueTable Values(string file, SheetColumns columns)
        {
            var lines = new List<ValueLine>();
            var seen = new HashSet<(string, int, string, int)>();
            foreach (var row in columns.Rows)
            {
                var place = Place(columns, row);
                var number = columns.RequiredWhole(row, "number", 1, 1000);
                var period = columns.RequiredWhole(row, "period", FirstYear, LastYear);
                var set = columns.Required(row, "indicator_set", 40);
                // Missing is not zero: an empty cell brings no value.
                if (columns.Number(row, "value", -MostValue, MostValue) is not { } value || place is null)
                    continue;
                if (!seen.Add((set, number, place.Path, period)))
                    columns.Problem(row, "value", "значение этого показателя для территории и года уже было выше");
                lines.Add(new(set, number, place.Path, place.Parent ?? Territory.Federation, period, value));
            }

            return new(file, lines);
        }

        private Territory? Place(SheetColumns columns, TableFileRow row) =>
            columns.Has("municipality")
                ? Place(columns, row, "municipality", TerritoryKind.Municipality)
                : Place(columns, row, "region", TerritoryKind.Region);

        private Territory? Place(SheetColumns columns, TableFileRow row, string column, TerritoryKind kind)
        {
            var name = columns.Required(row, column, 200);
            if (name.Length == 0)
                return null;
            var found = names.Find(name, kind, kind == TerritoryKind.Municipality ? about.Region : null);
            if (found.Count != 1)
                columns.Problem(
                    row,
                    column,
                    found.Count == 0 ? $"территория не известна: «{name}»" : $"таких территорий несколько, укажите регион: «{name}»"
                );
            return found.Count == 1 ? found[0] : null;
        }

        private int? Period(string file, SheetColumns columns)
        {
            var period = about.Period ?? YearOf(file);
            if (period is null)
                columns.Problem("не указан год (его можно назвать и в имени файла)");
            return period;
        }

        private static int? YearOf(string file) =>
            Year().Match(Path.GetFileName(file)) is { Success: true } match
                ? int.Parse(match.ValueSpan, CultureInfo.InvariantCulture)
                : null;

        private static string? Optional(string text, int longest) =>
            text.Length == 0 ? null
            : text.Length > longest ? text[..longest]
            : text;

        [GeneratedRegex(@"(?<!\d)20\d\d(?!\d)")]
        private static partial Regex Year();

        [GeneratedRegex(@"^\d+(\.\d+)?\s*[-–]\s*\d+(\.\d+)?$")]
        private static partial Regex PointRange();
    }
}
