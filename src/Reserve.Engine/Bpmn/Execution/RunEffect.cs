using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>
/// What the runtime has to do after a step, in order. The pair of run and wait id names a task, job, timer, subscription or call for ever:
/// ids are never used twice within a run.
/// </summary>
public abstract record RunEffect
{
    private RunEffect() { }

    /// <summary>A user task opens. <paramref name="Inputs"/> are the binding's inputs and the data inputs, evaluated.</summary>
    public sealed record OpenUserTask(int WaitId, string ElementId, string? ActivityType, FeelContext Inputs) : RunEffect;

    /// <summary>An open user task is withdrawn.</summary>
    public sealed record CloseUserTask(int WaitId) : RunEffect;

    /// <summary>
    /// The application is called; the answer is <see cref="RunEvent.ServiceCompleted"/> or <see cref="RunEvent.ServiceFailed"/>.
    /// </summary>
    public sealed record InvokeService(int WaitId, string ElementId, string? ActivityType, FeelContext Inputs) : RunEffect;

    /// <summary>A call's answer is no longer wanted.</summary>
    public sealed record CancelService(int WaitId) : RunEffect;

    /// <summary>A decision is to be evaluated; the answer is <see cref="RunEvent.DecisionEvaluated"/>.</summary>
    /// <param name="WaitId">The wait.</param>
    /// <param name="ElementId">The business rule task.</param>
    /// <param name="DecisionRef">The decision's id or name as written in the binding's input <c>decisionRef</c>.</param>
    /// <param name="Model">The model's file as written in the binding's input <c>model</c>; null when not given.</param>
    /// <param name="Inputs">The binding's other inputs; every visible variable when there are none.</param>
    public sealed record EvaluateDecision(int WaitId, string ElementId, string DecisionRef, string? Model, FeelContext Inputs) : RunEffect;

    /// <summary>A timer starts, or a repeating one is set again under the same id.</summary>
    public sealed record ScheduleTimer(int WaitId, DateTimeOffset DueAt, string ElementId) : RunEffect;

    /// <summary>A timer is no longer wanted.</summary>
    public sealed record CancelTimer(int WaitId) : RunEffect;

    /// <summary>
    /// A message is awaited; a null key takes any message of the name. The subscription lives until <see cref="Unsubscribe"/>.
    /// </summary>
    public sealed record SubscribeMessage(int WaitId, string ElementId, string Name, string? CorrelationKey) : RunEffect;

    /// <summary>A signal is awaited, until <see cref="Unsubscribe"/>.</summary>
    public sealed record SubscribeSignal(int WaitId, string ElementId, string Name) : RunEffect;

    /// <summary>A message or signal is no longer awaited.</summary>
    public sealed record Unsubscribe(int WaitId) : RunEffect;

    /// <summary>A signal is broadcast to the other runs and to start events; this run's own events have already got it.</summary>
    public sealed record ThrowSignal(string ElementId, string Name, FeelContext Variables) : RunEffect;

    /// <summary>
    /// A message is sent: to one waiting subscription (this run's included) of that name and key, before it to one of that name without
    /// key, else to a start event;
    /// when there is none it waits for its time to live.
    /// </summary>
    /// <param name="ElementId">Who throws it.</param>
    /// <param name="Name">The message's name.</param>
    /// <param name="CorrelationKey">The key; a message without one goes to waits without one only.</param>
    /// <param name="Variables">What it carries.</param>
    /// <param name="TimeToLive">How long it is kept for a wait that opens later, from the binding's input <c>timeToLive</c>; null when not
    /// said:
    /// <see cref="DefaultTimeToLive"/>.</param>
    public sealed record ThrowMessage(
        string ElementId,
        string Name,
        string? CorrelationKey,
        FeelContext Variables,
        IsoDuration? TimeToLive = null
    ) : RunEffect
    {
        /// <summary>How long a message whose drawing says nothing waits for a receiver: a day.</summary>
        public static readonly IsoDuration DefaultTimeToLive = new(0, TimeSpan.FromDays(1));

        /// <summary>Until when a message sent at this moment is kept.</summary>
        /// <param name="timeToLive">How long it is kept; null for <see cref="DefaultTimeToLive"/>.</param>
        /// <param name="sent">The moment.</param>
        /// <returns>The moment; null when it lies after the last one there is.</returns>
        public static DateTimeOffset? KeptUntil(IsoDuration? timeToLive, DateTimeOffset sent) =>
            (timeToLive ?? DefaultTimeToLive).After(sent);
    }

    /// <summary>Another process is called.</summary>
    public sealed record StartCalledProcess(int WaitId, string ElementId, string ProcessId, FeelContext Variables) : RunEffect;

