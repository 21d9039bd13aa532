using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Persons;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments;

/// <summary>Whom and what a brief is about.</summary>
/// <param name="Territory">The territory asked for.</param>
/// <param name="PersonName">The full name; null for a brief of the territory alone.</param>
/// <param name="CandidateId">The person's entry in the reserve, when there is one.</param>
/// <param name="Position">For which post; may be empty.</param>
/// <param name="Basis">By what it is issued.</param>
internal sealed record BriefAbout(string Territory, string? PersonName, Guid? CandidateId, string Position, string Basis)
{
    /// <summary>The record of the person, where one is known.</summary>
    public PersonId? Person { get; init; }
}

/// <summary>Gathers what the bases know of a person: the life, the posts held, the place in the reserve.</summary>
internal sealed class BriefContents(ReserveDb db, HeldPostsReader posts, TimeShown time, Caller caller)
{
    public async Task<BriefRecord> Of(BriefAbout about, CancellationToken cancellationToken)
    {
        var territory = await db.Set<Territory>()
            .Where(row => row.Path == about.Territory)
            .Select(row => row.Name)
            .SingleAsync(cancellationToken);
        if (about.PersonName is not { } person)
            return new BriefRecord
            {
                FullName = "",
                Municipality = territory,
                Basis = about.Basis,
            };
        Candidate? candidate;
        ReserveEntry? entry;
        IReadOnlyList<CandidateRecord> records;
        HeldPosts held;
        // A municipality may ask for a person of its region whom it does not see itself; nothing is written here.
        using (caller.AsSystem(Territory.RegionOf(about.Territory)))
        {
            candidate = about.CandidateId is { } id ? await Load(new CandidateId(id), cancellationToken) : null;
            entry = candidate is null
                ? null
                : await db.Set<ReserveEntry>()
                    .AsNoTracking()
                    .SingleOrDefaultAsync(row => row.CandidateId == candidate.Id && row.IsCurrent, cancellationToken);
            records = candidate is null ? [] : await Records(candidate.Id, cancellationToken);
            held = await posts.Of(person, about.CandidateId, about.Person ?? candidate?.PersonId, about.Territory, cancellationToken);
        }

        return new BriefRecord
        {
            FullName = person,
            Position = about.Position,
            Municipality = territory,
            Basis = about.Basis,
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
            Development = [.. records.Where(row => row.Kind == RecordKind.Plan).Select(row => row.Summary)],
            History = [.. records.Where(row => row.Kind != RecordKind.Plan).Select(row => row.Summary)],
            Own = held.Own,
        };
    }

    private Task<Candidate?> Load(CandidateId id, CancellationToken cancellationToken) =>
        db.Set<Candidate>()
            .AsNoTracking()
            .Include(row => row.Education)
            .Include(row => row.Career)
            .AsSplitQuery()
            .SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    private Task<List<CandidateRecord>> Records(CandidateId candidate, CancellationToken cancellationToken) =>
        db.Set<CandidateRecord>()
            .AsNoTracking()
            .Where(row =>
                row.CandidateId == candidate
                && (
                    row.Kind == RecordKind.Plan
                    || row.Kind == RecordKind.Training
                    || row.Kind == RecordKind.Attestation
                    || row.Kind == RecordKind.Rating
                )
            )
            .OrderBy(row => row.At)
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
