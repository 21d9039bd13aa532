using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>
/// Something that happened to a run, given to <see cref="Interpreter"/>. Wait ids come from the effects of earlier steps.
/// </summary>
public abstract record RunEvent
{
    private RunEvent() { }

    /// <summary>The run begins.</summary>
    /// <param name="Variables">The first values of the process's variables.</param>
    /// <param name="StartElement">The start event (or instantiating receive task or event after an instantiating gateway); null means the
    /// none start event.</param>
    /// <param name="IsCalled">Whether another run called it: an error that nothing in it catches then ends it, for the caller to catch,
    /// instead of becoming an incident.</param>
    public sealed record Start(FeelContext Variables, string? StartElement = null, bool IsCalled = false) : RunEvent;

    /// <summary>A person finished a user task.</summary>
    public sealed record TaskCompleted(int WaitId, FeelContext Variables) : RunEvent;

    /// <summary>The application finished a service call.</summary>
    public sealed record ServiceCompleted(int WaitId, FeelContext Variables) : RunEvent;

    /// <summary>A service call (or a user task's form) ended in an error.</summary>
    /// <param name="WaitId">The call's or task's wait.</param>
    /// <param name="ErrorCode">The BPMN error code to be caught by error events; null for a technical failure, which always becomes an
    /// incident.</param>
    /// <param name="Message">For the incident, when nothing catches the error.</param>
    public sealed record ServiceFailed(int WaitId, string? ErrorCode, string Message) : RunEvent;

    /// <summary>A service call or user task raises an escalation and goes on, unless an interrupting event catches it.</summary>
    public sealed record EscalationRaised(int WaitId, string EscalationCode, FeelContext Variables) : RunEvent;

    /// <summary>A decision was evaluated.</summary>
    public sealed record DecisionEvaluated(int WaitId, FeelValue Value) : RunEvent;

    /// <summary>A timer is due.</summary>
    public sealed record TimerFired(int WaitId) : RunEvent;

    /// <summary>A message was correlated to a subscription.</summary>
    public sealed record MessageArrived(int WaitId, FeelContext Variables) : RunEvent;

    /// <summary>A signal is broadcast: every event of the run that waits for it is triggered.</summary>
    public sealed record SignalArrived(string Name, FeelContext Variables) : RunEvent;

    /// <summary>A called process ended.</summary>
    /// <param name="WaitId">The call's wait.</param>
    /// <param name="Variables">The called process's variables at its end.</param>
    /// <param name="ErrorCode">The code of the error it ended with, or null.</param>
    public sealed record CalledProcessEnded(int WaitId, FeelContext Variables, string? ErrorCode = null) : RunEvent;

    /// <summary>A called process threw an escalation that nothing in it caught; it goes on.</summary>
    public sealed record CalledProcessEscalated(int WaitId, string EscalationCode, FeelContext Variables) : RunEvent;

    /// <summary>Somebody picks an activity of an ad-hoc subprocess.</summary>
    public sealed record ActivateAdHoc(int WaitId, string ElementId) : RunEvent;

    /// <summary>Somebody says that an ad-hoc subprocess is done.</summary>
    public sealed record CompleteAdHoc(int WaitId) : RunEvent;

    /// <summary>Variables of the process are set from outside.</summary>
    public sealed record SetVariables(FeelContext Variables) : RunEvent;

    /// <summary>A message that this run threw was taken by nobody within its time to live.</summary>
    /// <param name="ElementId">The element that threw it.</param>
    /// <param name="Name">The message's name.</param>
    /// <param name="CorrelationKey">Its key, or null.</param>
    public sealed record MessageExpired(string ElementId, string Name, string? CorrelationKey) : RunEvent;

    /// <summary>
    /// An incident's cause is gone: what failed is done again. With the wait of a call whose process could not be started, it is called
    /// again.
    /// </summary>
    public sealed record Retry(int WaitId) : RunEvent;

    /// <summary>A loop that had begun enough children for one step goes on (<see cref="RunEffect.OpenMoreChildren"/>).</summary>
    public sealed record MoreChildren(int WaitId) : RunEvent;

    /// <summary>
    /// An operator changes where the run stands; all changes together or none (<see cref="Modification.RunModification.Check"/> says what
    /// stands in the way).
    /// </summary>
    public sealed record Modify(IReadOnlyList<Modification.RunChange> Changes) : RunEvent;

    /// <summary>
    /// What a waiting or stopped activity should have done was done otherwise, or is left out: it completes, and these become variables of
    /// the process. An event that could not be waited for is not waited for.
    /// </summary>
    public sealed record Skip(int WaitId, FeelContext Variables) : RunEvent;

    /// <summary>An event that an instance listens to is made to happen by hand (<see cref="Modification.Listening.Of"/>).</summary>
    public sealed record Listen(int Instance, string ElementId, FeelContext Variables) : RunEvent;

    /// <summary>The run is ended from outside.</summary>
    public sealed record Cancel : RunEvent;
}
