using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Appointments;

/// <summary>An expert gives the opinion asked for.</summary>
[Allow(Roles.CommissionMember, Roles.CommissionChair)]
public sealed record GiveOpinion(AppointmentCaseId Case, Verdict Verdict, string Text) : IRequest<Result<Done, OpinionRefusal>>;

/// <summary>A member says that they may not judge this case: instead of an opinion, or at any time before the vote.</summary>
[Allow(Roles.CommissionMember, Roles.CommissionChair)]
public sealed record DeclareConflict(AppointmentCaseId Case, string? Note) : IRequest<Result<Done, OpinionRefusal>>;

public abstract record OpinionRefusal : IRefusal
{
    private OpinionRefusal() { }

    public abstract string Text { get; }

    public sealed record UnknownCase : OpinionRefusal
    {
        public override string Text => "Дело не найдено.";
    }

    public sealed record NotAsked : OpinionRefusal
    {
        public override string Text => "Вы не назначены экспертом по этому делу.";
    }

    public sealed record AlreadyGiven : OpinionRefusal
    {
        public override string Text => "Вы уже дали заключение по этому делу.";
    }

    public sealed record AlreadyVoted : OpinionRefusal
    {
        public override string Text => "Вы уже проголосовали по этому делу.";
    }

    public sealed record AlreadyDeclared : OpinionRefusal
    {
        public override string Text => "Вы уже заявили конфликт интересов по этому делу.";
    }

    public sealed record Closed : OpinionRefusal
    {
        public override string Text => "Дело завершено.";
    }

    /// <summary>The task is gone or somebody else's.</summary>
    public sealed record NotAwaited(string Why) : OpinionRefusal
    {
        public override string Text => Why;
    }
}

internal sealed class GiveOpinionValidator : AbstractValidator<GiveOpinion>
{
    public GiveOpinionValidator()
    {
        RuleFor(command => command.Verdict).IsInEnum().WithMessage("Выберите вывод.");
        RuleFor(command => command.Text)
            .NotEmpty()
            .WithMessage("Напишите обоснование.")
            .MaximumLength(8000)
            .WithMessage("Обоснование длиннее 8000 знаков.");
    }
}

internal sealed class DeclareConflictValidator : AbstractValidator<DeclareConflict>
{
    public DeclareConflictValidator() => RuleFor(command => command.Note).MaximumLength(2000).WithMessage("Пояснение длиннее 2000 знаков.");
}

internal sealed class OpinionHandler(ReserveDb db, ProcessRuntime processes, Caller caller)
    : IRequestHandler<GiveOpinion, Result<Done, OpinionRefusal>>,
        IRequestHandler<DeclareConflict, Result<Done, OpinionRefusal>>
{
    public async Task<Result<Done, OpinionRefusal>> Handle(GiveOpinion request, CancellationToken cancellationToken)
    {
        if (await Find(request.Case, cancellationToken) is not { } appointment)
            return new OpinionRefusal.UnknownCase();
        if (await Mine(request.Case, cancellationToken) is not { } opinion)
            return new OpinionRefusal.NotAsked();
        if (opinion.GivenAt is not null)
            return opinion.HasConflict ? new OpinionRefusal.AlreadyDeclared() : new OpinionRefusal.AlreadyGiven();
        opinion.Give(request.Verdict, request.Text.Trim(), caller.Stamp());
        return await Complete(appointment, "Opinion", Opinion(false, request.Verdict.ToString()), cancellationToken);
    }

    public async Task<Result<Done, OpinionRefusal>> Handle(DeclareConflict request, CancellationToken cancellationToken)
    {
        if (await Find(request.Case, cancellationToken) is not { } appointment)
            return new OpinionRefusal.UnknownCase();
        if (appointment.IsClosed || appointment.State == CaseState.Approved)
            return new OpinionRefusal.Closed();
        var user = caller.UserId!.Value;
        if (await db.Set<ConflictOfInterest>().AnyAsync(row => row.CaseId == appointment.Id && row.UserId == user, cancellationToken))
            return new OpinionRefusal.AlreadyDeclared();
        if (
            await db.Set<Commission.Vote>()
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
        if (await Mine(request.Case, cancellationToken) is { GivenAt: null } opinion)
        {
            opinion.DeclareConflict(caller.Stamp());
            return await Complete(appointment, "Opinion", Opinion(true, null), cancellationToken);
        }

        if (appointment.State == CaseState.Sitting)
        {
            // Whoever is asked for a vote right now is excused: the vote says so and counts nowhere.
            var excused = FeelContext.Of(
                ("vote", FeelValue.Context(FeelContext.Of(("choice", FeelValue.From("Recused")), ("chair", FeelValue.False))))
            );
            await processes.CompleteTask(appointment.Subject, "Vote", excused, null, user, cancellationToken);
        }

        return new Done();
    }

    private static FeelContext Opinion(bool conflict, string? verdict) =>
        FeelContext.Of(
            (
                "opinion",
                FeelValue.Context(
                    FeelContext.Of(
                        ("conflict", FeelValue.From(conflict)),
                        ("verdict", verdict is null ? FeelValue.Null : FeelValue.From(verdict))
                    )
                )
            )
        );

    private async Task<Result<Done, OpinionRefusal>> Complete(
        AppointmentCase appointment,
        string element,
        FeelContext answers,
        CancellationToken cancellationToken
    )
    {
        var completed = await processes.CompleteTask(appointment.Subject, element, answers, null, caller.UserId, cancellationToken);
        return completed.IsOk ? new Done() : new OpinionRefusal.NotAwaited(completed.Reason!);
    }

    private Task<AppointmentCase?> Find(AppointmentCaseId id, CancellationToken cancellationToken) =>
        db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    private Task<ExpertOpinion?> Mine(AppointmentCaseId id, CancellationToken cancellationToken) =>
        db.Set<ExpertOpinion>().SingleOrDefaultAsync(row => row.CaseId == id && row.ExpertUserId == caller.UserId, cancellationToken);
}
