using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Inputs;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.Steps;

/// <summary>
/// Makes steps: gives an event to the engine and writes everything the engine decided. The caller holds the run's row lock and
/// the transaction, and sends the writer.
/// </summary>
internal sealed partial class RunStepper(
    ReserveDb db,
    ProcessCatalog catalog,
    DecisionRunner decisions,
    ProcessClock clock,
    WorkSignal signal,
    IOptions<RuntimeOptions> options
)
{
    /// <summary>
    /// How many messages, signals, calls and timers already due led to this step without a person or a wait in between; what the step
    /// sends carries one more.
    /// </summary>
    public int Hops { get; set; }

    public RuntimeSession Session { get; } = new(db);

    /// <summary>Starts a run of a version. The refusal is the engine's: no such start.</summary>
    public async Task<StepRefusal?> Start(
        NewRun run,
        FeelContext variables,
        string? startElement,
        string cause,
        Stamp stamp,
        RunWriter writer,
        CancellationToken cancellationToken,
        int depth = 0
    )
    {
        var deployed = await catalog.Get(run.Definition, Session, cancellationToken);
        var state = ProcessRun.Create(deployed.Definition);
        var step = new OneStep(run.Id, run.Territory, run.Parent, deployed, 1, stamp, Moment(stamp, run.Territory));
        using var span = Telemetry.StartStep(run.Id, deployed.Key, cause);
        if (Play(step, state, [new RunEvent.Start(variables, startElement, run.Parent is not null)]) is { } refusal)
            return refusal;
        Made(span, step);
        writer.In(run.Territory).InsertRun(run, state.Serialize(), step.Status, stamp);
        await Write(step, cause, writer, depth, cancellationToken);
        return null;
    }

    /// <summary>Gives an event to a locked run. A refusal has changed nothing.</summary>
    public Task<StepRefusal?> Step(
        LockedRun run,
        RunEvent happened,
        string cause,
        Stamp stamp,
        RunWriter writer,
        CancellationToken cancellationToken
    ) => Step(run, [happened], cause, stamp, writer, cancellationToken);

    /// <summary>
    /// Gives several events to a locked run in one step, one after the other. A refusal of any has changed nothing. A suspended run takes
    /// only what whoever helps it does (<paramref name="evenSuspended"/>).
    /// </summary>
    public async Task<StepRefusal?> Step(
        LockedRun run,
        IReadOnlyList<RunEvent> happened,
        string cause,
        Stamp stamp,
        RunWriter writer,
        CancellationToken cancellationToken,
        bool evenSuspended = false
    )
    {
        if (run.Status != RunStatus.Running)
            return StepRefusal.Ended;
        if (run.Suspended is not null && !evenSuspended && happened is not [RunEvent.Cancel])
            return StepRefusal.Suspended;
        var deployed = await catalog.Get(run.Definition, Session, cancellationToken);
        var state = ProcessRun.Deserialize(deployed.Definition, run.State);
        var step = new OneStep(run.Id, run.Territory, run.Parent, deployed, run.Version + 1, stamp, Moment(stamp, run.Territory));
        using var span = Telemetry.StartStep(run.Id, deployed.Key, cause);
        if (Play(step, state, happened) is { } refusal)
            return refusal;
        Made(span, step);
        writer.In(run.Territory).UpdateRun(run.Id, step.Version, state.Serialize(), step.Status, stamp);
        // What stopped there is nobody's concern any more; what the run has sent goes its way.
        if (step.Status == RunStatus.Cancelled)
            writer.ResolveIncidentsOfWaits(run.Id, stamp);
        await Write(step, cause, writer, 0, cancellationToken);
        return null;
    }

    /// <summary>The activities that would begin in the step of this event; nothing is written, and a refusal gives none.</summary>
    public async Task<IReadOnlyList<RunEffect.InvokeService>> Foresee(
        LockedRun run,
        RunEvent happened,
        Stamp stamp,
        CancellationToken cancellationToken
    )
    {
        var deployed = await catalog.Get(run.Definition, Session, cancellationToken);
        var state = ProcessRun.Deserialize(deployed.Definition, run.State);
        var step = new OneStep(run.Id, run.Territory, run.Parent, deployed, run.Version + 1, stamp, Moment(stamp, run.Territory));
        return Play(step, state, [happened]) is null ? [.. step.Effects.OfType<RunEffect.InvokeService>()] : [];
    }

    private void Made(Activity? span, OneStep step)
    {
        span?.SetTag("reserve.element", step.FirstElement);
        db.AfterCommit(() => Telemetry.StepMade(step.Deployed.Key));
    }

    /// <summary>The moment as the engine sees it: no finer than the database keeps it, so that the step can be played again.</summary>
    private FeelOptions Moment(Stamp stamp, string territory) => clock.Options(stamp.At.ToMicroseconds(), territory);

    /// <summary>Whether a locked run may wait many times at an element at once; null asks for any element.</summary>
    public async ValueTask<bool> MayWaitManyTimes(LockedRun run, string? element, CancellationToken cancellationToken) =>
        (await catalog.Get(run.Definition, Session, cancellationToken)).Definition.MayWaitManyTimes(element);

    /// <summary>The process of a locked run.</summary>
    public async ValueTask<string> ProcessOf(LockedRun run, CancellationToken cancellationToken) =>
        (await catalog.Get(run.Definition, Session, cancellationToken)).Key;

    /// <summary>
    /// Whether a locked run may get what was sent from a territory: a drawing for one territory neither speaks nor listens beyond it.
    /// </summary>
    public async ValueTask<bool> MayHear(LockedRun run, JobPayload sent, string from, CancellationToken cancellationToken) =>
        (sent.Within is null || Territory.Covers(sent.Within, run.Territory))
        && (await catalog.Get(run.Definition, Session, cancellationToken)).Reaches(from);

    private StepRefusal? Play(OneStep step, ProcessRun state, IReadOnlyList<RunEvent> happened) =>
        happened.Select(given => Play(step, state, given)).FirstOrDefault(refusal => refusal is not null);

    /// <summary>Runs the engine until nothing is left that can be answered at once: decisions are evaluated in the same step.</summary>
    private StepRefusal? Play(OneStep step, ProcessRun state, RunEvent first)
    {
        return Play(step, state, new Queue<RunEvent>([first]), first);
    }

    private StepRefusal? Play(OneStep step, ProcessRun state, Queue<RunEvent> events, RunEvent? first)
    {
        while (events.TryDequeue(out var next))
        {
            var result = Interpreter.Step(step.Deployed.Definition, state, next, step.Options);
            if (result.Refusal is { } refusal)
            {
                if (ReferenceEquals(next, first))
                    return refusal;
                // Another branch of the same step may have ended what asked for the decision.
                if (refusal is StepRefusal.UnknownWait or StepRefusal.Ended)
                    continue;
                throw new InvalidOperationException($"Run {step.Run} refused {next.GetType().Name} that it had asked for: {refusal}.");
            }
            step.Given.Add(next);
            Collect(step, state, result.Effects, events);
        }
        return null;
    }

    private void Collect(OneStep step, ProcessRun state, IEnumerable<RunEffect> effects, Queue<RunEvent> events)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case RunEffect.EvaluateDecision asked:
                    events.Enqueue(Decide(step, asked));
                    break;
                case RunEffect.OpenUserTask task:
                    step.Effects.Add(HumanTask.WithEarlierAnswers(task, state.VariablesAt(task.WaitId)));
                    break;
                case RunEffect.RunEnded ended:
                    step.Status = StatusOf(ended.State);
                    step.Effects.Add(effect);
                    break;
                default:
                    step.Effects.Add(effect);
                    break;
            }
        }
    }

    private RunEvent Decide(OneStep step, RunEffect.EvaluateDecision asked)
    {
        switch (decisions.Evaluate(step.Deployed, asked, step.Options))
        {
            case DecisionOutcome.Made made:
                step.Decisions.Add((asked, made));
                return new RunEvent.DecisionEvaluated(asked.WaitId, made.Value);
            case DecisionOutcome.Failed failed:
                return new RunEvent.ServiceFailed(asked.WaitId, null, failed.Message);
            default:
                throw new InvalidOperationException("A decision is made or fails.");
        }
    }

    private async Task Write(OneStep step, string cause, RunWriter writer, int depth, CancellationToken cancellationToken)
    {
        var history = new StepHistory();
        var children = new List<RunEffect.StartCalledProcess>();
        var over = new EndedWaits(step.Run);
        foreach (var effect in step.Effects)
            Write(step, effect, writer, history, children, over);
        over.Write(writer, step.Stamp);
        foreach (var (asked, record) in step.Decisions)
            writer.RecordDecision(step.Wait(asked.WaitId), step.Territory, asked.ElementId, record, step.Stamp);
        writer.Step(
            step.Run,
            step.Version,
            step.Territory,
            step.Stamp,
            cause,
            history,
            new GivenEvents(step.Now.Offset, step.Given, step.Act)
        );
        foreach (var call in children)
            await StartCalled(step, call, writer, depth, cancellationToken);
        if (writer.MadeWork)
            signal.Expect(db);
    }

    private void Write(
        OneStep step,
        RunEffect effect,
        RunWriter writer,
        StepHistory history,
        List<RunEffect.StartCalledProcess> children,
        EndedWaits over
    )
    {
        var stamp = step.Stamp;
        switch (effect)
        {
            case RunEffect.History move:
                history.Add(move.ElementId, Letter(move.What), move.Instance, move.Scope);
                break;
            case RunEffect.OpenUserTask task:
                Open(
                    step,
                    step.Wait(task.WaitId),
                    HumanTask.Open(task, step.Deployed.Definition.Element(task.ElementId)?.Name ?? "", step.Territory, step.Now, clock),
                    writer
                );
                break;
            case RunEffect.CloseUserTask task:
                over.Tasks.Add(task.WaitId);
                break;
            // Who may pick its activities has it among the tasks.
            case RunEffect.AdHocOpened opened:
                Write(
                    step,
                    new RunEffect.OpenUserTask(opened.WaitId, opened.ElementId, opened.ActivityType, opened.Inputs),
                    writer,
                    history,
                    children,
                    over
                );
                break;
            case RunEffect.AdHocClosed closed:
                over.Tasks.Add(closed.WaitId);
                break;
            case RunEffect.InvokeService call:
                Send(
                    step,
                    writer,
                    new(JobKind.Service, call.ElementId, call.ActivityType ?? "", ActivityPayload.Write(call.Inputs)),
                    step.Wait(call.WaitId),
                    stamp.At,
                    Hops
                );
                break;
            case RunEffect.CancelService call:
                over.Jobs.Add(call.WaitId);
                break;
            case RunEffect.ScheduleTimer timer:
                Send(
                    step,
                    writer,
                    new(JobKind.Timer, timer.ElementId, null, null),
                    step.Wait(timer.WaitId),
                    timer.DueAt,
                    HopsOf(step, timer)
                );
                break;
            case RunEffect.CancelTimer timer:
                over.Jobs.Add(timer.WaitId);
                break;
            case RunEffect.SubscribeMessage awaited:
                writer.SubscribeMessage(step.Wait(awaited.WaitId), awaited.ElementId, awaited.Name, awaited.CorrelationKey, stamp);
                break;
            case RunEffect.SubscribeSignal awaited:
                writer.SubscribeSignal(step.Wait(awaited.WaitId), awaited.ElementId, awaited.Name);
                break;
            // What is waited for under another name is asked for again under the same wait.
            case RunEffect.Unsubscribe awaited when step.Act is not null:
                writer.Unsubscribe(step.Run, [awaited.WaitId]);
                break;
            case RunEffect.WaitMoved or RunEffect.UserTaskChanged or RunEffect.ServiceChanged:
                Redraw(step, effect, writer);
                break;
            case RunEffect.Unsubscribe awaited:
                over.Subscriptions.Add(awaited.WaitId);
                break;
            case RunEffect.ThrowMessage thrown:
                Deliver(
                    step,
                    writer,
                    JobKind.Message,
                    thrown.ElementId,
                    new(
                        null,
                        thrown.Name,
                        thrown.CorrelationKey,
                        null,
                        thrown.Variables,
                        thrown.TimeToLive,
                        Within: step.Deployed.ForTerritory
                    )
                );
                break;
            case RunEffect.ThrowSignal thrown:
                Deliver(
                    step,
                    writer,
                    JobKind.Signal,
                    thrown.ElementId,
                    new(null, thrown.Name, null, null, thrown.Variables, Within: step.Deployed.ForTerritory)
                );
                break;
            case RunEffect.PropagateEscalation escalation when step.Parent is not null:
                Deliver(
                    step,
                    writer,
                    JobKind.Escalation,
                    escalation.ElementId,
                    new(step.Parent, null, null, escalation.EscalationCode, escalation.Variables)
                );
                break;
            case RunEffect.StartCalledProcess call:
                children.Add(call);
                break;
            case RunEffect.OpenMoreChildren more:
                Send(
                    step,
                    writer,
                    new(JobKind.Service, more.ElementId, InnerJobs.MoreChildren, null),
                    step.Wait(more.WaitId),
                    stamp.At,
                    Hops
                );
                break;
            case RunEffect.CancelCalledProcess call:
                over.Jobs.Add(call.WaitId);
                Deliver(step, writer, JobKind.Cancel, null, new(step.Wait(call.WaitId), null, null, null, FeelContext.Empty));
                break;
            case RunEffect.IncidentRaised incident:
                writer.RaiseIncident(
                    step.Wait(incident.WaitId),
                    incident.ElementId,
                    step.Territory,
                    incident.Code,
                    incident.Message,
                    stamp
                );
                break;
            case RunEffect.IncidentClosed incident:
                writer.ResolveIncidents(step.Run, incident.WaitId, stamp);
                break;
            case RunEffect.RunEnded ended when step.Parent is not null:
                Deliver(step, writer, JobKind.CalledEnded, null, new(step.Parent, null, null, ErrorOf(ended), ended.Variables));
                break;
        }
    }

    /// <summary>A run gives tasks to those of its territory, below and above it; one for those beside is nobody's, and said so.</summary>
    private static void Open(OneStep step, WaitId wait, NewTask task, RunWriter writer)
    {
        if (Territory.Covers(step.Territory, task.Territory) || Territory.Covers(task.Territory, step.Territory))
            writer.OpenTask(wait, task, step.Stamp);
        else
            writer.RaiseIncident(
                wait,
                task.Element,
                step.Territory,
                "TaskElsewhere",
                $"Задача «{task.Title}» названа для территории {task.Territory}: процесс идёт в {step.Territory} и другим задач не даёт.",
                step.Stamp
            );
    }

    /// <summary>The error that a caller is told when the process that it called was cancelled.</summary>
    public const string CancelledCode = "Cancelled";

    private static string? ErrorOf(RunEffect.RunEnded ended) =>
        ended.State switch
        {
            RunState.Faulted => ended.ErrorCode ?? "",
            RunState.Cancelled => CancelledCode,
            _ => null,
        };

    private static RunStatus StatusOf(RunState state) =>
        state switch
        {
            RunState.New or RunState.Active => RunStatus.Running,
            RunState.Completed => RunStatus.Completed,
            RunState.Terminated => RunStatus.Terminated,
            RunState.Faulted => RunStatus.Failed,
            RunState.Cancelled => RunStatus.Cancelled,
        };

    private static char Letter(HistoryKind what) =>
        what switch
        {
            HistoryKind.Entered => 'e',
            HistoryKind.Completed => 'c',
            HistoryKind.Cancelled => 'x',
        };

    private sealed class OneStep(
        RunId run,
        string territory,
        WaitId? parent,
        Deployed deployed,
        int version,
        Stamp stamp,
        FeelOptions options
    )
    {
        private const int DeliveriesPerStep = 1_000_000;
        private int deliveries;

        public RunId Run => run;

        public string Territory => territory;

        public WaitId? Parent => parent;

        public Deployed Deployed => deployed;

        public int Version => version;

        public Stamp Stamp => stamp;

        /// <summary>The moment of the step on the wall clock, as the engine was told it.</summary>
        public DateTimeOffset Now => options.Now;

        /// <summary>The same with the calendar of the run's territory.</summary>
        public FeelOptions Options => options;

        public RunStatus Status { get; set; } = RunStatus.Running;

        public List<RunEffect> Effects { get; } = [];

        /// <summary>What was done to the run besides events: a migration, or its undoing.</summary>
        public GivenAct? Act { get; init; }

        /// <summary>The open tasks before a migration, by wait; those that it changes are replaced.</summary>
        public Dictionary<long, OpenTaskRow> Tasks { get; init; } = [];

        /// <summary>What the engine took, in order.</summary>
        public List<RunEvent> Given { get; } = [];

        public List<(RunEffect.EvaluateDecision Asked, DecisionOutcome.Made Record)> Decisions { get; } = [];

        /// <summary>Where the step began.</summary>
        public string? FirstElement => Effects.OfType<RunEffect.History>().FirstOrDefault()?.ElementId;

        public WaitId Wait(int number) => new(run, number);

        public WaitId NextDelivery() => new(run, -((long)version * DeliveriesPerStep) - deliveries++);
    }
}