    /// <summary>
    /// A loop has begun as many children as one step may (<see cref="Interpreter.ChildrenPerStep"/>) and waits to go on;
    /// the answer is <see cref="RunEvent.MoreChildren"/>, to be given at once but in a step of its own. Withdrawn by
    /// <see cref="CancelService"/>.
    /// </summary>
    public sealed record OpenMoreChildren(int WaitId, string ElementId) : RunEffect;

    /// <summary>A called process is to be cancelled.</summary>
    public sealed record CancelCalledProcess(int WaitId) : RunEffect;

    /// <summary>
    /// An escalation that nothing in this run caught, for the calling run, if there is one (<see cref="RunEvent.CalledProcessEscalated"/>).
    /// </summary>
    public sealed record PropagateEscalation(string ElementId, string EscalationCode, FeelContext Variables) : RunEffect;

    /// <summary>
    /// An ad-hoc subprocess is open: these activities may be picked. <paramref name="Inputs"/> are those of its binding, evaluated: whom it
    /// is for.
    /// </summary>
    public sealed record AdHocOpened(
        int WaitId,
        string ElementId,
        IReadOnlyList<string> Activities,
        string? ActivityType,
        FeelContext Inputs
    ) : RunEffect;

    /// <summary>An ad-hoc subprocess is closed.</summary>
    public sealed record AdHocClosed(int WaitId) : RunEffect;

    /// <summary>An element was entered or left.</summary>
    /// <param name="ElementId">The element.</param>
    /// <param name="What">What happened.</param>
    /// <param name="Instance">The instance's id when the element waited or contains others (equal to the wait id of a task, call or catch
    /// event); 0 when it passed at once.</param>
    /// <param name="Scope">The instance around it; 1 is the process.</param>
    public sealed record History(string ElementId, HistoryKind What, int Instance, int Scope) : RunEffect;

    /// <summary>Something cannot go on without help; the token stays. Answered by <see cref="RunEvent.Retry"/> with this wait id.</summary>
    public sealed record IncidentRaised(int WaitId, string ElementId, string Code, string Message) : RunEffect;

    /// <summary>An incident is over: retried, or its scope is gone.</summary>
    public sealed record IncidentClosed(int WaitId) : RunEffect;

    /// <summary>What is waited for is another element now, after a migration.</summary>
    public sealed record WaitMoved(int WaitId, string ElementId) : RunEffect;

    /// <summary>An open user task is drawn differently after a migration.</summary>
    /// <param name="WaitId">The task's wait.</param>
    /// <param name="ElementId">Its element now.</param>
    /// <param name="ActivityType">Its activity type now.</param>
    /// <param name="Inputs">All of its inputs, evaluated as they are written now.</param>
    /// <param name="Changed">The inputs that are written differently, besides <see cref="Name"/> and <see cref="Type"/>.</param>
    public sealed record UserTaskChanged(
        int WaitId,
        string ElementId,
        string? ActivityType,
        FeelContext Inputs,
        IReadOnlyList<string> Changed
    ) : RunEffect
    {
        /// <summary>Stands among <see cref="Changed"/> for the element's label.</summary>
        public const string Name = "#name";

        /// <summary>Stands among <see cref="Changed"/> for the activity type.</summary>
        public const string Type = "#type";
    }

    /// <summary>A service call that waits, or has failed and waits for a retry, is made with these inputs after a migration.</summary>
    public sealed record ServiceChanged(int WaitId, string ElementId, string? ActivityType, FeelContext Inputs) : RunEffect;

    /// <summary>The run is over. No wait is left.</summary>
    /// <param name="State">How it ended.</param>
    /// <param name="ErrorCode">The error's code when an error end event was reached that nothing caught; empty when that error has
    /// none.</param>
    /// <param name="Variables">The process's variables.</param>
    public sealed record RunEnded(RunState State, string? ErrorCode, FeelContext Variables) : RunEffect;
}

/// <summary>What happened to an element.</summary>
public enum HistoryKind
{
    /// <summary>A token came in.</summary>
    Entered,

    /// <summary>It was completed.</summary>
    Completed,

    /// <summary>It was cancelled.</summary>
    Cancelled,
}

/// <summary>Where a run stands.</summary>
public enum RunState
{
    /// <summary>Not started yet.</summary>
    New,

    /// <summary>Tokens are left.</summary>
    Active,

    /// <summary>All tokens were consumed.</summary>
    Completed,

    /// <summary>A terminate end event was reached.</summary>
    Terminated,

    /// <summary>An error was thrown that nothing caught.</summary>
    Faulted,

    /// <summary>Ended from outside.</summary>
    Cancelled,
}
