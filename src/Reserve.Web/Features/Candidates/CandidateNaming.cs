using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Candidates;

/// <summary>The names of candidates that runs are about.</summary>
internal sealed class CandidateNaming(ReserveDb db) : ISubjectNaming
{
    public string Type => RegisterCandidateHandler.SubjectType;

    public async Task<IReadOnlyDictionary<Guid, SubjectName>> Of(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Select(id => new CandidateId(id)).ToList();
        var rows = await db.Set<Candidate>().AsNoTracking().Where(row => wanted.Contains(row.Id)).ToListAsync(cancellationToken);
        return rows.ToDictionary(row => row.Id.Value, row => new SubjectName(row.FullName, $"/candidates/{row.Id.Value}"));
    }

    public async Task<IReadOnlyList<Guid>> Find(IReadOnlyList<string> words, int most, CancellationToken cancellationToken)
    {
        // The search text has the place of work, too, which is not what a run is about.
        var rows = db.Set<Candidate>().AsNoTracking();
        foreach (var word in words)
        {
            var pattern = Pattern.Containing(word.ToLowerInvariant().Replace('ё', 'е'));
            rows = rows.Where(row =>
                EF.Functions.Like(row.SearchText, pattern)
                && EF.Functions.ILike(
                    (row.LastName + " " + row.FirstName + " " + (row.MiddleName ?? "")).Replace("ё", "е").Replace("Ё", "Е"),
                    pattern
                )
            );
        }
        var found = await rows.OrderByDescending(row => row.Id).Select(row => row.Id).Take(most).ToListAsync(cancellationToken);
        return [.. found.Select(id => id.Value)];
    }
}
