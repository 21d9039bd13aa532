using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Engine.Feel.Calendar;

namespace Reserve.Engine.Bpmn.Simulation;

/// <summary>How the simulated application answers a service call.</summary>
/// <param name="Variables">The result; null when it failed or is left open.</param>
/// <param name="ErrorCode">A BPMN error's code.</param>
/// <param name="Failure">The message of a failure.</param>
public sealed record ServiceAnswer(FeelContext? Variables, string? ErrorCode = null, string? Failure = null)
{
    /// <summary>Done, without result.</summary>
    public static ServiceAnswer Done { get; } = new(FeelContext.Empty);

    /// <summary>Left open: to be completed by a later step.</summary>
    public static ServiceAnswer Open { get; } = new((FeelContext?)null);
}

/// <summary>A service call of a simulated run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Effect">The call.</param>
public sealed record SimulatedCall(SimulatedRun Run, RunEffect.InvokeService Effect);

/// <summary>A run in a simulation.</summary>
public sealed class SimulatedRun
{
    internal SimulatedRun(int number, ProcessDefinition definition, SimulatedRun? caller, int callerWait, SimulatedRun? cause)
    {
        CallDepth = caller is null ? 0 : caller.CallDepth + 1;
        Chain = cause is null ? 0 : cause.Chain + 1;
        Number = number;
        Definition = definition;
        State = ProcessRun.Create(definition);
        Caller = caller;
        CallerWait = callerWait;
    }

    /// <summary>Its number, from 1 in the order of starting.</summary>
    public int Number { get; }

    /// <summary>What it runs by.</summary>
    public ProcessDefinition Definition { get; }

    /// <summary>Its state.</summary>
    public ProcessRun State { get; internal set; }

    /// <summary>The run that called it, or null.</summary>
    public SimulatedRun? Caller { get; }

    /// <summary>The error it ended with, or null.</summary>
    public string? ErrorCode { get; internal set; }

    /// <summary>Open incidents: code and message by wait.</summary>
    public IReadOnlyDictionary<int, RunEffect.IncidentRaised> Incidents => OpenIncidents;

    internal Dictionary<int, RunEffect.IncidentRaised> OpenIncidents { get; set; } = [];

    internal int CallerWait { get; }

    internal int CallDepth { get; }

    /// <summary>How many runs began one another before this one.</summary>
    internal int Chain { get; }

    internal Dictionary<int, SimulatedRun> Called { get; set; } = [];
}

/// <summary>One line of a trace.</summary>
/// <param name="Run">The run's number.</param>
/// <param name="ElementId">The element.</param>
/// <param name="Event">What happened to it.</param>
public sealed record TraceLine(int Run, string ElementId, HistoryKind Event);

/// <summary>
/// Runs processes in memory on a clock of its own: everything a runtime does with effects, without any of its durability.
/// For scenarios, lint by example, and tests; single-threaded.
/// </summary>
public sealed partial class Simulator(DateTimeOffset now)
{
    private readonly List<ProcessDefinition> definitions = [];
    private readonly List<(ProcessDefinition Definition, StartPoint Point, TimerSchedule Schedule)> startTimers = [];
    private readonly Queue<(SimulatedRun Run, RunEffect.InvokeService Call)> calls = new();
    private readonly Queue<(SimulatedRun Run, RunEvent Event)> events = new();
    private readonly Stack<Work> work = new();
    private List<SimulatedRun> runs = [];
    private Dictionary<(int Run, int Wait), long> opened = [];
    private long order;

    /// <summary>The simulated moment.</summary>
    public DateTimeOffset Now { get; private set; } = now;

    /// <summary>By which FEEL counts working days; null: it cannot.</summary>
    public WorkingCalendar? Calendar { get; init; }

    /// <summary>Every run so far.</summary>
    public IReadOnlyList<SimulatedRun> Runs => runs;

    /// <summary>Every element entered and left, in order.</summary>
    public List<TraceLine> Trace { get; } = [];

