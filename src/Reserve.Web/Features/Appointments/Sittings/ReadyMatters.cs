using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Commission;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>Something that waits for its place on an agenda.</summary>
/// <param name="Case">The case; null for a question of the reserve.</param>
/// <param name="Question">The question; null for a case.</param>
/// <param name="About">How it is shown.</param>
/// <param name="Municipality">Where.</param>
public sealed record ReadyMatter(Guid? Case, Guid? Question, ShownMatter About, string Municipality);

/// <summary>What is ready for an agenda, and which agendas may take it.</summary>
internal sealed class ReadyMatters(ReserveDb db, TaskQueries tasks, CommissionChoice commissions, TimeShown shown)
{
    /// <summary>So many are offered at once.</summary>
    public const int Most = 100;

    /// <summary>What the sitting could take now, those that have waited longest first.</summary>
    public async Task<IReadOnlyList<ReadyMatter>> For(CommissionMeeting meeting, CancellationToken cancellationToken)
    {
        var cases = await db.Set<AppointmentCase>()
            .AsNoTracking()
            .Where(row => row.State == CaseState.Expertise || row.State == CaseState.Postponed)
            .Where(row => row.Territory == meeting.Territory || row.Territory.StartsWith(meeting.Territory + "."))
            .OrderBy(row => row.Deadline)
            .Take(Most)
            .ToListAsync(cancellationToken);
        var questions = await db.Set<SittingQuestion>()
            .AsNoTracking()
            .Where(row => row.State == QuestionState.Ready)
            .Where(row => row.Territory == meeting.Territory || row.Territory.StartsWith(meeting.Territory + "."))
            .OrderBy(row => row.RaisedAt)
            .Take(Most)
            .ToListAsync(cancellationToken);
        var awaiting = await tasks.Awaiting(
            TaskCommands.NameOf<PutOnAgenda>(),
            [.. cases.Select(row => row.Subject), .. questions.Select(row => row.Subject)],
            cancellationToken
        );
        List<(IMatter Matter, Guid? Case, Guid? Question)> ready =
        [
            .. cases.Select(row => ((IMatter)row, (Guid?)row.Id.Value, (Guid?)null)),
            .. questions.Select(row => ((IMatter)row, (Guid?)null, (Guid?)row.Id.Value)),
        ];
        ready.RemoveAll(row => !awaiting.Contains(row.Matter.Subject));
        var elsewhere = new HashSet<IMatter>();
        foreach (var (matter, _, _) in ready)
        {
            if (await commissions.Of(matter, cancellationToken) is { } chosen && chosen.Territory != meeting.Territory)
                elsewhere.Add(matter);
        }

        ready.RemoveAll(row => elsewhere.Contains(row.Matter));
        var paths = ready.Select(row => row.Matter.Territory).Distinct().ToList();
        var names = await db.Set<Territory>()
            .Where(row => paths.Contains(row.Path))
            .ToDictionaryAsync(row => row.Path, row => row.Name, cancellationToken);
        return [.. ready.Select(row => new ReadyMatter(row.Case, row.Question, MatterWords.Of(row.Matter), names[row.Matter.Territory]))];
    }

    /// <summary>The sittings whose agendas are still open to a matter.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Text)>> SittingsFor(IMatter matter, CancellationToken cancellationToken)
    {
        var chosen = await commissions.Of(matter, cancellationToken);
        return
        [
            .. (
                await db.Set<CommissionMeeting>()
                    .AsNoTracking()
                    .Where(row => row.State == MeetingState.Planned)
                    .OrderBy(row => row.ScheduledAt)
                    .ToListAsync(cancellationToken)
            )
                .Where(row => chosen is null ? Territory.Covers(row.Territory, matter.Territory) : row.Territory == chosen.Territory)
                .Select(row => (row.Id.Value, $"№ {row.Number}, {shown.Short(row.ScheduledAt)}, {row.Place}")),
        ];
    }
}
