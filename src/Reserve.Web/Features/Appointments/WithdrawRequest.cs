using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments;

/// <summary>The applicant takes the request back; the process ends the case.</summary>
[Allow(Roles.RegionalAuthority, Roles.MunicipalAuthority, Roles.HrOfficer)]
[Says("Отозвать запрос")]
internal sealed record WithdrawRequest(AppointmentCaseId Case, string Note) : IRequest<Result<Done, WithdrawRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

internal enum WithdrawRefusal
{
    [Says("Дело не найдено.")]
    UnknownCase,

    [Says("Дело уже завершено.")]
    AlreadyClosed,
}

internal sealed class WithdrawRequestValidator : AbstractValidator<WithdrawRequest>
{
    public WithdrawRequestValidator() =>
        RuleFor(command => command.Note)
            .NotEmpty()
            .WithMessage("Напишите, почему запрос отзывается.")
            .MaximumLength(2000)
            .WithMessage("Текст длиннее 2000 знаков.");
}

internal sealed class WithdrawRequestHandler(ReserveDb db, ProcessRuntime processes, Caller caller)
    : IRequestHandler<WithdrawRequest, Result<Done, WithdrawRefusal>>
{
    public async Task<Result<Done, WithdrawRefusal>> Handle(WithdrawRequest request, CancellationToken cancellationToken)
    {
        if (await db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == request.Case, cancellationToken) is not { } appointment)
            return WithdrawRefusal.UnknownCase;
        var outcome = appointment.IsClosed
            ? null
            : await processes.Correlate(
                "RequestWithdrawn",
                appointment.Id.Value.ToString(),
                FeelContext.Of(("withdrawalNote", FeelValue.From(request.Note.Trim()))),
                new StartFacts(appointment.Territory, appointment.Subject),
                caller.Stamp(),
                cancellationToken
            );
        return outcome is { Continued.Count: > 0 } ? new Done() : WithdrawRefusal.AlreadyClosed;
    }
}
