using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments;

/// <summary>The names of cases that runs are about.</summary>
internal sealed class CaseNaming(ReserveDb db) : ISubjectNaming
{
    public string Type => AppointmentCase.SubjectType;

    public async Task<IReadOnlyDictionary<Guid, SubjectName>> Of(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Select(id => new AppointmentCaseId(id)).ToList();
        var rows = await db.Set<AppointmentCase>().AsNoTracking().Where(row => wanted.Contains(row.Id)).ToListAsync(cancellationToken);
        return rows.ToDictionary(
            row => row.Id.Value,
            row => new SubjectName($"{row.Number} · {row.PersonName}", $"/appointments/case/{row.Id.Value}")
        );
    }

    public async Task<IReadOnlyList<Guid>> Find(IReadOnlyList<string> words, int most, CancellationToken cancellationToken)
    {
        var rows = db.Set<AppointmentCase>().AsNoTracking();
        foreach (var word in words)
        {
            var (pattern, serial) = (Pattern.Containing(word), AppointmentCase.SerialOf(word));
            rows = rows.Where(row => EF.Functions.ILike(row.PersonName, pattern) || row.Serial == serial);
        }
        var found = await rows.OrderByDescending(row => row.Serial).Select(row => row.Id).Take(most).ToListAsync(cancellationToken);
        return [.. found.Select(id => id.Value)];
    }
}
