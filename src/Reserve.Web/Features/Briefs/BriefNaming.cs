using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Briefs;

/// <summary>The names of requests that runs are about.</summary>
internal sealed class BriefNaming(ReserveDb db) : ISubjectNaming
{
    public string Type => BriefRequest.SubjectType;

    public async Task<IReadOnlyDictionary<Guid, SubjectName>> Of(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Select(id => new BriefRequestId(id)).ToList();
        var rows = await db.Set<BriefRequest>().AsNoTracking().Where(row => wanted.Contains(row.Id)).ToListAsync(cancellationToken);
        return rows.ToDictionary(
            row => row.Id.Value,
            row => new SubjectName(row.PersonName is { } person ? $"{row.Number} · {person}" : row.Number, $"/briefs/{row.Id.Value}")
        );
    }

    public async Task<IReadOnlyList<Guid>> Find(IReadOnlyList<string> words, int most, CancellationToken cancellationToken)
    {
        var rows = db.Set<BriefRequest>().AsNoTracking();
        foreach (var word in words)
        {
            var (pattern, serial) = (Pattern.Containing(word), Appointments.AppointmentCase.SerialOf(word));
            rows = rows.Where(row => (row.PersonName != null && EF.Functions.ILike(row.PersonName, pattern)) || row.Serial == serial);
        }
        var found = await rows.OrderByDescending(row => row.Serial).Select(row => row.Id).Take(most).ToListAsync(cancellationToken);
        return [.. found.Select(id => id.Value)];
    }
}
