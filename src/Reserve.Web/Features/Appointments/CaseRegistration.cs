using Microsoft.Extensions.Options;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments;

/// <summary>What the applicant is told.</summary>
internal sealed record CaseRegistered(AppointmentCaseId Case, string Number, DateOnly Deadline)
{
    /// <summary>What there is to say of files that came with the request.</summary>
    public string Remarks { get; init; } = "";
}

/// <summary>Registers a request and starts its process: the common end of the mail and of the cabinet.</summary>
internal sealed class CaseRegistration(
    ReserveDb db,
    PostFinder posts,
    PersonKeeper persons,
    ProcessRuntime processes,
    IOptions<AppointmentsOptions> options,
    ProcessClock clock,
    Caller caller
)
{
    public const string Process = "appointment-approval";

    public async Task<CaseRegistered> Register(NewRequest request, string municipality, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        var appointment = AppointmentCase.Register(
            request,
            request.Post ?? (await posts.Of(request.Position, request.Territory, cancellationToken)).Id,
            request.Person ?? await PersonOf(request, cancellationToken),
            DateOnly.FromDateTime(clock.Local(stamp.At).Date).AddDays(options.Value.ReplyDays),
            stamp
        );
        db.Add(appointment);
        // The number is given by the database.
        await db.SaveChangesAsync(cancellationToken);
        var variables = FeelContext.Of(
            ("case", FeelValue.From(appointment.Id.Value.ToString())),
            ("caseNumber", FeelValue.From(appointment.Number)),
            ("caseTitle", FeelValue.From($"№ {appointment.Number}, {municipality}")),
            ("territory", FeelValue.From(appointment.Territory)),
            ("candidate", request.CandidateId is { } candidate ? FeelValue.From(candidate.ToString()) : FeelValue.Null),
            ("returns", FeelValue.From(0m))
        );
        var started = await processes.Start(
            Process,
            new StartFacts(appointment.Territory, appointment.Subject, appointment.Id.Value.ToString()),
            variables,
            stamp,
            cancellationToken
        );
        if (!started.IsOk)
            throw new InvalidOperationException($"The process {Process} cannot be started: {started}.");
        return new CaseRegistered(appointment.Id, appointment.Number, appointment.Deadline);
    }

    /// <summary>The request itself makes the record of whoever has none.</summary>
    private async Task<PersonId> PersonOf(NewRequest request, CancellationToken cancellationToken)
    {
        // Whom the base knows may lie in another municipality of the region.
        using (caller.AsSystem(Territory.RegionOf(request.Territory)))
        {
            var person = await persons.ByName(request.PersonName, request.Territory, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            return person.Id;
        }
    }
}
