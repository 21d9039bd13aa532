using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons;
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

internal sealed class UpdateCurrentHeadsHandler(ReserveDb db, Caller caller, TenureKeeper tenures, PersonKeeper persons, PostFinder posts)
    : IRequestHandler<UpdateCurrentHeads, Result<Done, CaseRefusal>>
{
    public async Task<Result<Done, CaseRefusal>> Handle(UpdateCurrentHeads request, CancellationToken cancellationToken)
    {
        if (await db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == request.Case, cancellationToken) is not { } appointment)
            return CaseRefusal.UnknownCase;
        var refused = await tenures.Appoint(
            await Person(appointment, cancellationToken),
            new Seat(
                appointment.Territory,
                await Post(appointment, cancellationToken),
                appointment.Organization ?? "",
                request.Act.StartsOn
            ),
            appointment.Position,
            new AppointedBy(request.Act.Number, request.Act.Date, appointment.Id.Value),
            appointment.CandidateId,
            endOthers: true,
            cancellationToken
        );
        if (refused is not null)
            return CaseRefusal.PostTaken;
        appointment.RegisterAppointment(caller.Stamp());
        return new Done();
    }

    private async Task<Post> Post(AppointmentCase appointment, CancellationToken cancellationToken) =>
        await posts.Chosen(appointment.PostId, null, appointment.Territory, cancellationToken)
        ?? await posts.Of(appointment.Position, appointment.Territory, cancellationToken);

    /// <summary>By the record; by the name in a case of the release before.</summary>
    private async Task<PersonRecord> Person(AppointmentCase appointment, CancellationToken cancellationToken)
    {
        // Whom the case is about may lie in another municipality than the case.
        using (caller.AsSystem(Territory.RegionOf(appointment.Territory)))
        {
            return appointment.PersonId is { } id && await persons.Find(id, cancellationToken) is { } known
                ? known
                : await persons.ByName(appointment.PersonName, appointment.Territory, cancellationToken);
        }
    }
}
