using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Starts;

namespace Reserve.Web.Features.Processes;

/// <summary>A run that a start began, by name.</summary>
public sealed record FiredLine(StartFiring Firing, CaseName? Case);

/// <summary>A start by time or condition, as the page of its process shows it.</summary>
/// <param name="Condition">Of a condition, its FEEL.</param>
/// <param name="SourceTitle">Whose data, in Russian.</param>
/// <param name="KeyName">What else the source was given, in words.</param>
/// <param name="Next">Of a timer, the moments to come.</param>
/// <param name="Fired">The latest runs.</param>
/// <param name="Problems">Where the condition could not be worked out: the territory's name, and why.</param>
public sealed record StartLine(
    StartView Start,
    string? Condition,
    string? SourceTitle,
    string? KeyName,
    IReadOnlyList<DateTimeOffset> Next,
    IReadOnlyList<FiredLine> Fired,
    IReadOnlyList<(string Territory, string Problem)> Problems
);

/// <summary>Reads what pages show of the starts of a process.</summary>
public sealed class StartReader(ReserveDb db, StartQueries queries, CaseNames names)
{
    public async Task<IReadOnlyList<StartLine>> Of(string key, string? forTerritory, CancellationToken cancellationToken)
    {
        var lines = new List<StartLine>();
        foreach (var start in await queries.Of(key, forTerritory, cancellationToken))
            lines.Add(await Line(start, cancellationToken));
        return lines;
    }

    private async Task<StartLine> Line(StartView start, CancellationToken cancellationToken)
    {
        var fired = await queries.Fired(start.Id, cancellationToken);
        var cases = await names.Of(fired.Select(firing => firing.RunId), cancellationToken);
        var problems = start.RowProblems > 0 ? await Problems(start, cancellationToken) : [];
        return new StartLine(
            start,
            start.IsTimer ? null : await queries.Condition(start, cancellationToken),
            start.Source is { } source ? queries.TitleOf(source) : null,
            start.SourceKey is { } role && Roles.All.Contains(role) ? Roles.NameOf(role) : start.SourceKey,
            queries.Next(start),
            [.. fired.Select(firing => new FiredLine(firing, cases.GetValueOrDefault(firing.RunId)))],
            problems
        );
    }

    private async Task<IReadOnlyList<(string Territory, string Problem)>> Problems(StartView start, CancellationToken cancellationToken)
    {
        var problems = await queries.RowProblems(start.Id, cancellationToken);
        var places = problems.Select(problem => problem.Territory).ToList();
        var known = await db.Set<Territory>()
            .AsNoTracking()
            .Where(territory => places.Contains(territory.Path))
            .ToDictionaryAsync(territory => territory.Path, territory => territory.Name, cancellationToken);
        return [.. problems.Select(problem => (known.GetValueOrDefault(problem.Territory, problem.Territory), problem.Problem))];
    }
}
