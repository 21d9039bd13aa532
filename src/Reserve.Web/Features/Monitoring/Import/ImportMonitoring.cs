using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using static Reserve.Web.Features.Monitoring.Import.ImportTable;

namespace Reserve.Web.Features.Monitoring.Import;

/// <summary>
/// Loads files of the monitoring: all tables or none. A rating or a set of bands for the same year supersedes the former one.
/// </summary>
[Allow(Roles.Department, Roles.RegionalAuthority, Roles.Administrator)]
[Says("Загрузить данные мониторинга")]
internal sealed record ImportMonitoring(IReadOnlyList<ImportFile> Files, ImportAbout About)
    : IRequest<Result<ImportReceipt, ImportRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Asked("the regions that its tables are of");
}

/// <summary>What was loaded: the tables with their number of rows, and what they say against themselves.</summary>
internal sealed record ImportReceipt(IReadOnlyList<(string Title, int Count)> Tables, IReadOnlyList<Finding> Findings);

/// <summary>Why nothing was loaded: a closed set.</summary>
internal abstract record ImportRefusal : IRefusal
{
    private ImportRefusal() { }

    public abstract string Text { get; }

    public sealed record NoFiles : ImportRefusal
    {
        public override string Text => "Выберите файл.";
    }

    [Says("В файлах есть ошибки, ничего не загружено.")]
    public sealed record BadFiles(IReadOnlyList<ImportProblem> Problems) : ImportRefusal
    {
        public override string Text => "В файлах есть ошибки, ничего не загружено.";
    }

    public sealed record OutsideTerritory : ImportRefusal
    {
        public override string Text => "Эта территория не ваша: загружать её показатели может только она сама или федеральный уровень.";
    }
}

