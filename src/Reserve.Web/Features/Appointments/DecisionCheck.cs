using Reserve.Web.Commands;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments;

/// <summary>What the rule would refuse is told at the form of the decision, beside the field that could mend it.</summary>
internal sealed class DecisionCheck(DecisionRule rule, TimeProvider clock) : IAnswerCheck
{
    public Type Command => typeof(RecordDecision);

    public async Task<Problem?> Problem(object command, CancellationToken cancellationToken)
    {
        var asked = (RecordDecision)command;
        return await rule.Refusal(asked, clock.GetUtcNow(), cancellationToken) is { } refusal
            ? new Problem(FieldOf(refusal, asked.Decision), RefusalText.Of(refusal)!)
            : null;
    }

    private static string FieldOf(RecordDecisionRefusal refusal, ChairDecision decision) =>
        refusal switch
        {
            RecordDecisionRefusal.ReasonMissing => decision.Reason is null ? "reason" : "text",
            RecordDecisionRefusal.PostponedTooLong => "postponedUntil",
            RecordDecisionRefusal.DecisionNotAllowed
            or RecordDecisionRefusal.PostponedTwice
            or RecordDecisionRefusal.AlreadyDecided
            or RecordDecisionRefusal.UnknownCase => "decision",
        };
}
