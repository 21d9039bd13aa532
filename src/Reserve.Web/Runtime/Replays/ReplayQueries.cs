using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Runtime.Replays;

/// <summary>A trial of a draft on recorded cases.</summary>
public sealed record ReplayRow(
    DateTimeOffset AskedAt,
    string AskedBy,
    DateTimeOffset Since,
    string State,
    int Total,
    int Played,
    string Groups
)
{
    public IReadOnlyList<ReplayGroup> Outcomes() => ReplayGroup.Read(Groups);

    public int Count(ReplayKind kind) => Outcomes().Where(group => group.Kind == kind).Sum(group => group.Count);
}

/// <summary>Whether there is a draft, and its last trial.</summary>
public sealed record DraftTrial(bool HasDraft, ReplayRow? Last);

/// <summary>What pages show of replays.</summary>
public sealed class ReplayQueries
{
    private readonly ReserveDb db;
    private readonly ProcessDrafts drafts;
    private readonly DraftReplay replay;

    internal ReplayQueries(ReserveDb db, ProcessDrafts drafts, DraftReplay replay) =>
        (this.db, this.drafts, this.replay) = (db, drafts, replay);

    /// <summary>
    /// A draft and its last trial, <c>stale</c> when the draft is another one by now. Null when there is no such process.
    /// </summary>
    public async Task<DraftTrial?> Of(string key, string? forTerritory, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var changes = await drafts.Changes(key, forTerritory, cancellationToken);
        if (changes.Count == 0)
            return await drafts.IsKnown(key, forTerritory, cancellationToken) ? new DraftTrial(false, null) : null;
        var seen = ProcessDrafts.Seen(changes);
        var last = await db
            .Database.SqlQuery<ReplayRow>(
                $"""
                select asked_at as "AskedAt", asked_by as "AskedBy", since as "Since",
                       case when seen = {seen} then state else 'stale' end as "State",
                       total as "Total", played as "Played", groups::text as "Groups"
                from process_replay where key = {key} and for_territory is not distinct from {forTerritory}
                """
            )
            .SingleOrDefaultAsync(cancellationToken);
        return new DraftTrial(true, last);
    }

    /// <summary>The elements of the draft's process and of the version in force, by id; the draft's names go first.</summary>
    public async Task<IReadOnlyDictionary<string, ElementInfo>> Elements(
        string key,
        string? forTerritory,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var inForce = await drafts.InForce(key, forTerritory, cancellationToken);
        return (await replay.Draft(key, forTerritory, cancellationToken) is { } draft ? draft.Definition.Elements : [])
            .Concat(ProcessCompiler.Compile(inForce.Xml, key).Definition?.Elements ?? [])
            .DistinctBy(element => element.Id)
            .ToDictionary(element => element.Id, StringComparer.Ordinal);
    }

    /// <summary>The conditions that the draft looks at after an element when it plays a case; empty when it looks at none there.</summary>
    public async Task<IReadOnlyList<FlowChoice>> Why(
        string key,
        string? forTerritory,
        RunId run,
        string element,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await replay.Draft(key, forTerritory, cancellationToken) is not { } draft)
            return [];
        var choices = await replay.Choices(draft, run, cancellationToken);
        return [.. choices.Where(choice => choice.ElementId == element)];
    }
}
