using FluentValidation;
using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Files;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>
/// Enters the act of appointment. The authority that issued it does so itself: nobody knows its number and day better; its scan lies with
/// the case, and the journal says who entered it.
/// </summary>
[CompletesTask("Appointments.EnterAct", Gives = ["act"], Otherwise = "регион не сможет внести акт о назначении сам")]
[Allow(Roles.RegionalAuthority, Roles.MunicipalAuthority, Roles.HrOfficer)]
[Says("Внести акт о назначении")]
internal sealed record EnterAct(AppointmentCaseId Case, string Number, DateOnly? Date, DateOnly? StartsOn, IReadOnlyList<GivenFile> Scan)
    : IRequest<Result<Done, EnterActRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

/// <summary>Why the act was not entered: a closed set.</summary>
internal abstract record EnterActRefusal : IRefusal
{
    private EnterActRefusal() { }

    public abstract string Text { get; }

    public sealed record UnknownCase : EnterActRefusal
    {
        public override string Text => "Дело не найдено.";
    }

    [Says("Скан акта не принят.")]
    public sealed record BadScan(string Why) : EnterActRefusal
    {
        public override string Text => Why;
    }

    /// <summary>The task is gone.</summary>
    [Says("Процесс этого сейчас не ждёт.")]
    public sealed record NotAwaited(string Why) : EnterActRefusal
    {
        public override string Text => Why;
    }
}

internal sealed class EnterActValidator : AbstractValidator<EnterAct>
{
    public EnterActValidator()
    {
        RuleFor(command => command.Number)
            .NotEmpty()
            .WithMessage("Укажите номер распоряжения или приказа.")
            .MaximumLength(50)
            .WithMessage("Номер длиннее 50 знаков.");
        RuleFor(command => command.Date).NotNull().WithMessage("Укажите дату акта.");
        RuleFor(command => command.StartsOn)
            .NotNull()
            .WithMessage("Укажите, с какого дня человек приступает к работе.")
            .GreaterThanOrEqualTo(command => command.Date)
            .When(command => command.Date is not null, ApplyConditionTo.CurrentValidator)
            .WithMessage("Человек приступает к работе не раньше даты акта.");
        RuleFor(command => command.Scan).Must(files => files.Count == 1).WithMessage("Приложите скан акта одним файлом.");
    }
}

internal sealed class EnterActHandler(CaseSteps steps, CaseDocuments documents, FileCheck check, ProcessRuntime processes, Caller caller)
    : IRequestHandler<EnterAct, Result<Done, EnterActRefusal>>
{
    public async Task<Result<Done, EnterActRefusal>> Handle(EnterAct request, CancellationToken cancellationToken)
    {
        if (await steps.Find(request.Case, cancellationToken) is not { } appointment)
            return new EnterActRefusal.UnknownCase();
        var (scan, problem) = check.Look(request.Scan[0]);
        if (scan is null)
            return new EnterActRefusal.BadScan(problem!);
        documents.Keep(appointment, scan, CaseDocument.Act, null, []);
        static FeelValue Day(DateOnly day) => FeelValue.From(day);
        // The task is an officer's; who may do it instead stands above the command.
        using var asSystem = caller.AsSystem(appointment.Territory);
        var completed = await processes.CompleteTask<EnterAct>(
            appointment.Subject,
            FeelContext.Of(
                ("number", FeelValue.From(request.Number.Trim())),
                ("date", Day(request.Date!.Value)),
                ("startsOn", Day(request.StartsOn!.Value)),
                ("file", FeelValue.From(scan.Name))
            ),
            caller.UserId,
            cancellationToken
        );
        return completed.IsOk ? new Done() : new EnterActRefusal.NotAwaited(completed.Reason!);
    }
}
