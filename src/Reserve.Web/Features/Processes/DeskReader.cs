using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Desk;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Processes;

/// <summary>A case of the list, by the name of what it is about.</summary>
public sealed record DeskLine(
    RunRow Run,
    CaseName Name,
    string TerritoryName,
    bool IsSuspended,
    IReadOnlyList<string> Stands,
    string? Variable
);

/// <summary>What may be chosen in the filter.</summary>
public sealed record DeskChoices(
    IReadOnlyList<(string Key, string Name)> Processes,
    IReadOnlyList<ProcessVersionRow> Versions,
    IReadOnlyList<(string Id, string Name)> Elements,
    IReadOnlyList<string> Codes
);

/// <summary>Reads the list of cases of all processes.</summary>
public sealed class DeskReader
{
    private readonly ReserveDb db;
    private readonly DeskSelection selection;
    private readonly ProcessQueries queries;
    private readonly IncidentQueries incidents;
    private readonly ProcessReader reader;
    private readonly CaseNames names;
    private readonly TimeShown shown;

    internal DeskReader(
        ReserveDb db,
        DeskSelection selection,
        ProcessQueries queries,
        IncidentQueries incidents,
        ProcessReader reader,
        CaseNames names,
        TimeShown shown
    )
    {
        this.db = db;
        this.selection = selection;
        this.queries = queries;
        this.incidents = incidents;
        this.reader = reader;
        this.names = names;
        this.shown = shown;
    }

    public async Task<DeskChoices> Choices(DeskQuery query, CancellationToken cancellationToken)
    {
        List<ProcessVersionRow> versions = query.Process is { } key ? [.. await queries.Versions(key, cancellationToken)] : [];
        var drawn = versions.Find(version => version.DefinitionId.ToString() == query.Version) ?? (versions.Count > 0 ? versions[0] : null);
        return new DeskChoices(
            [.. (await incidents.Processes(cancellationToken)).Select(process => (process.Key, process.Name))],
            versions,
            drawn is null
                ? []
                :
                [
                    .. (await reader.Elements(new DefinitionId(drawn.DefinitionId), cancellationToken))
                        .Where(MayStand)
                        .Select(element => (element.Id, element.Label))
                        .OrderBy(element => element.Item2, StringComparer.CurrentCulture),
                ],
            await incidents.Codes(cancellationToken)
        );
    }

    /// <summary>A page of the list, and how many there are; null where nobody counted. Nothing when the query is wrong.</summary>
    public async Task<(KeyPage<DeskLine> List, int? Total)> Page(
        DeskQuery query,
        bool seesValues,
        Cursor? at,
        int size,
        Dictionary<string, string> problems,
        CancellationToken cancellationToken
    )
    {
        var filter = query.Read(shown, seesValues, problems);
        if (problems.Count > 0)
            return (KeyPage<DeskLine>.Empty, null);
        var page = await selection.Page(filter, at, size, cancellationToken);
        return (
            new KeyPage<DeskLine>(await Lines(page.Rows, cancellationToken), page.Next, page.Previous, page.IsPartly),
            // What stands on one page is counted already.
            at is null
            && page.Next is null
                ? page.Rows.Count
                : await selection.Count(filter, cancellationToken)
        );
    }

    /// <summary>The ids of all that are found, no more than <paramref name="most"/>; null when the query is wrong.</summary>
    internal async Task<DeskChoice?> All(DeskQuery query, bool seesValues, int most, CancellationToken cancellationToken)
    {
        var problems = new Dictionary<string, string>();
        var filter = query.Read(shown, seesValues, problems);
        return problems.Count > 0 ? null : await selection.All(filter, most, cancellationToken);
    }

    /// <summary>All that are found, for a file; null when the query is wrong.</summary>
    public async Task<IReadOnlyList<DeskLine>?> Lines(DeskQuery query, bool seesValues, int most, CancellationToken cancellationToken)
    {
        var filter = query.Read(shown, seesValues, []);
        return await All(query, seesValues, most, cancellationToken) is { } chosen
            ? await Lines(await selection.Of(chosen.Runs, filter.Variable, cancellationToken), cancellationToken)
            : null;
    }

    private async Task<IReadOnlyList<DeskLine>> Lines(IReadOnlyList<DeskCase> cases, CancellationToken cancellationToken)
    {
        var about = await names.Of(cases.Select(one => one.Run.Id), cancellationToken);
        string[] paths = [.. cases.Select(one => one.Run.Territory).Distinct()];
        var territories = await db.Set<Territory>()
            .AsNoTracking()
            .Where(territory => paths.Contains(territory.Path))
            .ToDictionaryAsync(territory => territory.Path, territory => territory.Name, cancellationToken);
        return
        [
            .. cases.Select(one => new DeskLine(
                one.Run,
                about[one.Run.Id],
                territories.GetValueOrDefault(one.Run.Territory, one.Run.Territory),
                one.IsSuspended,
                one.Stands,
                one.Variable
            )),
        ];
    }

    private static bool MayStand(ElementInfo element) =>
        element.ElementName is not ("boundaryEvent" or "startEvent" or "endEvent" or "intermediateThrowEvent");
}
