using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Replay;

/// <summary>
/// Plays recorded cases through another version of their process, with what people and services answered then. Nothing outside is asked:
/// decisions are made anew by the version's own rules, timers that are set anew fire when they are due, whatever else happened is given
/// where the same element waits for it.
/// </summary>
/// <param name="version">The other version.</param>
/// <param name="sameAs">Which of its elements an element of the recorded version is; null when it has none.</param>
/// <param name="decide">Makes a decision by the version's rules: <see cref="RunEvent.DecisionEvaluated"/>, or
/// <see cref="RunEvent.ServiceFailed"/> when it cannot.</param>
/// <param name="unrecorded">What a service answers that the recorded version did not call; null when that cannot be known.</param>
public sealed class CaseReplay(
    ProcessDefinition version,
    Func<string, string?> sameAs,
    Func<RunEffect.EvaluateDecision, FeelOptions, RunEvent> decide,
    Func<RunEffect.InvokeService, FeelContext?> unrecorded
)
{
    /// <summary>Plays one case.</summary>
    /// <param name="recordedBy">The version that it ran by.</param>
    /// <param name="steps">What its steps were given, from the start.</param>
    /// <param name="options">What FEEL is evaluated with at a moment; null: by the moment alone.</param>
    /// <param name="choices">Takes the conditions that the other version looked at; null when nobody asks.</param>
    public ReplayedCase Play(
        ProcessDefinition recordedBy,
        IReadOnlyList<RecordedStep> steps,
        Func<DateTimeOffset, FeelOptions>? options = null,
        ICollection<FlowChoice>? choices = null
    )
    {
        ArgumentNullException.ThrowIfNull(recordedBy);
        ArgumentNullException.ThrowIfNull(steps);
        options ??= moment => new FeelOptions(moment);
        var was = new RecordedPlay(recordedBy);
        var now = new OtherPlay(version, was, sameAs, decide, unrecorded, options, choices);
        foreach (var step in steps)
        {
            now.FireUntil(step.At);
            var at = options(step.At);
            foreach (var happened in step.Events)
            {
                // Whom an event is for is known only before it has been taken.
                var addressed = was.Addressed(happened);
                if (!was.Take(happened, at))
                    return new ReplayedCase.Cannot(CannotReason.Broken);
                if (!now.Take(happened, addressed, at) && happened is RunEvent.Start start)
                    return new ReplayedCase.Cannot(CannotReason.NoStart, start.StartElement);
            }
        }

        return ReplayVerdict.Of(was, now);
    }
}
