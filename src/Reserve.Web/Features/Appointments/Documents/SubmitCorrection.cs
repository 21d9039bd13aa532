using FluentValidation;
using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>
/// The applicant has added what was missing and has the set checked again. An officer does it for an applicant who writes letters.
/// </summary>
[CompletesTask(
    "Appointments.SubmitCorrection",
    Gives = ["correction"],
    Otherwise = "исправленный комплект не отправить на повторную проверку",
    InsteadOfForm = true
)]
[Allow(Roles.RegionalAuthority, Roles.MunicipalAuthority, Roles.HrOfficer)]
[Says("Отправить исправленный комплект")]
internal sealed record SubmitCorrection(AppointmentCaseId Case, string Note) : IRequest<Result<Done, SubmitCorrectionRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

/// <summary>Why the set was not sent again: a closed set.</summary>
internal abstract record SubmitCorrectionRefusal : IRefusal
{
    private SubmitCorrectionRefusal() { }

    public abstract string Text { get; }

    public sealed record UnknownCase : SubmitCorrectionRefusal
    {
        public override string Text => "Дело не найдено.";
    }

    /// <summary>The task is gone.</summary>
    [Says("Процесс этого сейчас не ждёт.")]
    public sealed record NotAwaited(string Why) : SubmitCorrectionRefusal
    {
        public override string Text => Why;
    }
}

internal sealed class SubmitCorrectionValidator : AbstractValidator<SubmitCorrection>
{
    public SubmitCorrectionValidator() =>
        RuleFor(command => command.Note)
            .NotEmpty()
            .WithMessage("Напишите, что исправлено.")
            .MaximumLength(4000)
            .WithMessage("Текст длиннее 4000 знаков.");
}

internal sealed class SubmitCorrectionHandler(CaseSteps steps, ProcessRuntime processes, Caller caller)
    : IRequestHandler<SubmitCorrection, Result<Done, SubmitCorrectionRefusal>>
{
    public async Task<Result<Done, SubmitCorrectionRefusal>> Handle(SubmitCorrection request, CancellationToken cancellationToken)
    {
        if (await steps.Find(request.Case, cancellationToken) is not { } appointment)
            return new SubmitCorrectionRefusal.UnknownCase();
        // The task is the region's; who may do it instead stands above the command.
        using var asSystem = caller.AsSystem(appointment.Territory);
        var completed = await processes.CompleteTask<SubmitCorrection>(
            appointment.Subject,
            FeelContext.Of(("note", FeelValue.From(request.Note.Trim()))),
            caller.UserId,
            cancellationToken
        );
        return completed.IsOk ? new Done() : new SubmitCorrectionRefusal.NotAwaited(completed.Reason!);
    }
}