    /// <summary>Every effect of every run, in order.</summary>
    public event Action<SimulatedRun, RunEffect>? Effect;

    /// <summary>Answers service calls; completes them without result unless set.</summary>
    public Func<SimulatedCall, ServiceAnswer> Service { get; set; } = _ => ServiceAnswer.Done;

    /// <summary>Evaluates decisions; null when the decision is not known, which is an incident.</summary>
    public Func<SimulatedRun, RunEffect.EvaluateDecision, FeelValue?> Decision { get; set; } = (_, _) => null;

    /// <summary>Makes a process known; its start timers begin to run.</summary>
    public void Deploy(ProcessDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        definitions.Add(definition);
        foreach (var point in definition.Starts.Where(point => point.Kind == StartKind.Timer))
        {
            if (point.Schedule(Now) is { } schedule)
                startTimers.Add((definition, point, schedule));
        }
    }

    /// <summary>How many timers run, those of start events included.</summary>
    public int Timers => startTimers.Count + Waits("timer").Count();

    /// <summary>The open waits of these kinds over all live runs, oldest first.</summary>
    public IEnumerable<(SimulatedRun Run, OpenWait Wait)> Waits(params string[] kinds) =>
        runs.Where(run => run.State.State == RunState.Active)
            .SelectMany(run => run.State.OpenWaits.Where(wait => kinds.Contains(wait.Kind)).Select(wait => (run, wait)))
            .OrderBy(pair => opened.GetValueOrDefault((pair.run.Number, pair.wait.Id)));

    /// <summary>Starts a process; null when it is not known or cannot be started so.</summary>
    public SimulatedRun? Start(string processId, FeelContext variables, string? startElement = null) =>
        definitions.FirstOrDefault(definition => definition.Id == processId) is { } definition
            ? Start(definition, variables, startElement, null, 0)
            : null;

    /// <summary>Starts what begins with this message; null when nothing does.</summary>
    public SimulatedRun? StartByMessage(string name, FeelContext variables)
    {
        foreach (var definition in definitions)
        {
            if (definition.Starts.FirstOrDefault(point => point.Kind == StartKind.Message && point.Name == name) is { } start)
                return Start(definition, variables, start.ElementId, null, 0);
        }

        return null;
    }

    /// <summary>Gives an event to a run, and does everything that follows from it at this moment.</summary>
    public StepRefusal? Send(SimulatedRun run, RunEvent happened)
    {
        var refusal = Apply(run, happened);
        Settle();
        return refusal;
    }

    /// <summary>Broadcasts a signal to every run and start event.</summary>
    public void Signal(string name, FeelContext variables)
    {
        Broadcast(name, variables, null);
        Unwind();
        Settle();
    }

    /// <summary>
    /// Delivers a message to the oldest wait of this name and key, when there is none to the oldest of this name without key, as the
    /// runtime does;
    /// false when nothing waits.
    /// </summary>
    public bool Message(string name, string? key, FeelContext variables)
    {
        if (Receiver(name, key) is not { } receiver)
            return false;
        Apply(receiver.Run, new RunEvent.MessageArrived(receiver.Wait.Id, variables));
        Settle();
        return true;
    }

