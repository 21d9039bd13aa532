using Npgsql;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Messages;

/// <summary>What became of a message.</summary>
internal sealed record Correlated(IReadOnlyList<RunId> Continued, RunId? Started)
{
    internal bool IsTaken => Continued.Count > 0 || Started is not null;
}

/// <summary>Finds who waits for a message or signal, and which process it starts.</summary>
internal sealed class Messaging(RunStepper stepper, ProcessCatalog catalog)
{
    /// <summary>Runs that one transaction tells of a signal; the next ones are told by the next.</summary>
    public const int RunsAtOnce = 200;

    /// <summary>
    /// Who waits for a message: by its key before anybody's, the longest first. A message without a key is for waits without one.
    /// </summary>
    public const string MessageWaits = """
        select run_id, wait_id from reserve_waiting($1, $2) order by (correlation is null), run_id, wait_id
        """;

    private const string SignalWaits = """
        select run_id, wait_id from reserve_waiting_for_signal($1, $2, $3) order by run_id
        """;

    /// <summary>
    /// Gives a message to the one run that has waited longest for this name and key, else to one that waits without a key, else starts a
    /// process. What it starts belongs to the territory of the facts.
    /// </summary>
    /// <returns>What became of it, and the waits whose runs did not take it.</returns>
    public async Task<(Correlated Outcome, IReadOnlyList<WaitId> Refused)> Message(
        JobPayload message,
        StartFacts facts,
        Stamp stamp,
        RunWriter writer,
        CancellationToken cancellationToken
    )
    {
        var refused = new List<WaitId>();
        var isHeld = false;
        var batch = stepper.Session.NewBatch();
        batch.Add(MessageWaits).With(message.Name!).WithText(message.Correlation);
        foreach (var wait in await Waits(batch, cancellationToken))
        {
            if (await stepper.Session.Lock(wait.Run, cancellationToken) is not { } run)
                continue;
            if (!await stepper.MayHear(run, message, facts.Territory, cancellationToken))
            {
                refused.Add(wait);
                continue;
            }
            // The message is kept for it, as for one that does not wait yet; it starts nothing else meanwhile.
            if (run.Suspended is not null)
            {
                refused.Add(wait);
                isHeld = true;
                continue;
            }
            var happened = new RunEvent.MessageArrived((int)wait.Number, message.Variables);
            if (await Give(run, wait, happened, $"message {message.Name}", stamp, writer, cancellationToken))
                return (new Correlated([wait.Run], null), refused);
            refused.Add(wait);
        }
        if (isHeld)
            return (new Correlated([], null), refused);
        return (new Correlated([], await StartBy(JobKind.Message, message, facts, stamp, writer, cancellationToken)), refused);
    }

    /// <summary>Tells the next runs that wait for a signal; the first time it also starts every process that it starts.</summary>
    /// <returns>Up to which run they are told; null when there are no more.</returns>
    public async Task<RunId?> Signal(
        JobPayload signal,
        StartFacts facts,
        Stamp stamp,
        RunWriter writer,
        CancellationToken cancellationToken
    )
    {
        var batch = stepper.Session.NewBatch();
        batch.Add(SignalWaits).With(signal.Name!).With(signal.After?.Value).With(RunsAtOnce);
        var waits = await Waits(batch, cancellationToken);
        foreach (var wait in waits)
        {
            if (await stepper.Session.Lock(wait.Run, cancellationToken) is not { } run)
                continue;
            if (!await stepper.MayHear(run, signal, facts.Territory, cancellationToken))
                continue;
            var happened = new RunEvent.SignalArrived(signal.Name!, signal.Variables);
            await Give(run, wait, happened, $"signal {signal.Name}", stamp, writer, cancellationToken);
        }
        if (signal.After is null)
            await StartBy(JobKind.Signal, signal, facts, stamp, writer, cancellationToken);
        return waits.Count == RunsAtOnce ? waits[^1].Run : null;
    }

    public static async Task<List<WaitId>> ReadWaits(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var waits = new List<WaitId>();
        while (await reader.ReadAsync(cancellationToken))
            waits.Add(new WaitId(new RunId(reader.GetGuid(0)), reader.GetInt64(1)));
        return waits;
    }

    private static async Task<List<WaitId>> Waits(Batch batch, CancellationToken cancellationToken)
    {
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await ReadWaits(reader, cancellationToken);
    }

    private async Task<bool> Give(
        LockedRun run,
        WaitId wait,
        RunEvent happened,
        string cause,
        Stamp stamp,
        RunWriter writer,
        CancellationToken cancellationToken
    )
    {
        if (await stepper.Step(run, happened, cause, stamp, writer, cancellationToken) is not { } refusal)
            return true;
        writer.In(run.Territory).RecordRefusal(wait, run.Territory, cause, refusal, stamp);
        return false;
    }

    private async Task<RunId?> StartBy(
        JobKind kind,
        JobPayload message,
        StartFacts facts,
        Stamp stamp,
        RunWriter writer,
        CancellationToken cancellationToken
    )
    {
        RunId? started = null;
        foreach (
            var (definition, element) in await catalog.StartedBy(kind, message.Name!, facts.Territory, stepper.Session, cancellationToken)
        )
        {
            var run = new NewRun(
                Ids.New<RunId>(stamp.At),
                definition,
                facts.Territory,
                facts.Subject,
                facts.BusinessKey ?? message.Correlation,
                null
            );
            var cause = $"{JobKinds.Text(kind)} {message.Name}";
            if (await stepper.Start(run, message.Variables, element, cause, stamp, writer, cancellationToken) is null)
                started = run.Id;
            if (kind == JobKind.Message)
                break;
        }
        return started;
    }
}

/// <summary>What a run is told about itself when a message or command starts it.</summary>
internal sealed record StartFacts(string Territory, Subject? Subject = null, string? BusinessKey = null);
