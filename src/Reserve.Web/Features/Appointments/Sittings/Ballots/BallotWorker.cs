using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments.Sittings.Ballots;

/// <summary>
/// Opens the boxes whose keys this node holds when all have voted, in a transaction of its own that no act of a person shares, and tells
/// the process of any box that is open what was voted.
/// </summary>
internal sealed class BallotWorker(
    IServiceScopeFactory scopes,
    BallotKeys keys,
    IOptions<RuntimeOptions> options,
    TimeProvider clock,
    ILogger<BallotWorker> log
) : Worker(clock, log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override bool IsWanted => options.Value.Workers > 0;

    protected override async Task Round(CancellationToken cancellationToken)
    {
        await Work(cancellationToken);
        await Task.Delay(Pause, Clock, cancellationToken);
    }

    /// <summary>Shows that the keys are alive, opens what is ready, and tells what is open.</summary>
    internal async Task Work(CancellationToken cancellationToken)
    {
        foreach (var id in keys.Boxes)
            await InScope((db, _) => Open(db, id, cancellationToken));
        List<BallotBoxId> opened = [];
        await InScope(
            async (db, _) =>
                opened = await db.Set<BallotBox>()
                    .Where(row => row.OpenedAt != null && row.ToldAt == null && row.VoidAt == null)
                    .Select(row => row.Id)
                    .ToListAsync(cancellationToken)
        );
        foreach (var id in opened)
            await InScope((db, services) => Tell(db, services, id, cancellationToken));
    }

    private async Task InScope(Func<ReserveDb, IServiceProvider, Task> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem();
        await work(scope.ServiceProvider.GetRequiredService<ReserveDb>(), scope.ServiceProvider);
    }

    private async Task Open(ReserveDb db, BallotBoxId id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var box = await db.Set<BallotBox>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (box is not { OpenedAt: null, VoidAt: null })
        {
            // The vote was opened in a transaction that did not last, or it is over.
            if (box is not null || IsOld(id))
                keys.Destroy(id);
            return;
        }

        var now = Clock.GetUtcNow();
        box.See(now);
        if (await db.Set<AgendaItem>().AnyAsync(row => row.Id == box.AgendaItemId && row.VoteClosedAt != null, cancellationToken))
        {
            var ballots = await db.Set<SealedBallot>()
                .Where(row => row.BoxId == id)
                .Select(row => row.Sealed)
                .ToListAsync(cancellationToken);
            foreach (var (choice, score) in keys.Open(id, ballots) ?? [])
                db.Add(
                    new OpenedBallot
                    {
                        Id = Guid.NewGuid(),
                        BoxId = id,
                        Territory = box.Territory,
                        Choice = choice,
                        Score = score,
                    }
                );
            box.Open(now);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (box.OpenedAt is not null)
            keys.Destroy(id);
    }

    /// <summary>Whether the transaction that made a key must have ended by now, with its box or without.</summary>
    private bool IsOld(BallotBoxId id) => Clock.GetUtcNow() - Ids.MomentOf(id.Value) > BallotBoxes.Silence;

    private async Task Tell(ReserveDb db, IServiceProvider services, BallotBoxId id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var box = await db.Set<BallotBox>().SingleAsync(row => row.Id == id, cancellationToken);
        if (box.ToldAt is not null || box.VoidAt is not null)
            return;
        var choices = await db.Set<OpenedBallot>()
            .Where(row => row.BoxId == id)
            .OrderBy(row => row.Choice)
            .ThenBy(row => row.Score)
            .ToListAsync(cancellationToken);
        var item = await db.Set<AgendaItem>().SingleAsync(row => row.Id == box.AgendaItemId, cancellationToken);
        var matter = await services.GetRequiredService<SittingCases>().Matter(item, cancellationToken);
        var told = await services
            .GetRequiredService<ProcessRuntime>()
            .Correlate(
                "BallotsOpened",
                matter.Subject.Id,
                FeelContext.Of(
                    ("ballots", FeelValue.List([.. choices.Select(row => SittingSteps.Ballot(row.Choice.ToString(), false, row.Score))]))
                ),
                new StartFacts(matter.Territory, matter.Subject),
                services.GetRequiredService<Caller>().Stamp(),
                cancellationToken
            );
        if (!told.IsTaken)
            return;
        box.Tell(Clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
