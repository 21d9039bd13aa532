using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;
using Reserve.Web.Features.Persons;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments;

/// <summary>The approvals of a person that the reader may open, and their papers.</summary>
internal sealed class CaseParts(ReserveDb db, Caller caller, PaperArchive archive, IEnumerable<IPaperBar> bars, TimeShown shown)
    : IPersonParts
{
    public PersonRoleKind Kind => PersonRoleKind.Case;

    public IQueryable<PersonId?> Holders(ReserveDb db, DateOnly today) => db.Set<AppointmentCase>().Select(row => row.PersonId);

    public async Task<PersonPart> Of(IReadOnlyCollection<PersonId> ids, CancellationToken cancellationToken)
    {
        if (!AppointmentsRegistration.Readers.Any(caller.IsInRole))
            return new PersonPart([]);
        var cases = await (
            from row in db.Set<AppointmentCase>().AsNoTracking()
            join territory in db.Set<Territory>() on row.Territory equals territory.Path
            where row.PersonId != null && ids.Contains(row.PersonId.Value)
            orderby row.RegisteredAt descending
            select new { Case = row, Territory = territory.Name }
        ).ToListAsync(cancellationToken);
        var papers = new List<PersonPaper>();
        foreach (var row in cases)
        {
            var subject = new PaperSubject(PaperSubjectKind.AppointmentCase, row.Case.Id.Value);
            if (await IsBarred(subject, cancellationToken))
                continue;
            papers.AddRange(
                (await archive.Of(subject, cancellationToken)).Select(paper => new PersonPaper(
                    paper.Name,
                    paper.Number,
                    paper.CreatedAt,
                    $"/papers/{paper.Id.Value}"
                ))
            );
        }

        return new PersonPart(
            [
                .. cases.Select(row => new PersonRole(
                    PersonRoleKind.Case,
                    $"Дело № {row.Case.Number}: {row.Case.Position}",
                    CaseWords.Of(row.Case.State).Word,
                    row.Territory,
                    shown.LocalDate(row.Case.RegisteredAt),
                    row.Case.ClosedAt is { } closed ? shown.LocalDate(closed) : null,
                    $"/appointments/case/{row.Case.Id.Value}"
                )),
            ],
            Papers: papers
        );
    }

    private async Task<bool> IsBarred(PaperSubject subject, CancellationToken cancellationToken)
    {
        foreach (var bar in bars)
        {
            if (caller.UserId is { } reader && await bar.Bars(subject, reader, cancellationToken))
                return true;
        }

        return false;
    }
}
