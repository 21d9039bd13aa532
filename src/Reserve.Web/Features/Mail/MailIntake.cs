using MediatR;
using Microsoft.Extensions.Options;
using Npgsql;
using Reserve.Mail;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Mail;

/// <summary>
/// Looks into the mailbox and registers what has come. A letter is taken away only after its command has committed. While the
/// database or the folders are away every letter waits; one that fails by itself, again and again, is set aside with its reason.
/// </summary>
internal sealed partial class MailIntake(
    IMailbox mailbox,
    IServiceScopeFactory scopes,
    NpgsqlDataSource source,
    Words words,
    IOptions<MailOptions> options,
    TimeProvider clock,
    ILogger<MailIntake> log
) : Worker(clock, log)
{
    private const int GivesUpAfter = 5;

    private readonly Dictionary<string, Trouble> troubled = new(StringComparer.Ordinal);
    private int skipped;

    protected override async Task Round(CancellationToken cancellationToken)
    {
        await ReceiveWaiting(cancellationToken);
        await Task.Delay(options.Value.Poll, Clock, cancellationToken);
    }

    /// <summary>Registers every waiting letter once; returns how many were taken away.</summary>
    internal async Task<int> ReceiveWaiting(CancellationToken cancellationToken)
    {
        var listing = await mailbox.ListAsync(cancellationToken);
        if (listing.Skipped != skipped && listing.Skipped > 0)
            LogSkipped(listing.Skipped);
        skipped = listing.Skipped;
        foreach (var gone in troubled.Keys.Except(listing.Keys).ToList())
            troubled.Remove(gone);
        var taken = 0;
        foreach (var key in listing.Keys.Where(key => !troubled.TryGetValue(key, out var trouble) || trouble.Until <= Clock.GetUtcNow()))
        {
            if (await Guarded(key, cancellationToken))
                taken++;
        }

        return taken;
    }

    private async Task<bool> Guarded(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await Take(key, cancellationToken);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The file or its folder, not what the letter says: it waits for whoever keeps the folders.
            if (Again(key).Failures == 1)
                LogFolder(problem.GetType().Name, problem);
            return false;
        }
        catch (Exception problem) when (problem is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // One letter may ask the database for too much; only when it answers nobody it is away, and all letters wait.
            if (DatabaseAway.Is(problem) && !await DatabaseAnswers(cancellationToken))
                throw;
            LogFailed(problem.GetType().Name, problem);
            if (Again(key).Failures < GivesUpAfter)
                return false;
            return await SetAside(key, words["Ошибка при приёме письма: {0}.", problem.GetType().Name].Value, cancellationToken);
        }
    }

    private async Task<bool> Take(string key, CancellationToken cancellationToken)
    {
        if (await mailbox.ReadAsync(key, options.Value.MaxBytes, cancellationToken) is not { } mail)
            return false;
        if (mail.Bytes is null)
            return await SetAside(key, words["Письмо больше {0} МБ.", options.Value.MaxBytes / (1024 * 1024)].Value, cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem();
        var outcome = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ReceiveLetter(mail.Bytes), cancellationToken);
        if (outcome.IsRefused && outcome.Refusal == LetterRefusal.BeingReceived)
            return false;
        // A machine's letter asks for nothing: it is no one's work.
        if (outcome.IsOk || (outcome.IsRefused && outcome.Refusal == LetterRefusal.Automatic))
        {
            troubled.Remove(key);
            if (!await mailbox.TakeAwayAsync(key, cancellationToken))
                return false;
            Telemetry.LetterTaken(usable: true);
            return true;
        }

        return await SetAside(key, outcome.Reason!, cancellationToken);
    }

    private async Task<bool> SetAside(string key, string reason, CancellationToken cancellationToken)
    {
        if (!await mailbox.SetAsideAsync(key, reason, cancellationToken))
            return false;
        troubled.Remove(key);
        Telemetry.LetterTaken(usable: false);
        LogAside();
        return true;
    }

    private Trouble Again(string key)
    {
        var failures = troubled.GetValueOrDefault(key).Failures + 1;
        var pause = options.Value.Poll * Math.Pow(2, Math.Min(failures, 8) - 1);
        return troubled[key] = new Trouble(failures, Clock.GetUtcNow() + pause);
    }

    private async Task<bool> DatabaseAnswers(CancellationToken cancellationToken)
    {
        try
        {
            await using var command = source.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return true;
        }
        catch (Exception problem) when (DatabaseAway.Is(problem))
        {
            return false;
        }
    }

    private readonly record struct Trouble(int Failures, DateTimeOffset Until);

    [LoggerMessage(2101, LogLevel.Warning, "A letter cannot be read or moved ({Problem}); it waits in its folder.")]
    private partial void LogFolder(string problem, Exception exception);

    [LoggerMessage(2102, LogLevel.Warning, "A letter could not be received ({Problem}); it is tried again.")]
    private partial void LogFailed(string problem, Exception exception);

    [LoggerMessage(2103, LogLevel.Warning, "A letter was set aside; its reason stands on the page of such letters.")]
    private partial void LogAside();

    [LoggerMessage(
        2104,
        LogLevel.Warning,
        "{Count} files of the inbox have names that are not taken (hidden or overlong); they are left alone."
    )]
    private partial void LogSkipped(int count);
}
