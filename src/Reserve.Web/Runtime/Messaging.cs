using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime;

/// <summary>What became of a message.</summary>
public sealed record Correlated(IReadOnlyList<RunId> Continued, RunId? Started);

/// <summary>Finds who waits for a message or signal, and which process it starts.</summary>
internal sealed class Messaging(RunStepper stepper, ProcessCatalog catalog)
{
    /// <summary>
    /// A message goes to the one run that has waited longest for this name and key, else it starts a process; a signal goes to
    /// every run that waits and starts every process that it starts. What it starts belongs to the territory of the facts.
    /// </summary>
    public async Task<Correlated> Deliver(
        JobKind kind,
        JobPayload message,
        Stamp stamp,
        RunWriter writer,
        StartFacts facts,
        CancellationToken cancellationToken
    )
    {
        var continued = new List<RunId>();
        RunId? started = null;
        foreach (var wait in await Waiting(kind, message, cancellationToken))
        {
            if (kind == JobKind.Message && continued.Count > 0)
                break;
            if (kind == JobKind.Signal && continued.Contains(wait.Run))
                continue;
            if (await stepper.Session.Lock(wait.Run, cancellationToken) is not { } run)
                continue;
            RunEvent happened =
                kind == JobKind.Message
                    ? new RunEvent.MessageArrived((int)wait.Number, message.Variables)
                    : new RunEvent.SignalArrived(message.Name!, message.Variables);
            if (await stepper.Step(run, happened, $"{JobKinds.Text(kind)} {message.Name}", stamp, writer, cancellationToken) is null)
                continued.Add(wait.Run);
        }
        if (kind == JobKind.Signal || continued.Count == 0)
        {
            foreach (
                var (definition, element) in await catalog.StartedBy(
                    kind,
                    message.Name!,
                    facts.Territory,
                    stepper.Session,
                    cancellationToken
                )
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
                if (
                    await stepper.Start(
                        run,
                        message.Variables,
                        element,
                        $"{JobKinds.Text(kind)} {message.Name}",
                        stamp,
                        writer,
                        cancellationToken
                    )
                    is null
                )
                    started = run.Id;
                if (kind == JobKind.Message)
                    break;
            }
        }
        return new Correlated(continued, started);
    }

    private async Task<List<WaitId>> Waiting(JobKind kind, JobPayload message, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        batch
            .Add("select run_id, wait_id from reserve_waiting($1, $2, $3) order by run_id, wait_id")
            .With(JobKinds.Text(kind))
            .With(message.Name!)
            .WithText(message.Correlation);
        await using var reader = await batch.ReadAsync(cancellationToken);
        var waits = new List<WaitId>();
        while (await reader.ReadAsync(cancellationToken))
            waits.Add(new WaitId(new RunId(reader.GetGuid(0)), reader.GetInt64(1)));
        return waits;
    }
}

/// <summary>What a run is told about itself when a message or command starts it.</summary>
public sealed record StartFacts(string Territory, Subject? Subject = null, string? BusinessKey = null);
