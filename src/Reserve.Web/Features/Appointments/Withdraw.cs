using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments;

/// <summary>Ends a case that its applicant took back.</summary>
[Allow]
[Activity("Appointments.Withdraw", Title = "Прекратить дело по отзыву")]
internal sealed record Withdraw(AppointmentCaseId Case, string? Note = null) : IRequest<Result<Done, CaseRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

internal sealed class WithdrawHandler(Caller caller, CaseSteps caseSteps) : IRequestHandler<Withdraw, Result<Done, CaseRefusal>>
{
    public async Task<Result<Done, CaseRefusal>> Handle(Withdraw request, CancellationToken cancellationToken)
    {
        if (await caseSteps.Find(request.Case, cancellationToken) is not { } appointment)
            return CaseRefusal.UnknownCase;
        appointment.Withdraw(caller.Stamp());
        return new Done();
    }
}
