using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Forms;

namespace Reserve.Web.Features.Candidates;

/// <summary>Candidates for the fields of forms: those whom the caller may read.</summary>
internal sealed class CandidateDirectory(ReserveDb db, Caller caller) : IFormDirectory
{
    public string Kind => "Candidate";

    public Task<List<DirectoryEntry>> Find(string[] words, string? role, int most, CancellationToken cancellationToken)
    {
        var candidates = Readable();
        foreach (var pattern in words.Select(Pattern.Containing))
            candidates = candidates.Where(candidate =>
                EF.Functions.ILike(candidate.LastName + " " + candidate.FirstName + " " + (candidate.MiddleName ?? ""), pattern)
            );
        return Entries(
            candidates.OrderBy(candidate => candidate.LastName).ThenBy(candidate => candidate.FirstName).ThenBy(row => row.Id).Take(most),
            cancellationToken
        );
    }

    public Task<List<DirectoryEntry>> Named(IReadOnlyCollection<string> ids, string? role, CancellationToken cancellationToken)
    {
        var known = ids.Where(id => Guid.TryParse(id, out _)).Select(id => CandidateId.From(Guid.Parse(id))).ToList();
        return Entries(Readable().Where(candidate => known.Contains(candidate.Id)), cancellationToken);
    }

    private IQueryable<Candidate> Readable()
    {
        var (all, own) = (caller.ReadsCandidates(), caller.UserId);
        return db.Set<Candidate>().AsNoTracking().Where(candidate => all || (own != null && candidate.UserId == own));
    }

    private static async Task<List<DirectoryEntry>> Entries(IQueryable<Candidate> candidates, CancellationToken cancellationToken) =>
        [
            .. (
                await candidates
                    .Select(candidate => new
                    {
                        candidate.Id,
                        candidate.LastName,
                        candidate.FirstName,
                        candidate.MiddleName,
                        candidate.BirthDate.Year,
                    })
                    .ToListAsync(cancellationToken)
            ).Select(row => new DirectoryEntry(
                row.Id.Value.ToString(),
                $"{row.LastName} {row.FirstName} {row.MiddleName}".Trim() + $", {row.Year} г. р."
            )),
        ];
}
