using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Runtime.Starts;

/// <summary>A run that began by itself.</summary>
/// <param name="RunId">The run.</param>
/// <param name="At">When it was begun.</param>
/// <param name="Moment">Of a timer: when it was due.</param>
/// <param name="Missed">How many later moments passed before it was begun.</param>
public sealed record StartFiring(Guid StartId, Guid RunId, DateTimeOffset At, DateTimeOffset? Moment, long Missed);

/// <summary>A row whose condition could not be worked out.</summary>
public sealed record StartRowProblem(Guid StartId, string Territory, string Problem);

/// <summary>A start by time or condition as a page shows it.</summary>
public sealed record StartView(
    Guid Id,
    string Key,
    string? ForTerritory,
    string ElementId,
    int Place,
    Guid DefinitionId,
    bool IsTimer,
    string State,
    string? Note,
    string? PausedBy,
    DateTimeOffset? PausedAt,
    string? PausedReason,
    string? Problem,
    DateTimeOffset? ProblemAt,
    DateTimeOffset? LookAt,
    DateTimeOffset? DueAt,
    int? Months,
    long? Ticks,
    int? Remaining,
    DateTimeOffset? LastMoment,
    string? Source,
    string? SourceKey,
    bool WithPresent,
    DateTimeOffset? LookedAt,
    long Holding,
    long RowProblems
)
{
    public bool IsOver => State == ProcessStart.Over;

    public bool IsPassed => Note == ProcessStart.PassedBefore;

    public bool IsPassedPaused => Note == ProcessStart.PassedPaused;
}

/// <summary>A start that does not succeed, of whichever process.</summary>
public sealed record FailingStart(
    Guid Id,
    string Key,
    string ProcessName,
    string? ForTerritory,
    string ElementId,
    string? Problem,
    DateTimeOffset? ProblemAt,
    DateTimeOffset? LookAt,
    long RowProblems
);

/// <summary>What pages show of starts that come by themselves.</summary>
public sealed class StartQueries
{
    /// <summary>Moments to come, and runs begun, that are shown of a start.</summary>
    public const int Shown = 5;

    private const int MostFailing = 100;

    private readonly ReserveDb db;
    private readonly ProcessCatalog catalog;
    private readonly WatchedSources sources;
    private readonly ProcessClock clock;

    internal StartQueries(ReserveDb db, ProcessCatalog catalog, WatchedSources sources, ProcessClock clock) =>
        (this.db, this.catalog, this.sources, this.clock) = (db, catalog, sources, clock);

    /// <summary>The starts of a process's versions for a territory, or for all.</summary>
    public Task<List<StartView>> Of(string key, string? forTerritory, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<StartView>(
                $"""
                select s.id as "Id", s.key as "Key", s.for_territory as "ForTerritory", s.element_id as "ElementId",
                       s.place as "Place", s.definition_id as "DefinitionId",
                       s.kind = 'timer' as "IsTimer", s.state as "State", s.note as "Note", s.paused_by as "PausedBy",
                       s.paused_at as "PausedAt", s.paused_reason as "PausedReason", s.problem as "Problem", s.problem_at as "ProblemAt",
                       s.look_at as "LookAt", s.due_at as "DueAt", s.months as "Months", s.ticks as "Ticks", s.remaining as "Remaining",
                       s.last_moment as "LastMoment", s.source as "Source", s.source_key as "SourceKey", s.with_present as "WithPresent",
                       s.looked_at as "LookedAt",
                       (select count(*) from process_start_row r where r.start_id = s.id and r.holds) as "Holding",
                       (select count(*) from process_start_row r where r.start_id = s.id and r.problem is not null) as "RowProblems"
                from process_start s
                where s.key = {key} and s.for_territory is not distinct from {forTerritory} and s.state <> 'removed'
                order by s.element_id, s.place
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>The latest runs that a start began, in the caller's scope, newest first.</summary>
    public Task<List<StartFiring>> Fired(Guid start, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<StartFiring>(
                $"""
                select start_id as "StartId", run_id as "RunId", at as "At", moment as "Moment", missed as "Missed"
                from process_start_firing where start_id = {start} order by at desc, run_id desc limit {Shown}
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>Rows in the caller's scope whose condition could not be worked out.</summary>
    public Task<List<StartRowProblem>> RowProblems(Guid start, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<StartRowProblem>(
                $"""
                select start_id as "StartId", territory as "Territory", problem as "Problem" from process_start_row
                where start_id = {start} and problem is not null order by territory, subject limit {Shown}
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>The next moments of a timer, by the clock of its territory.</summary>
    public IReadOnlyList<DateTimeOffset> Next(StartView start)
    {
        var territory = start.ForTerritory ?? Territory.Federation;
        var interval = start.Ticks is { } ticks ? new IsoDuration(start.Months ?? 0, TimeSpan.FromTicks(ticks)) : (IsoDuration?)null;
        var left = ProcessStart.Left(start.DueAt, interval, start.Remaining ?? 1, territory, clock);
        var moments = new List<DateTimeOffset>();
        for (; left is { } next && moments.Count < Shown; left = next.Next())
            moments.Add(next.DueAt);
        return moments;
    }

    /// <summary>What a source is called, in Russian (the key of its translation).</summary>
    public string TitleOf(string source) => sources.Find(source)?.Title ?? source;

    /// <summary>The condition as the version in force draws it.</summary>
    public async Task<string?> Condition(StartView start, CancellationToken cancellationToken)
    {
        await using var reading = await db.Reading(cancellationToken);
        var deployed = await catalog.Get(new DefinitionId(start.DefinitionId), new RuntimeSession(db), cancellationToken);
        return DrawnStart
            .Of(deployed.Definition)
            .FirstOrDefault(drawn => (drawn.Point.ElementId, drawn.Place) == (start.ElementId, start.Place))
            ?.Point.Rule;
    }

    /// <summary>The starts of the caller's territory, and below it, that do not succeed, the longest failing first.</summary>
    public Task<List<FailingStart>> Failing(CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<FailingStart>(
                $"""
                select s.id as "Id", s.key as "Key", d.name as "ProcessName", s.for_territory as "ForTerritory",
                       s.element_id as "ElementId", s.problem as "Problem", s.problem_at as "ProblemAt", s.look_at as "LookAt",
                       p.count as "RowProblems"
                from process_start s join process_definition d on d.id = s.definition_id
                cross join lateral (
                    select count(*) from process_start_row r where r.start_id = s.id and r.problem is not null) p
                where s.state <> 'removed' and (s.problem is not null or p.count > 0)
                  and (coalesce(s.for_territory, {Territory.Federation}) = {db.Scope}
                       or starts_with(coalesce(s.for_territory, {Territory.Federation}), {db.Scope} || '.') or p.count > 0)
                order by s.problem_at, s.key, s.element_id limit {MostFailing}
                """
            )
            .ToListAsync(cancellationToken);
}
