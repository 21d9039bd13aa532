using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Appointments;

/// <summary>Notes that the request was taken up, and tells the applicant.</summary>
[Allow]
[Activity("Appointments.Acknowledge", Title = "Подтвердить получение запроса")]
public sealed record Acknowledge(AppointmentCaseId Case) : IRequest<Result<Done, CaseRefusal>>;

/// <summary>Sends the request back with the list of defects.</summary>
[Allow]
[Activity("Appointments.ReturnForCorrection", Title = "Вернуть с замечаниями")]
public sealed record ReturnForCorrection(AppointmentCaseId Case, IReadOnlyList<string> Defects, string? Note = null)
    : IRequest<Result<Returned, CaseRefusal>>;

/// <param name="Returns">How often the request has been sent back.</param>
public sealed record Returned(int Returns);

/// <summary>From now on the materials of the case do not change: the sitting is set.</summary>
[Allow]
[Activity("Appointments.LockMaterials", Title = "Закрыть материалы дела")]
public sealed record LockMaterials(AppointmentCaseId Case) : IRequest<Result<Done, CaseRefusal>>;

/// <summary>Ends a case that its applicant took back.</summary>
[Allow]
[Activity("Appointments.Withdraw", Title = "Прекратить дело по отзыву")]
public sealed record Withdraw(AppointmentCaseId Case, string? Note = null) : IRequest<Result<Done, CaseRefusal>>;

internal sealed class CaseActivitiesHandler(ReserveDb db, Outbox outbox, Caller caller)
    : IRequestHandler<Acknowledge, Result<Done, CaseRefusal>>,
        IRequestHandler<ReturnForCorrection, Result<Returned, CaseRefusal>>,
        IRequestHandler<LockMaterials, Result<Done, CaseRefusal>>,
        IRequestHandler<Withdraw, Result<Done, CaseRefusal>>
{
    public async Task<Result<Done, CaseRefusal>> Handle(Acknowledge request, CancellationToken cancellationToken)
    {
        if (await Find(request.Case, cancellationToken) is not { } appointment)
            return CaseRefusal.UnknownCase;
        appointment.Acknowledge(caller.Stamp());
        await Tell(appointment, CaseMail.Acknowledged, [], null, cancellationToken);
        return new Done();
    }

    public async Task<Result<Returned, CaseRefusal>> Handle(ReturnForCorrection request, CancellationToken cancellationToken)
    {
        if (await Find(request.Case, cancellationToken) is not { } appointment)
            return CaseRefusal.UnknownCase;
        appointment.Return(request.Defects);
        await Tell(appointment, CaseMail.Returned, request.Defects, request.Note, cancellationToken);
        return new Returned(appointment.Returns);
    }

    public async Task<Result<Done, CaseRefusal>> Handle(LockMaterials request, CancellationToken cancellationToken)
    {
        if (await Find(request.Case, cancellationToken) is not { } appointment)
            return CaseRefusal.UnknownCase;
        appointment.LockMaterials();
        return new Done();
    }

    public async Task<Result<Done, CaseRefusal>> Handle(Withdraw request, CancellationToken cancellationToken)
    {
        if (await Find(request.Case, cancellationToken) is not { } appointment)
            return CaseRefusal.UnknownCase;
        appointment.Withdraw(caller.Stamp());
        return new Done();
    }

    private Task<AppointmentCase?> Find(AppointmentCaseId id, CancellationToken cancellationToken) =>
        db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    private Task<bool> Tell(
        AppointmentCase appointment,
        string template,
        IReadOnlyList<string> defects,
        string? note,
        CancellationToken cancellationToken
    ) =>
        outbox.Add(
            CaseMail.Kind,
            $"case/{appointment.Id.Value}/{template}/{appointment.Returns}",
            new CaseMail(appointment.Id, template, [], defects, note),
            caller.Stamp().At,
            cancellationToken
        );
}
