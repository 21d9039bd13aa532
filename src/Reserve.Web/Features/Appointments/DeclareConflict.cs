using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Appointments.Sittings.Ballots;
using Reserve.Web.Features.Appointments.Sittings.Questions;

namespace Reserve.Web.Features.Appointments;

/// <summary>
/// A member says that they may not judge a case or a question of the reserve: instead of an opinion, or at any time before the vote.
/// </summary>
[Allow(Roles.CommissionMember, Roles.CommissionChair)]
[Says("Заявить конфликт интересов")]
internal sealed record DeclareConflict(AppointmentCaseId? Case, string? Note, SittingQuestionId? Question = null)
    : IRequest<Result<Done, OpinionRefusal>>,
        IPlaced
{
    Area IPlaced.Area => MatterFinder.AreaOf(Case, Question);
}

internal sealed class DeclareConflictValidator : AbstractValidator<DeclareConflict>
{
    public DeclareConflictValidator() => RuleFor(command => command.Note).MaximumLength(2000).WithMessage("Пояснение длиннее 2000 знаков.");
}

internal sealed class DeclareConflictHandler(
    ReserveDb db,
    SittingSteps sittings,
    SittingCases sittingCases,
    MatterFinder matters,
    Recusals recusals,
    Caller caller,
    OpinionSteps opinionSteps
) : IRequestHandler<DeclareConflict, Result<Done, OpinionRefusal>>
{
    public async Task<Result<Done, OpinionRefusal>> Handle(DeclareConflict request, CancellationToken cancellationToken)
    {
        if (await matters.Find(request.Case, request.Question, cancellationToken) is not { } matter)
            return new OpinionRefusal.UnknownCase();
        if (
            matter
            is AppointmentCase { IsClosed: true }
                or AppointmentCase { State: CaseState.Approved }
                or SittingQuestion { IsClosed: true }
        )
            return new OpinionRefusal.Closed();
        var user = caller.UserId!.Value;
        if ((await recusals.Of(matter, cancellationToken)).Exists(row => row.UserId == user))
            return new OpinionRefusal.AlreadyDeclared();
        if (await HasVoted(matter, user, cancellationToken))
            return new OpinionRefusal.AlreadyVoted();
        recusals.Declare(matter, user, caller.DisplayName, request.Note?.Trim(), caller.Stamp());
        if (
            matter is AppointmentCase appointment
            && await opinionSteps.Mine(appointment.Id, cancellationToken) is { GivenAt: null } opinion
            && opinion.ExpertUserId == user
        )
        {
            opinion.DeclareConflict(caller.Stamp());
            return await opinionSteps.Complete(appointment, opinion, OpinionSteps.Opinion(true, null), cancellationToken);
        }

        // Whoever is asked for a vote right now is excused.
        if (await sittingCases.Standing(matter, cancellationToken) is { State: ItemState.Voting } item)
        {
            await db.SaveChangesAsync(cancellationToken);
            await sittings.Excuse(matter, user, false, "Recused", cancellationToken);
            await sittings.CloseVote(item, matter, cancellationToken);
        }

        return new Done();
    }

    /// <summary>Whether a vote of the member counts, or the member's ballot lies in the box of a secret vote that counts.</summary>
    private async Task<bool> HasVoted(IMatter matter, Guid user, CancellationToken cancellationToken)
    {
        var items = sittingCases.Of(matter);
        var all = items.Select(row => row.Id);
        var standing = items.Where(row => row.ClosedAt == null).Select(row => row.Id);
        return await db.Set<Vote>()
                .AnyAsync(row => all.Contains(row.AgendaItemId) && row.MemberUserId == user && !row.Superseded, cancellationToken)
            || await (
                from ballot in db.Set<SealedBallot>()
                join box in db.Set<BallotBox>() on ballot.BoxId equals box.Id
                where standing.Contains(box.AgendaItemId) && box.VoidAt == null && ballot.MemberUserId == user
                select ballot.Id
            ).AnyAsync(cancellationToken);
    }
}
