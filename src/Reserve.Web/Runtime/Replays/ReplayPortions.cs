using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Runtime.Replays;

/// <summary>
/// Plays the cases of the replays that were asked for, some hundreds at a time: each time is one transaction, so that a node that dies
/// loses no more than that, and another one goes on.
/// </summary>
internal sealed class ReplayPortions(IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>How many cases are played in one transaction.</summary>
    public const int Portion = 250;

    private sealed record Waiting(
        Guid Id,
        string Key,
        string? ForTerritory,
        string Territory,
        string Seen,
        int Total,
        int Played,
        Guid[] Runs,
        string Groups
    );

    /// <summary>Plays a portion of the oldest replay that nobody else plays; false when there is none.</summary>
    public async Task<bool> Play(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        caller.BecomeSystem();
        var db = scope.ServiceProvider.GetRequiredService<ReserveDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var found = await db
            .Database.SqlQuery<Waiting>(
                $"""
                select id as "Id", key as "Key", for_territory as "ForTerritory", territory as "Territory", seen as "Seen",
                       total as "Total", played as "Played", runs[played + 1 : played + {Portion}] as "Runs", groups::text as "Groups"
                from process_replay where state = 'running' order by asked_at limit 1 for update skip locked
                """
            )
            .ToListAsync(cancellationToken);
        if (found is not [var replay])
            return false;
        using (caller.AsSystem(replay.Territory))
            await Play(scope.ServiceProvider, replay, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task Play(IServiceProvider services, Waiting replay, CancellationToken cancellationToken)
    {
        var drafts = services.GetRequiredService<ProcessDrafts>();
        var player = services.GetRequiredService<DraftReplay>();
        var changes = await drafts.Changes(replay.Key, replay.ForTerritory, cancellationToken);
        var isSame = ProcessDrafts.Seen(changes) == replay.Seen;
        var groups = ReplayGroup.Read(replay.Groups);
        var played = replay.Played;
        if (isSame && await player.Draft(replay.Key, replay.ForTerritory, cancellationToken) is { } draft)
        {
            groups = ReplayGroup.Add(groups, await player.Play(draft, replay.Runs, cancellationToken));
            played += replay.Runs.Length;
        }
        else
        {
            isSame = false;
        }
        var state =
            !isSame ? "stale"
            : played >= replay.Total ? "done"
            : "running";
        DateTimeOffset? ended = state == "running" ? null : clock.GetUtcNow();
        await services
            .GetRequiredService<ReserveDb>()
            .Database.ExecuteSqlAsync(
                $"""
                update process_replay set state = {state}, played = {played}, groups = {ReplayGroup.Write(
                    groups
                )}::jsonb, ended_at = {ended}
                where id = {replay.Id}
                """,
                cancellationToken
            );
    }
}
