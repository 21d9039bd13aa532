using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Steps;

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

internal sealed class DeclareConflictHandler(ReserveDb db, ProcessRuntime processes, Caller caller, OpinionSteps opinionSteps)
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
            await db.Set<Sittings.Vote>()
                .AnyAsync(row => row.CaseId == appointment.Id && row.MemberUserId == user && !row.Superseded, cancellationToken)
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

        if (appointment.State == CaseState.Sitting)
        {
            // Whoever is asked for a vote right now is excused: the vote says so and counts nowhere.
            var excused = FeelContext.Of(
                ("vote", FeelValue.Context(FeelContext.Of(("choice", FeelValue.From("Recused")), ("chair", FeelValue.False))))
            );
            await processes.CompleteTask<Sittings.CastVote>(appointment.Subject, excused, user, cancellationToken);
        }

        return new Done();
    }
}
