using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Papers;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments;

/// <summary>
/// Prepares the brief of an approval from the base and the monitoring: the person, the career, the place in the reserve, the territory's
/// figures.
/// </summary>
[Allow]
[Activity("Papers.IssueBrief", Title = "Подготовить справку")]
internal sealed record IssueBrief(AppointmentCaseId Case) : IRequest<Result<BriefIssued, CaseRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

internal sealed record BriefIssued(IssuedPaper Brief);

internal sealed class IssueBriefHandler(ReserveDb db, HeldPostsReader posts, IMediator mediator, TimeShown time, Caller caller)
    : IRequestHandler<IssueBrief, Result<BriefIssued, CaseRefusal>>
{
    public async Task<Result<BriefIssued, CaseRefusal>> Handle(IssueBrief request, CancellationToken cancellationToken)
    {
        if (await db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == request.Case, cancellationToken) is not { } appointment)
            return CaseRefusal.UnknownCase;
        var stamp = caller.Stamp();
        var municipality = await db.Set<Territory>()
            .Where(row => row.Path == appointment.Territory)
            .Select(row => row.Name)
            .SingleAsync(cancellationToken);
        Candidate? candidate;
        ReserveEntry? entry;
        List<string> history;
        HeldPosts held;
        // A municipality may ask for a person of its region whom it does not see itself; nothing is written here.
        using (caller.AsSystem(Territory.RegionOf(appointment.Territory)))
        {
            candidate = appointment.CandidateId is { } id ? await Load(new CandidateId(id), cancellationToken) : null;
            entry = candidate is null
                ? null
                : await db.Set<ReserveEntry>()
                    .AsNoTracking()
                    .SingleOrDefaultAsync(row => row.CandidateId == candidate.Id && row.IsCurrent, cancellationToken);
            history = candidate is null ? [] : await History(candidate.Id, cancellationToken);
            held = await posts.Of(appointment, cancellationToken);
        }

        var issued = await mediator.Send(
            new IssueBriefPaper(
                new PaperSubject(PaperSubjectKind.AppointmentCase, appointment.Id.Value),
                appointment.Territory,
                appointment.Territory,
                new BriefRecord
                {
                    FullName = appointment.PersonName,
                    Position = appointment.Position,
                    Municipality = municipality,
                    Known = candidate is not null || held.Career.Count > 0,
                    BirthDate = candidate?.BirthDate,
                    Workplace = candidate?.Workplace ?? held.Own?.Name ?? "",
                    PresentPosition = candidate?.Position ?? held.Own?.Position ?? "",
                    Contests = candidate?.Contests ?? [],
                    Career =
                    [
                        .. (candidate?.Career ?? [])
                            .Select(step => new CareerStep(step.From, step.To, step.Organization, step.Position))
                            .Concat(held.Career)
                            .OrderByDescending(step => step.From),
                    ],
                    Education =
                    [
                        .. (candidate?.Education ?? []).Select(step => new EducationStep(step.Institution, step.Qualification, step.Year)),
                    ],
                    Reserve = entry is null ? null : Reserve(entry, time),
                    History = history,
                    Own = held.Own,
                }
            ),
            cancellationToken
        );
        return new BriefIssued(issued.Value);
    }

    private Task<Candidate?> Load(CandidateId id, CancellationToken cancellationToken) =>
        db.Set<Candidate>()
            .AsNoTracking()
            .Include(row => row.Education)
            .Include(row => row.Career)
            .AsSplitQuery()
            .SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    private Task<List<string>> History(CandidateId candidate, CancellationToken cancellationToken) =>
        db.Set<CandidateRecord>()
            .AsNoTracking()
            .Where(row =>
                row.CandidateId == candidate
                && (row.Kind == RecordKind.Training || row.Kind == RecordKind.Attestation || row.Kind == RecordKind.Rating)
            )
            .OrderBy(row => row.At)
            .Select(row => row.Summary)
            .ToListAsync(cancellationToken);

    private static ReservePlace Reserve(ReserveEntry entry, TimeShown time) =>
        new(
            CandidateWords.Of(entry.Stage),
            entry.EnrolledAt is { } enrolled ? time.LocalDate(enrolled) : null,
            entry.TermEnds is { } ends ? time.LocalDate(ends) : null,
            entry.Zone is { } zone ? ZoneName(zone) : "",
            entry.Score is { } score ? Math.Round(score, 2) : null
        );

    private static string ZoneName(ReserveZone zone) =>
        zone switch
        {
            ReserveZone.Priority => "первоочерёдные кандидаты",
            ReserveZone.Pool => "управленческий запас",
            ReserveZone.Risk => "зона риска",
        };
}
