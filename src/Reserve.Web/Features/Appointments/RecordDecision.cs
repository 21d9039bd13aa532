using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Jobs;

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
    DateOnly? PostponedUntil = null
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

internal sealed class RecordDecisionHandler(ReserveDb db, IOptions<AppointmentsOptions> options, ProcessClock clock, Caller caller)
    : IRequestHandler<RecordDecision, Result<DecisionRecorded, RecordDecisionRefusal>>
{
    public async Task<Result<DecisionRecorded, RecordDecisionRefusal>> Handle(RecordDecision request, CancellationToken cancellationToken)
    {
        if (await db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == request.Case, cancellationToken) is not { } appointment)
            return RecordDecisionRefusal.UnknownCase;
        if (await db.Set<Decision>().AnyAsync(row => row.CaseId == appointment.Id && row.Kind != DecisionKind.Postpone, cancellationToken))
            return RecordDecisionRefusal.AlreadyDecided;
        var stamp = caller.Stamp();
        var chosen = request.Decision;
        var text = request.Defects is { Count: > 0 } defects ? string.Join("; ", defects) : chosen.Text?.Trim();
        var until = chosen.PostponedUntil is { } day
            ? clock.At(day.ToDateTime(TimeOnly.MinValue)).ToUniversalTime()
            : (DateTimeOffset?)null;
        switch (chosen.Decision)
        {
            case DecisionKind.Postpone:
                if (await db.Set<Decision>().AnyAsync(row => row.CaseId == appointment.Id, cancellationToken))
                    return RecordDecisionRefusal.PostponedTwice;
                if (until is null || until <= stamp.At || until > stamp.At.AddDays(options.Value.PostponeDays))
                    return RecordDecisionRefusal.PostponedTooLong;
                break;
            case DecisionKind.Approve:
            case DecisionKind.Refuse:
                if (request.Voting is { Result: not "Tie" } voting && voting.Result != chosen.Decision.ToString())
                    return RecordDecisionRefusal.DecisionNotAllowed;
                if (chosen.Decision == DecisionKind.Refuse && (chosen.Reason is null || string.IsNullOrEmpty(text)))
                    return RecordDecisionRefusal.ReasonMissing;
                until = null;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(request), chosen.Decision, "Not a decision.");
        }

        db.Add(
            new Decision
            {
                Id = Ids.New<DecisionId>(stamp.At),
                CaseId = appointment.Id,
                Territory = appointment.Territory,
                Kind = chosen.Decision,
                Reason = chosen.Decision == DecisionKind.Refuse ? chosen.Reason : null,
                Text = text,
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
