using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Files;
using Reserve.Web.Features.Notifications;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>Writes down what the virus check said of a file. What is infected is told to whoever works on the case.</summary>
[Allow]
[Says("Записать проверку файла на вирусы")]
internal sealed record RecordScan(CaseDocumentId Document, ScanOutcome Outcome) : IRequest<Result<Done, DocumentRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("case_documents", Document, nameof(Document));
}

internal sealed class RecordScanHandler(ReserveDb db, IMediator mediator, Caller caller)
    : IRequestHandler<RecordScan, Result<Done, DocumentRefusal>>
{
    public async Task<Result<Done, DocumentRefusal>> Handle(RecordScan request, CancellationToken cancellationToken)
    {
        if (
            await db.Set<CaseDocument>().SingleOrDefaultAsync(row => row.Id == request.Document, cancellationToken) is not { } document
            || document.Scan is not null
        )
            return DocumentRefusal.UnknownDocument;
        document.Record(request.Outcome, caller.Stamp());
        if (document.Scan == ScanState.Infected)
        {
            var appointment = await db.Set<AppointmentCase>().SingleAsync(row => row.Id == document.CaseId, cancellationToken);
            await mediator.Send(
                new Remind(
                    Roles.HrOfficer,
                    appointment.Territory,
                    $"В файле дела № {appointment.Number} найден вирус: файл не выдаётся.",
                    $"/appointments/case/{appointment.Id.Value}/documents"
                ),
                cancellationToken
            );
        }

        return new Done();
    }
}
