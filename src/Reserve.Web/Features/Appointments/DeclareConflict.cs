using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Appointments.Sittings.Ballots;

namespace Reserve.Web.Features.Appointments;

/// <summary>A member says that they may not judge this case: instead of an opinion, or at any time before the vote.</summary>
[Allow(Roles.CommissionMember, Roles.CommissionChair)]
[Says("Заявить конфликт интересов")]
internal sealed record DeclareConflict(AppointmentCaseId Case, string? Note) : IRequest<Result<Done, OpinionRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

internal sealed class DeclareConflictValidator : AbstractValidator<DeclareConflict>
{
    public DeclareConflictValidator() => RuleFor(command => command.Note).MaximumLength(2000).WithMessage("Пояснение длиннее 2000 знаков.");
}

internal sealed class DeclareConflictHandler(ReserveDb db, SittingSteps sittings, Caller caller, OpinionSteps opinionSteps)
    : IRequestHandler<DeclareConflict, Result<Done, OpinionRefusal>>
{
    public async Task<Result<Done, OpinionRefusal>> Handle(DeclareConflict request, CancellationToken cancellationToken)
    {
        if (await opinionSteps.Find(request.Case, cancellationToken) is not { } appointment)
            return new OpinionRefusal.UnknownCase();
        if (appointment.IsClosed || appointment.State == CaseState.Approved)
            return new OpinionRefusal.Closed();
        var user = caller.UserId!.Value;
        if (await db.Set<ConflictOfInterest>().AnyAsync(row => row.CaseId == appointment.Id && row.UserId == user, cancellationToken))
            return new OpinionRefusal.AlreadyDeclared();
        if (
            await db.Set<Vote>()
                .AnyAsync(row => row.CaseId == appointment.Id && row.MemberUserId == user && !row.Superseded, cancellationToken)
            || await HasSealed(appointment, user, cancellationToken)
        )
            return new OpinionRefusal.AlreadyVoted();
        db.Add(
            new ConflictOfInterest
            {
                CaseId = appointment.Id,
                UserId = user,
                Territory = appointment.Territory,
                MemberName = caller.DisplayName,
                Note = request.Note?.Trim(),
                DeclaredAt = caller.Stamp().At,
            }
        );
        if (await opinionSteps.Mine(request.Case, cancellationToken) is { GivenAt: null } opinion && opinion.ExpertUserId == user)
        {
            opinion.DeclareConflict(caller.Stamp());
            return await opinionSteps.Complete(appointment, opinion, OpinionSteps.Opinion(true, null), cancellationToken);
        }

        // Whoever is asked for a vote right now is excused.
        if (
            await db.Set<AgendaItem>()
                .SingleOrDefaultAsync(row => row.CaseId == appointment.Id && row.ClosedAt == null, cancellationToken) is
            { State: ItemState.Voting } item
        )
        {
            await db.SaveChangesAsync(cancellationToken);
            await sittings.Excuse(appointment, user, false, "Recused", cancellationToken);
            await sittings.CloseVote(item, appointment, cancellationToken);
        }

        return new Done();
    }

    /// <summary>Whether the member's ballot lies in the box of a secret vote that counts.</summary>
    private Task<bool> HasSealed(AppointmentCase appointment, Guid user, CancellationToken cancellationToken) =>
        (
            from ballot in db.Set<SealedBallot>()
            join box in db.Set<BallotBox>() on ballot.BoxId equals box.Id
            join item in db.Set<AgendaItem>() on box.AgendaItemId equals item.Id
            where item.CaseId == appointment.Id && item.ClosedAt == null && box.VoidAt == null && ballot.MemberUserId == user
            select ballot.Id
        ).AnyAsync(cancellationToken);
}
