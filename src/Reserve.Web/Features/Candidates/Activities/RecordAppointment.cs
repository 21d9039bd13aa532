using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Candidates.Activities;

/// <summary>
/// Records the appointment in the reserve, and in the base of heads: the predecessor's tenure ends, and what the candidate headed before.
/// </summary>
[Allow, Activity("Candidates.RecordAppointment", Title = "Записать назначение")]
internal sealed record RecordAppointment(CandidateId Candidate, Vacancy Vacancy, AppointmentAct Act)
    : IRequest<Result<AppointedGiven, CycleRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

/// <summary>The act of appointment.</summary>
internal sealed record AppointmentAct(
    string? Number = null,
    DateOnly? Date = null,
    bool HigherPost = false,
    string? Note = null,
    DateOnly? StartsOn = null
);

internal sealed record AppointedGiven(bool Appointed);

internal sealed class RecordAppointmentHandler(
    ReserveDb db,
    Caller caller,
    TenureKeeper tenures,
    PersonKeeper persons,
    PostFinder posts,
    TimeShown shown
) : IRequestHandler<RecordAppointment, Result<AppointedGiven, CycleRefusal>>
{
    /// <summary>What stands for the number of an act that has none.</summary>
    private const string NoNumber = "б/н";

    public async Task<Result<AppointedGiven, CycleRefusal>> Handle(RecordAppointment request, CancellationToken cancellationToken)
    {
        if (await CurrentEntry.Find(db, request.Candidate, cancellationToken) is not { } entry)
            return CycleRefusal.UnknownCandidate;
        var stamp = caller.Stamp();
        entry.Appoint(request.Act.HigherPost, stamp);
        var summary =
            $"{request.Vacancy.Position}, акт № "
            + $"{request.Act.Number ?? "—"}{(request.Act.Date is { } date ? $" от {date:dd.MM.yyyy}" : "")}";
        db.Add(CandidateRecord.Of(entry, RecordKind.Appointment, summary, new { request.Vacancy, request.Act }, stamp));
        if (request.Vacancy.Position is { Length: > 0 } position && !await IntoBase(request, position, cancellationToken))
            return CycleRefusal.PostTaken;
        return new AppointedGiven(true);
    }

    private async Task<bool> IntoBase(RecordAppointment request, string position, CancellationToken cancellationToken)
    {
        var candidate = await db.Set<Candidate>().SingleAsync(row => row.Id == request.Candidate, cancellationToken);
        var person = candidate.PersonId is { } known ? await persons.Find(known, cancellationToken) : null;
        if (person is null)
        {
            // Registered by the release before.
            person = await persons.ByName(candidate.FullName, candidate.Territory, cancellationToken);
            candidate.PersonId = person.Id;
        }

        var territory = await TerritoryOf(request.Vacancy.Municipality, candidate.Territory, cancellationToken);
        var signed = request.Act.Date ?? shown.Today;
        var seat = new Seat(
            territory,
            await posts.Of(position, territory, cancellationToken),
            request.Vacancy.Organization?.Trim() ?? "",
            request.Act.StartsOn ?? signed
        );
        var refused = await tenures.Appoint(
            person,
            seat,
            position,
            new AppointedBy(string.IsNullOrWhiteSpace(request.Act.Number) ? NoNumber : request.Act.Number, signed),
            candidate.Id.Value,
            endOthers: true,
            cancellationToken
        );
        return refused is null or TenureRefusal.AlreadyHolds;
    }

    /// <summary>The municipality of the vacancy, by path or by name; the candidate's own where it names none of the region.</summary>
    private async Task<string> TerritoryOf(string? municipality, string own, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(municipality))
            return own;
        var region = Territory.RegionOf(own);
        var all = await db.Set<Territory>()
            .AsNoTracking()
            .Where(row => row.Path == region || row.Path.StartsWith(region + "."))
            .ToListAsync(cancellationToken);
        var name = NameMatch.Municipality(municipality);
        return (
                all.Find(row => row.Path == municipality)
                ?? all.Find(row => row.Aliases.Append(row.Name).Any(spelling => NameMatch.Municipality(spelling) == name))
            )?.Path
            ?? own;
    }
}
