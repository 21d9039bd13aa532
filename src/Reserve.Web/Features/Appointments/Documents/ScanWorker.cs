using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Web.Access;
using Reserve.Web.Data;
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
        foreach (var id in await Waiting(cancellationToken))
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem();
            var content = await scope
                .ServiceProvider.GetRequiredService<ReserveDb>()
                .Set<CaseDocumentFile>()
                .Where(row => row.Id == id)
                .Select(row => row.Content)
                .SingleOrDefaultAsync(cancellationToken);
            if (content is null)
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
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RecordScan(id, outcome), cancellationToken);
            if (outcome is ScanOutcome.Infected)
                LogInfected(id.Value);
            done++;
        }

        return done;
    }

    private async Task<List<CaseDocumentId>> Waiting(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem();
        return await scope
            .ServiceProvider.GetRequiredService<ReserveDb>()
            .Set<CaseDocument>()
            .Where(row => row.Scan == null && row.OnPaper == null)
            .OrderBy(row => row.AddedAt)
            .Take(AtOnce)
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);
    }

    [LoggerMessage(2601, LogLevel.Warning, "clamd does not look through files ({Why}); they wait.")]
    private partial void LogAway(string why);

    [LoggerMessage(2602, LogLevel.Warning, "A virus was found in document {Document}; it is not handed out.")]
    private partial void LogInfected(Guid document);
}
