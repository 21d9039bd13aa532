using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers.Preview;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>Makes the packs that are asked for, one at a time on each node, and removes those of yesterday.</summary>
internal sealed partial class PackWorker(IServiceScopeFactory scopes, PagePreview preview, TimeProvider clock, ILogger<PackWorker> log)
    : Worker(clock, log)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    protected override async Task Round(CancellationToken cancellationToken)
    {
        if (!await MakeOne(cancellationToken))
            await Task.Delay(Poll, Clock, cancellationToken);
    }

    /// <summary>Makes a pack that waits; says whether there was one.</summary>
    internal async Task<bool> MakeOne(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem();
        var db = scope.ServiceProvider.GetRequiredService<ReserveDb>();
        if (await Take(db, cancellationToken) is not { } pack)
            return false;
        var contents = scope.ServiceProvider.GetRequiredService<PackContents>();
        var appointment = await db.Set<AppointmentCase>().AsNoTracking().SingleAsync(row => row.Id == pack.CaseId, cancellationToken);
        var parts = await contents.Of(appointment, cancellationToken);
        if (PackContents.HashOf(parts) != pack.Contents)
        {
            // Something came or went meanwhile: whoever wants the pack asks for the new one.
            await db.Set<CasePack>().Where(row => row.Id == pack.Id).ExecuteDeleteAsync(cancellationToken);
            return true;
        }

        using var book = new PackBook(preview);
        for (var number = 0; number < parts.Count; number++)
        {
            await book.Add(parts[number], await contents.Content(parts[number], cancellationToken), cancellationToken);
            var (done, until) = (number + 1, (DateTimeOffset?)(Clock.GetUtcNow() + Lease));
            await db.Set<CasePack>()
                .Where(row => row.Id == pack.Id)
                .ExecuteUpdateAsync(
                    row => row.SetProperty(one => one.Done, done).SetProperty(one => one.TakenUntil, until),
                    cancellationToken
                );
        }

        var pdf = await book.Bind($"Материалы дела № {appointment.Number}", cancellationToken);
        await db.Entry(pack).ReloadAsync(cancellationToken);
        pack.Finish(pdf, book.LeftOut, Clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        LogMade(pack.Id.Value, parts.Count, pdf?.Length ?? 0);
        return true;
    }

    /// <summary>A pack that nobody works on, or that somebody let go of; and what is too old goes.</summary>
    private async Task<CasePack?> Take(ReserveDb db, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Set<CasePack>().Where(row => row.OrderedAt < now - CasePack.Kept).ExecuteDeleteAsync(cancellationToken);
        var pack = (
            await db.Set<CasePack>()
                .FromSql(
                    $"""
                    select * from case_packs where ready_at is null and (taken_until is null or taken_until < {now})
                    order by ordered_at limit 1 for update skip locked
                    """
                )
                .ToListAsync(cancellationToken)
        ).FirstOrDefault();
        pack?.Take(now + Lease);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return pack;
    }

    [LoggerMessage(2603, LogLevel.Information, "Pack {Pack} of {Parts} parts was made: {Bytes} bytes.")]
    private partial void LogMade(Guid pack, int parts, int bytes);
}