    /// <summary>Moves the clock and fires everything that is due, in order of time.</summary>
    /// <param name="target">Until when.</param>
    public void Advance(DateTimeOffset target)
    {
        for (var turn = 0; Stopped is null; turn++)
        {
            var next = Waits("timer").Where(pair => pair.Wait.DueAt <= target).OrderBy(pair => pair.Wait.DueAt).FirstOrDefault();
            var start = startTimers.Where(timer => timer.Schedule.DueAt <= target).OrderBy(timer => timer.Schedule.DueAt).FirstOrDefault();
            var expires = kept.Where(message => message.Until <= target).OrderBy(message => message.Until).FirstOrDefault();
            if (next.Run is null && start.Definition is null && expires is null)
                break;
            if (turn == MaximumSteps)
            {
                Stop($"Больше {MaximumSteps} таймеров за один шаг сценария, похоже на бесконечный цикл: {Circle()}");
                return;
            }

            var timer = next.Run is null ? DateTimeOffset.MaxValue : next.Wait.DueAt!.Value;
            var begins = start.Definition is null ? DateTimeOffset.MaxValue : start.Schedule.DueAt;
            if (expires is not null && expires.Until < timer && expires.Until < begins)
            {
                MoveTo(expires.Until);
                Expire(expires);
            }
            else if (start.Definition is not null && begins < timer)
            {
                MoveTo(begins);
                startTimers.Remove(start);
                if (start.Schedule.Next() is { } again)
                    startTimers.Add((start.Definition, start.Point, again));
                Start(start.Definition, FeelContext.Empty, start.Point.ElementId, null, 0);
            }
            else
            {
                MoveTo(timer);
                HandedOver(next.Run!, next.Wait!.ElementId);
                Send(next.Run!, new RunEvent.TimerFired(next.Wait.Id));
            }
        }

        if (Stopped is null)
            MoveTo(target);
    }

    private void MoveTo(DateTimeOffset moment)
    {
        if (moment > Now)
            Now = moment.ToOffset(Now.Offset);
    }

    private SimulatedRun? Start(ProcessDefinition definition, FeelContext variables, string? element, SimulatedRun? caller, int callerWait)
    {
        var run = Begin(definition, variables, element, caller, callerWait, null);
        Unwind();
        Settle();
        return run;
    }

    /// <summary>
    /// Begins a run, by what another run does (<paramref name="cause"/>) or from outside; its effects lie on the work stack.
    /// </summary>
    private SimulatedRun? Begin(
        ProcessDefinition definition,
        FeelContext variables,
        string? element,
        SimulatedRun? caller,
        int callerWait,
        SimulatedRun? cause
    )
    {
        if (Stopped is not null)
            return null;
        var run = new SimulatedRun(runs.Count + 1, definition, caller, callerWait, cause);
        if (run.Chain > Interpreter.MaximumChain)
        {
            Stop($"Больше {Interpreter.MaximumChain} экземпляров начали друг друга, похоже на бесконечный цикл: {Circle()}");
            return null;
        }

        if (runs.Count >= MaximumRuns)
        {
            Stop($"Больше {MaximumRuns} экземпляров, последние начали: {Circle()}");
            return null;
        }

        runs.Add(run);
        if (Take(run, new RunEvent.Start(variables, element, caller is not null)) is null)
            return run;
        runs.Remove(run);
        return null;
    }

    /// <summary>Does what is left to do: calls in their order, then what they led to.</summary>
    private void Settle()
    {
        for (var turn = 0; ; turn++)
        {
            if (turn == MaximumSteps)
            {
                Stop($"Больше {MaximumSteps} шагов подряд без ожидания, похоже на бесконечный цикл: {Circle()}");
                return;
            }

            if (events.TryDequeue(out var next))
            {
                if (next.Run.State.State == RunState.Active)
                    Apply(next.Run, next.Event);
            }
            else if (calls.TryDequeue(out var call))
            {
                Answer(call.Run, call.Call);
            }
            else
            {
                return;
            }
        }
    }

    private void Answer(SimulatedRun run, RunEffect.InvokeService call)
    {
        if (!run.State.OpenWaits.Any(wait => wait.Id == call.WaitId))
            return;
        var answer = Service(new SimulatedCall(run, call));
        if (answer.Variables is not null)
            Apply(run, new RunEvent.ServiceCompleted(call.WaitId, answer.Variables));
        else if (answer.ErrorCode is not null || answer.Failure is not null)
            Apply(run, new RunEvent.ServiceFailed(call.WaitId, answer.ErrorCode, answer.Failure ?? $"Ошибка {answer.ErrorCode}"));
    }
}
