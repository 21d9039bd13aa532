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
}
