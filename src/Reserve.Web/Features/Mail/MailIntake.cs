using MediatR;
using Microsoft.Extensions.Options;
using Reserve.Mail;
using Reserve.Web.Access;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Mail;

/// <summary>Looks into the mailbox and registers what has come. A letter is taken away only after its command has committed.</summary>
internal sealed partial class MailIntake(
    IMailbox mailbox,
    IServiceScopeFactory scopes,
    IOptions<MailOptions> options,
    TimeProvider clock,
    ILogger<MailIntake> log
) : Worker(clock, log)
{
    private const int GivesUpAfter = 5;

    private readonly Dictionary<string, int> failures = new(StringComparer.Ordinal);

    protected override async Task Round(CancellationToken cancellationToken)
    {
        await ReceiveWaiting(cancellationToken);
        await Task.Delay(options.Value.Poll, Clock, cancellationToken);
    }

    /// <summary>Registers every waiting letter once; returns how many were taken away.</summary>
    internal async Task<int> ReceiveWaiting(CancellationToken cancellationToken)
    {
        var taken = 0;
        foreach (var key in await mailbox.ListAsync(cancellationToken))
        {
            try
            {
                var bytes = await mailbox.ReadAsync(key, options.Value.MaxBytes, cancellationToken);
                var usable = bytes is not null && await Receive(bytes, cancellationToken);
                await mailbox.TakeAwayAsync(key, usable, cancellationToken);
                failures.Remove(key);
                taken++;
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                LogFailed(problem.GetType().Name, problem);
                failures[key] = failures.GetValueOrDefault(key) + 1;
                if (failures[key] < GivesUpAfter)
                    continue;
                failures.Remove(key);
                await mailbox.TakeAwayAsync(key, usable: false, cancellationToken);
                taken++;
            }
        }

        return taken;
    }

    private async Task<bool> Receive(byte[] bytes, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem();
        var outcome = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ReceiveLetter(bytes), cancellationToken);
        if (!outcome.IsOk)
            LogRefused(outcome.Code ?? "");
        return outcome.IsOk;
    }

    [LoggerMessage(2102, LogLevel.Warning, "A letter could not be received ({Problem}); it is tried again.")]
    private partial void LogFailed(string problem, Exception exception);

    [LoggerMessage(2103, LogLevel.Information, "A letter was set aside: {Reason}.")]
    private partial void LogRefused(string reason);
}
