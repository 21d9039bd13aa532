using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>The names of sittings that runs are about.</summary>
internal sealed class SittingNaming(ReserveDb db, TimeShown shown) : ISubjectNaming
{
    public string Type => CommissionMeeting.SubjectType;

    public async Task<IReadOnlyDictionary<Guid, SubjectName>> Of(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Select(id => new CommissionMeetingId(id)).ToList();
        var rows = await db.Set<CommissionMeeting>().AsNoTracking().Where(row => wanted.Contains(row.Id)).ToListAsync(cancellationToken);
        return rows.ToDictionary(
            row => row.Id.Value,
            row => new SubjectName($"Заседание № {row.Number}, {shown.Short(row.ScheduledAt)}", $"/appointments/meetings/{row.Id.Value}")
        );
    }

    public async Task<IReadOnlyList<Guid>> Find(IReadOnlyList<string> words, int most, CancellationToken cancellationToken)
    {
        var rows = db.Set<CommissionMeeting>().AsNoTracking();
        foreach (var word in words)
        {
            var pattern = Pattern.Containing(word);
            var number = long.TryParse(word, out var known) ? known : 0;
            rows = rows.Where(row => EF.Functions.ILike(row.Place, pattern) || row.Number == number);
        }

        var found = await rows.OrderByDescending(row => row.Number).Select(row => row.Id).Take(most).ToListAsync(cancellationToken);
        return [.. found.Select(id => id.Value)];
    }
}

/// <summary>A sitting's process acts on its sitting.</summary>
internal sealed class SittingRows : ISubjectRows
{
    public string Type => CommissionMeeting.SubjectType;

    public string Table => "commission_meetings";

    public Task<bool> Includes(Guid subject, Access.Area.Row row, CancellationToken cancellationToken) => Task.FromResult(false);
}
