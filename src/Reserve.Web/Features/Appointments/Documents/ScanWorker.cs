using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Opinions;
using Reserve.Web.Features.Files;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>
/// Has clamd look through what nobody has looked through yet, the oldest first. While clamd is away the files wait; nodes share the work,
/// and a file that two of them took is recorded once.
/// </summary>
internal sealed partial class ScanWorker(
    IServiceScopeFactory scopes,
    Clamd clamd,
    IOptions<FileSettings> options,
    TimeProvider clock,
    ILogger<ScanWorker> log
) : Worker(clock, log)
{
    private const int AtOnce = 20;
    private bool isAway;

    protected override bool IsWanted => clamd.IsConfigured;

    protected override async Task Round(CancellationToken cancellationToken)
    {
        if (await ScanWaiting(cancellationToken) < AtOnce)
            await Task.Delay(TimeSpan.FromSeconds(options.Value.ClamdPoll), Clock, cancellationToken);
    }

    /// <summary>Looks through some files; says how many were done.</summary>
    internal async Task<int> ScanWaiting(CancellationToken cancellationToken)
    {
        var done = 0;
        foreach (var waiting in await Waiting(cancellationToken))
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem();
            var db = scope.ServiceProvider.GetRequiredService<ReserveDb>();
            if (await waiting.Content(db).SingleOrDefaultAsync(cancellationToken) is not { } content)
                continue;
            var outcome = await clamd.Scan(content, cancellationToken);
            if (outcome is ScanOutcome.Failed { Why: var why })
            {
                if (!isAway)
                    LogAway(why);
                isAway = true;
                return done;
            }

            isAway = false;
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(waiting.Record(outcome), cancellationToken);
            if (outcome is ScanOutcome.Infected)
                LogInfected(waiting.Id);
            done++;
        }

        return done;
    }

    /// <summary>A file that nobody has looked through.</summary>
    private sealed record Unscanned(
        Guid Id,
        Func<ReserveDb, IQueryable<byte[]>> Content,
        Func<ScanOutcome, IRequest<Result<Done, DocumentRefusal>>> Record
    );

    private async Task<IReadOnlyList<Unscanned>> Waiting(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem();
        var db = scope.ServiceProvider.GetRequiredService<ReserveDb>();
        var documents = await db.Set<CaseDocument>()
            .Where(row => row.Scan == null && row.OnPaper == null)
            .OrderBy(row => row.AddedAt)
            .Take(AtOnce)
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);
        var files = await db.Set<OpinionFile>()
            .Where(row => row.Scan == null)
            .OrderBy(row => row.AddedAt)
            .Take(AtOnce)
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);
        return
        [
            .. documents.Select(id => new Unscanned(
                id.Value,
                from => from.Set<CaseDocumentFile>().Where(row => row.Id == id).Select(row => row.Content),
                outcome => new RecordScan(id, outcome)
            )),
            .. files.Select(id => new Unscanned(
                id.Value,
                from => from.Set<OpinionFile>().Where(row => row.Id == id).Select(row => row.Content),
                outcome => new RecordOpinionScan(id, outcome)
            )),
        ];
    }

    [LoggerMessage(2601, LogLevel.Warning, "clamd does not look through files ({Why}); they wait.")]
    private partial void LogAway(string why);

    [LoggerMessage(2602, LogLevel.Warning, "A virus was found in document {Document}; it is not handed out.")]
    private partial void LogInfected(Guid document);
}