internal sealed class ImportMonitoringHandler(ReserveDb db, MonitoringImport import, Caller caller)
    : IRequestHandler<ImportMonitoring, Result<ImportReceipt, ImportRefusal>>
{
    public async Task<Result<ImportReceipt, ImportRefusal>> Handle(ImportMonitoring request, CancellationToken cancellationToken)
    {
        if (request.Files.Count == 0)
            return new ImportRefusal.NoFiles();
        var plan = await import.Plan(request.Files, request.About, cancellationToken);
        if (plan.Problems.Count > 0)
            return new ImportRefusal.BadFiles(plan.Problems);
        if (!plan.Tables.All(table => Owners(table).All(owner => Territory.Covers(caller.Territory, owner))))
            return new ImportRefusal.OutsideTerritory();
        var stamp = caller.Stamp();
        // Sets before their indicators, indicators and figures before their values.
        foreach (
            var table in plan.Tables.OrderBy(table =>
                table switch
                {
                    SetTable or FigureTable => 0,
                    IndicatorTable => 1,
                    _ => 2,
                }
            )
        )
            await Save(table, Source(request.About, table), request.About.AsOf, stamp, cancellationToken);
        return new ImportReceipt(
            [.. plan.Tables.Select(table => (table.Title, table.Count))],
            [.. plan.Tables.OfType<RatingTable>().SelectMany(table => table.Findings)]
        );
    }

    private static IEnumerable<string> Owners(ImportTable table) =>
        table switch
        {
            RatingTable rating => [rating.Region],
            BandTable bands => [bands.Region],
            ValueTable values => values.Lines.Select(line => line.Region).Distinct(),
            FigureValueTable values => values.Lines.Select(line => line.Region).Distinct(),
            _ => [Territory.Federation],
        };

    private static string Source(ImportAbout about, ImportTable table) =>
        about.Source.Trim() is { Length: > 0 } source ? source[..Math.Min(500, source.Length)] : $"файл {Path.GetFileName(table.File)}";

    private Task Save(ImportTable table, string source, DateOnly? asOf, Stamp stamp, CancellationToken cancellationToken) =>
        table switch
        {
            RatingTable rating => SaveRating(rating, source, asOf, stamp, cancellationToken),
            BandTable bands => SaveBands(bands, source, stamp, cancellationToken),
            SetTable sets => SaveSets(sets, cancellationToken),
            IndicatorTable indicators => SaveIndicators(indicators, cancellationToken),
            ValueTable values => SaveValues(values, source, stamp, cancellationToken),
            FigureTable figures => SaveFigures(figures, cancellationToken),
            FigureValueTable values => SaveFigureValues(values, source, stamp, cancellationToken),
            _ => throw new InvalidOperationException($"{table.GetType().Name} cannot be saved."),
        };

    private async Task SaveRating(RatingTable table, string source, DateOnly? asOf, Stamp stamp, CancellationToken cancellationToken)
    {
        var former = await db.Set<Rating>()
            .Where(rating =>
                rating.Kind == table.Kind && rating.Region == table.Region && rating.Period == table.Period && rating.SupersededAt == null
            )
            .ToListAsync(cancellationToken);
        foreach (var rating in former)
            rating.Supersede(stamp);
        await db.SaveChangesAsync(cancellationToken);
        var id = Ids.New<RatingId>(stamp.At);
        db.Add(
            new Rating
            {
                Id = id,
                Kind = table.Kind,
                Region = table.Region,
                Period = table.Period,
                Source = source,
                AsOf = asOf,
                LoadedAt = stamp.At,
                LoadedBy = stamp.Name,
                Scores =
                [
                    .. table.Lines.SelectMany(line =>
                        line.Figures.Where(figure => figure.Value != default)
                            .Select(figure => new RatingScore
                            {
                                RatingId = id,
                                Place = line.Place,
                                Measure = figure.Key,
                                Region = table.Region,
                                Percent = figure.Value.Percent,
                                Points = figure.Value.Points,
                                Rank = figure.Value.Rank,
                            })
                    ),
                ],
            }
        );
    }

    private async Task SaveBands(BandTable table, string source, Stamp stamp, CancellationToken cancellationToken)
    {
        foreach (
            var former in await db.Set<BandSet>()
                .Where(set => set.Region == table.Region && set.ValidFrom == table.ValidFrom && set.SupersededAt == null)
                .ToListAsync(cancellationToken)
        )
            former.Supersede(stamp);
        await db.SaveChangesAsync(cancellationToken);
        var id = Ids.New<BandSetId>(stamp.At);
        db.Add(
            new BandSet
            {
                Id = id,
                Region = table.Region,
                ValidFrom = table.ValidFrom,
                Source = source,
                LoadedAt = stamp.At,
                LoadedBy = stamp.Name,
                Bands =
                [
                    .. table.Bands.Select(band => new EffectivenessBand
                    {
                        BandSetId = id,
                        Ordinal = band.Ordinal,
                        Code = band.Code,
                        Colour = band.Colour,
                        PercentFrom = band.PercentFrom,
                        PercentTo = band.PercentTo,
                        Points = band.Points,
                    }),
                ],
            }
        );
    }

    private async Task SaveSets(SetTable table, CancellationToken cancellationToken)
    {
        var known = await db.Set<IndicatorSet>().Include(set => set.Groups).ToDictionaryAsync(set => set.Code, cancellationToken);
        foreach (var set in table.Sets)
        {
            if (!known.TryGetValue(set.Code, out var own))
            {
                db.Add(set);
                continue;
            }

            (own.Name, own.ValidFrom, own.ValidTo, own.Declared) = (set.Name, set.ValidFrom, set.ValidTo, set.Declared);
            foreach (var group in set.Groups)
                if (own.Groups.Find(candidate => candidate.Code == group.Code) is { } same)
                    (same.Ordinal, same.Weight, same.Declared) = (group.Ordinal, group.Weight, group.Declared);
                else
                    own.Groups.Add(group);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task SaveIndicators(IndicatorTable table, CancellationToken cancellationToken)
    {
        var codes = table.Indicators.Select(indicator => indicator.IndicatorSetCode).Distinct().ToList();
        var known = await db.Set<Indicator>()
            .Where(indicator => codes.Contains(indicator.IndicatorSetCode))
            .ToDictionaryAsync(indicator => (indicator.IndicatorSetCode, indicator.Number), cancellationToken);
        foreach (var indicator in table.Indicators)
            if (known.TryGetValue((indicator.IndicatorSetCode, indicator.Number), out var own))
                (own.Name, own.Unit, own.GroupCode, own.Motivation, own.OwnerDepartment) = (
                    indicator.Name,
                    indicator.Unit,
                    indicator.GroupCode,
                    indicator.Motivation,
                    indicator.OwnerDepartment
                );
            else
                db.Add(indicator);
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task SaveValues(ValueTable table, string source, Stamp stamp, CancellationToken cancellationToken)
    {
        var sets = table.Lines.Select(line => line.Set).Distinct().ToList();
        var periods = table.Lines.Select(line => line.Period).Distinct().ToList();
        var known = await db.Set<IndicatorValue>()
            .Where(value => sets.Contains(value.IndicatorSetCode) && periods.Contains(value.Period))
            .ToDictionaryAsync(value => (value.IndicatorSetCode, value.Number, value.Place, value.Period), cancellationToken);
        foreach (var line in table.Lines)
            if (known.TryGetValue((line.Set, line.Number, line.Place, line.Period), out var own))
                (own.Value, own.Source, own.LoadedAt, own.LoadedBy) = (line.Value, source, stamp.At, stamp.Name);
            else
                db.Add(
                    new IndicatorValue
                    {
                        IndicatorSetCode = line.Set,
                        Number = line.Number,
                        Place = line.Place,
                        Period = line.Period,
                        Region = line.Region,
                        Value = line.Value,
                        Source = source,
                        LoadedAt = stamp.At,
                        LoadedBy = stamp.Name,
                    }
                );
    }

    private async Task SaveFigures(FigureTable table, CancellationToken cancellationToken)
    {
        var known = await db.Set<SourceFigure>().ToDictionaryAsync(figure => figure.Name, cancellationToken);
        foreach (var figure in table.Figures)
            if (known.TryGetValue(figure.Name, out var own))
                (own.Unit, own.Form, own.OwnerDepartment, own.Note) = (figure.Unit, figure.Form, figure.OwnerDepartment, figure.Note);
            else
                db.Add(figure);
        await db.SaveChangesAsync(cancellationToken);
    }

    private async Task SaveFigureValues(FigureValueTable table, string source, Stamp stamp, CancellationToken cancellationToken)
    {
        var figures = table.Lines.Select(line => line.Figure).Distinct().ToList();
        var periods = table.Lines.Select(line => line.Period).Distinct().ToList();
        var known = await db.Set<SourceFigureValue>()
            .Where(value => figures.Contains(value.Figure) && periods.Contains(value.Period))
            .ToDictionaryAsync(value => (value.Figure, value.Place, value.Period), cancellationToken);
        foreach (var line in table.Lines)
            if (known.TryGetValue((line.Figure, line.Place, line.Period), out var own))
                (own.Value, own.Source, own.LoadedAt, own.LoadedBy) = (line.Value, source, stamp.At, stamp.Name);
            else
                db.Add(
                    new SourceFigureValue
                    {
                        Figure = line.Figure,
                        Place = line.Place,
                        Period = line.Period,
                        Region = line.Region,
                        Value = line.Value,
                        Source = source,
                        LoadedAt = stamp.At,
                        LoadedBy = stamp.Name,
                    }
                );
    }
}
