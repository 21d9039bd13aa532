using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Appointments.Sittings.Questions;

namespace Reserve.Web.Features.Appointments.Conflicts;

/// <summary>A member says that a conflict of interest that was proposed to them is none, and why.</summary>
[Allow(Roles.CommissionMember, Roles.CommissionChair)]
[Says("Объяснить, что конфликта интересов нет")]
internal sealed record DenyConflict(AppointmentCaseId? Case, string Note, SittingQuestionId? Question = null)
    : IRequest<Result<Done, DenyRefusal>>,
        IPlaced
{
    Area IPlaced.Area => MatterFinder.AreaOf(Case, Question);
}

internal enum DenyRefusal
{
    [Says("Вопрос не найден.")]
    UnknownCase,

    [Says("О конфликте интересов вас не спрашивают или вы уже ответили.")]
    NotAsked,
}

internal sealed class DenyConflictValidator : AbstractValidator<DenyConflict>
{
    public DenyConflictValidator() =>
        RuleFor(command => command.Note)
            .NotEmpty()
            .WithMessage("Напишите, почему конфликта нет.")
            .MaximumLength(2000)
            .WithMessage("Пояснение длиннее 2000 знаков.");
}

internal sealed class DenyConflictHandler(ReserveDb db, MatterFinder matters, ConflictProposals proposals, Caller caller)
    : IRequestHandler<DenyConflict, Result<Done, DenyRefusal>>
{
    public async Task<Result<Done, DenyRefusal>> Handle(DenyConflict request, CancellationToken cancellationToken)
    {
        if (await matters.Find(request.Case, request.Question, cancellationToken) is not { } matter)
            return DenyRefusal.UnknownCase;
        if (await proposals.Of(matter, caller.UserId, cancellationToken) is not [{ IsOpen: true } asked, ..])
            return DenyRefusal.NotAsked;
        var stamp = caller.Stamp();
        db.Add(
            new ConflictDenial
            {
                Id = Guid.CreateVersion7(stamp.At),
                CaseId = request.Case,
                QuestionId = request.Case is null ? request.Question : null,
                Territory = matter.Territory,
                UserId = asked.User,
                MemberName = asked.Name,
                Reasons = [.. asked.Reasons.Select(reason => reason.Code)],
                Note = request.Note.Trim(),
                At = stamp.At,
            }
        );
        return new Done();
    }
}
