using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Rules;

/// <summary>What a run is about, as a link.</summary>
public sealed record SubjectName(string Text, string Href);

/// <summary>Finds the names of candidates and cases. Those of other territories have none: the entities' own filter hides them.</summary>
public sealed class SubjectNames(ReserveDb db)
{
    public async Task<IReadOnlyDictionary<Subject, SubjectName>> Of(IEnumerable<Subject> subjects, CancellationToken cancellationToken)
    {
        var known = new Dictionary<Subject, SubjectName>();
        var ids = subjects.Distinct().ToLookup(subject => subject.Type, subject => Guid.TryParse(subject.Id, out var id) ? id : Guid.Empty);
        var candidates = ids[RegisterCandidateHandler.SubjectType].Select(id => new CandidateId(id)).ToList();
        if (candidates.Count > 0)
        {
            var rows = await db.Set<Candidate>()
                .Where(row => candidates.Contains(row.Id))
                .Select(row => new
                {
                    row.Id,
                    row.LastName,
                    row.FirstName,
                    row.MiddleName,
                })
                .ToListAsync(cancellationToken);
            foreach (var row in rows)
            {
                known[new Subject(RegisterCandidateHandler.SubjectType, row.Id.Value.ToString())] = new SubjectName(
                    string.Join(' ', new[] { row.LastName, row.FirstName, row.MiddleName }.Where(part => !string.IsNullOrEmpty(part))),
                    $"/candidates/{row.Id.Value}"
                );
            }
        }
        var cases = ids[AppointmentCase.SubjectType].Select(id => new AppointmentCaseId(id)).ToList();
        if (cases.Count > 0)
        {
            foreach (
                var row in await db.Set<AppointmentCase>().AsNoTracking().Where(row => cases.Contains(row.Id)).ToListAsync(cancellationToken)
            )
                known[row.Subject] = new SubjectName($"{row.Number} · {row.PersonName}", $"/appointments/case/{row.Id.Value}");
        }
        return known;
    }
}
