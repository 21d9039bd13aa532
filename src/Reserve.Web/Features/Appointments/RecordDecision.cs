using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments;

/// <summary>Writes down what the chair decided; it must agree with the vote, a refusal is reasoned, a postponement is short.</summary>
[Allow]
[Activity("Appointments.RecordDecision", Title = "Записать решение")]
internal sealed record RecordDecision(
    AppointmentCaseId Case,
    ChairDecision Decision,
    VotingResult? Voting = null,
    IReadOnlyList<string>? Defects = null
) : IRequest<Result<DecisionRecorded, RecordDecisionRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

internal sealed record ChairDecision(
    DecisionKind Decision,
    RefusalReason? Reason = null,
    string? Text = null,
    DateOnly? PostponedUntil = null,
    string? Conditions = null
);

/// <summary>What the rules made of the votes: <c>Approve</c>, <c>Refuse</c>, or <c>Tie</c> when the chair is free.</summary>
internal sealed record VotingResult(string Result, string? Text = null, int Yes = 0, int No = 0, int Abstained = 0);

/// <param name="PostponedUntil">When the case comes back; null when it does not.</param>
internal sealed record DecisionRecorded(DateTimeOffset? PostponedUntil);

internal enum RecordDecisionRefusal
{
    [Says("Дело не найдено.")]
    UnknownCase,

    [Says("По делу уже принято решение.")]
    AlreadyDecided,

    [Says("Решение расходится с итогом голосования.")]
    DecisionNotAllowed,

    [Says("Отказ должен иметь основание и обоснование.")]
    ReasonMissing,

    [Says("Дело уже откладывали: второй раз отложить нельзя.")]
    PostponedTwice,

    [Says("Укажите, до какого дня отложено рассмотрение: не далее разрешённого срока.")]
    PostponedTooLong,
}

internal sealed class RecordDecisionHandler(ReserveDb db, DecisionRule rule, Caller caller)
    : IRequestHandler<RecordDecision, Result<DecisionRecorded, RecordDecisionRefusal>>
{
    public async Task<Result<DecisionRecorded, RecordDecisionRefusal>> Handle(RecordDecision request, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        if (await rule.Refusal(request, stamp.At, cancellationToken) is { } refusal)
            return refusal;
        var appointment = await db.Set<AppointmentCase>().SingleAsync(row => row.Id == request.Case, cancellationToken);
        var chosen = request.Decision;
        var until = chosen.Decision == DecisionKind.Postpone ? rule.Until(chosen) : null;
        db.Add(
            new Decision
            {
                Id = Ids.New<DecisionId>(stamp.At),
                CaseId = appointment.Id,
                Territory = appointment.Territory,
                Kind = chosen.Decision,
                Reason = chosen.Decision == DecisionKind.Refuse ? chosen.Reason : null,
                Text = DecisionRule.TextOf(request),
                PostponedUntil = until,
                VoteResult = request.Voting is { } votes
                    ? $"{votes.Text}: за {votes.Yes}, против {votes.No}, воздержались {votes.Abstained}"
                    : null,
                DecidedAt = stamp.At,
            }
        );
        appointment.Decide(chosen.Decision, stamp);
        foreach (
            var item in await db.Set<AgendaItem>()
                .Where(row => row.CaseId == appointment.Id && row.ClosedAt == null)
                .ToListAsync(cancellationToken)
        )
            item.Close(stamp);
        return new DecisionRecorded(until);
    }
}
