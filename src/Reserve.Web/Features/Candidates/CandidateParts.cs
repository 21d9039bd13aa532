using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;
using Reserve.Web.Features.Persons;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Candidates;

/// <summary>What the reserve knows of a person: every entry, the career that was told, the papers.</summary>
internal sealed class CandidateParts(ReserveDb db, Caller caller, PaperArchive archive, TimeShown shown) : IPersonParts
{
    public PersonRoleKind Kind => PersonRoleKind.Reserve;

    public IQueryable<PersonId?> Holders(ReserveDb db, DateOnly today) => db.Set<Candidate>().Select(candidate => candidate.PersonId);

    public async Task<PersonPart> Of(IReadOnlyCollection<PersonId> ids, CancellationToken cancellationToken)
    {
        if (!caller.ReadsCandidates())
            return new PersonPart([]);
        var candidates = await db.Set<Candidate>()
            .AsNoTracking()
            .Include(row => row.Career)
            .Where(row => row.PersonId != null && ids.Contains(row.PersonId.Value))
            .OrderBy(row => row.RegisteredAt)
            .ToListAsync(cancellationToken);
        var roles = new List<PersonRole>();
        var papers = new List<PersonPaper>();
        foreach (var candidate in candidates)
        {
            var entries = await db.Set<ReserveEntry>()
                .AsNoTracking()
                .Where(row => row.CandidateId == candidate.Id)
                .OrderByDescending(row => row.AppliedAt)
                .ToListAsync(cancellationToken);
            var territory = await db.Set<Territory>()
                .Where(row => row.Path == candidate.Territory)
                .Select(row => row.Name)
                .SingleAsync(cancellationToken);
            var href = $"/candidates/{candidate.Id.Value}";
            roles.AddRange(entries.Select(entry => Role(entry, territory, href)));
            papers.AddRange(
                (await archive.Of(new PaperSubject(PaperSubjectKind.Candidate, candidate.Id.Value), cancellationToken)).Select(
                    paper => new PersonPaper(paper.Name, paper.Number, paper.CreatedAt, $"/papers/{paper.Id.Value}")
                )
            );
        }

        return new PersonPart(
            roles,
            [
                .. candidates
                    .SelectMany(row => row.Career)
                    .Select(line => new PersonWork(line.From, line.To, line.Organization, line.Position)),
            ],
            papers
        );
    }

    private PersonRole Role(ReserveEntry entry, string territory, string href) =>
        new(
            PersonRoleKind.Reserve,
            "Кадровый резерв",
            entry.ClosingReason is { } reason ? CandidateWords.Of(reason)
                : entry.Status == EntryStatus.Applied ? CandidateWords.Of(entry.Status)
                : CandidateWords.Of(entry.Stage),
            territory,
            shown.LocalDate(entry.AppliedAt),
            entry.ClosedAt is { } closed ? shown.LocalDate(closed) : null,
            href
        );
}
