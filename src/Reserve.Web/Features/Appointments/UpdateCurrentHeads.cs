using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments;

/// <summary>
/// Writes the appointed person into the base of current heads. The tenure of the predecessor in the post ends the day before, and so does
/// what the person headed elsewhere in the region.
/// </summary>
[Allow]
[Activity("Appointments.UpdateCurrentHeads", Title = "Обновить базу действующих руководителей")]
internal sealed record UpdateCurrentHeads(AppointmentCaseId Case, AppointmentAct Act) : IRequest<Result<Done, CaseRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

internal sealed record AppointmentAct(string Number, DateOnly Date, DateOnly StartsOn);

internal sealed class UpdateCurrentHeadsHandler(ReserveDb db, Caller caller)
    : IRequestHandler<UpdateCurrentHeads, Result<Done, CaseRefusal>>
{
    public async Task<Result<Done, CaseRefusal>> Handle(UpdateCurrentHeads request, CancellationToken cancellationToken)
    {
        if (await db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == request.Case, cancellationToken) is not { } appointment)
            return CaseRefusal.UnknownCase;
        var stamp = caller.Stamp();
        await EndFormer(appointment, request.Act.StartsOn, cancellationToken);
        var head = await db.Set<CurrentHead>()
            .FirstOrDefaultAsync(
                row => row.Territory == appointment.Territory && row.PersonName == appointment.PersonName,
                cancellationToken
            );
        if (head is null)
        {
            head = new CurrentHead
            {
                Id = Ids.New<CurrentHeadId>(stamp.At),
                Territory = appointment.Territory,
                PersonName = appointment.PersonName,
                CandidateId = appointment.CandidateId,
            };
            db.Add(head);
        }

        db.Add(
            new Tenure
            {
                Id = Ids.New<TenureId>(stamp.At),
                HeadId = head.Id,
                Territory = appointment.Territory,
                Position = appointment.Position,
                StartsOn = request.Act.StartsOn,
                ActNumber = request.Act.Number,
                ActDate = request.Act.Date,
                CaseId = appointment.Id,
            }
        );
        appointment.RegisterAppointment(stamp);
        return new Done();
    }

    private async Task EndFormer(AppointmentCase appointment, DateOnly starts, CancellationToken cancellationToken)
    {
        var region = Territory.RegionOf(appointment.Territory);
        // What the person heads now may lie in another municipality than the case.
        using (caller.AsSystem(region))
        {
            var own = await db.Set<CurrentHead>().Where(CurrentHead.Of(appointment)).Select(head => head.Id).ToListAsync(cancellationToken);
            var inOffice = await db.Set<Tenure>()
                .Where(row =>
                    row.EndsOn == null
                    && (row.Territory == region || row.Territory.StartsWith(region + "."))
                    && (row.Territory == appointment.Territory || own.Contains(row.HeadId))
                )
                .ToListAsync(cancellationToken);
            foreach (var former in inOffice)
            {
                if (own.Contains(former.HeadId) || Posts.AreSame(former.Position, appointment.Position))
                    former.EndBefore(starts);
            }

            // The predecessor must be out before the successor is in: one head in one position at a time.
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
