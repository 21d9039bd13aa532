using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>What stands on the agenda of a sitting: cases, and questions of the reserve.</summary>
internal sealed class SittingCases(ReserveDb db)
{
    /// <summary>The items that still wait for their decision, in order.</summary>
    internal async Task<List<(AgendaItem Item, IMatter Matter)>> Items(CommissionMeeting meeting, CancellationToken cancellationToken)
    {
        var items = await db.Set<AgendaItem>()
            .Where(row => row.MeetingId == meeting.Id && row.ClosedAt == null)
            .OrderBy(row => row.Position)
            .ToListAsync(cancellationToken);
        var matters = await Matters(items, cancellationToken);
        return items.ConvertAll(item => (item, matters[item.Id]));
    }

    /// <summary>What an item is about.</summary>
    internal async Task<IMatter> Matter(AgendaItem item, CancellationToken cancellationToken) =>
        (await Matters([item], cancellationToken))[item.Id];

    /// <summary>What items are about.</summary>
    internal async Task<IReadOnlyDictionary<AgendaItemId, IMatter>> Matters(
        IReadOnlyCollection<AgendaItem> items,
        CancellationToken cancellationToken
    )
    {
        var caseIds = items.Where(item => item.CaseId is not null).Select(item => item.CaseId!.Value).ToList();
        var questionIds = items.Where(item => item.QuestionId is not null).Select(item => item.QuestionId!.Value).ToList();
        var cases =
            caseIds.Count == 0
                ? []
                : await db.Set<AppointmentCase>()
                    .Where(row => caseIds.Contains(row.Id))
                    .ToDictionaryAsync(row => row.Id, cancellationToken);
        var questions =
            questionIds.Count == 0
                ? []
                : await db.Set<SittingQuestion>()
                    .Where(row => questionIds.Contains(row.Id))
                    .ToDictionaryAsync(row => row.Id, cancellationToken);
        return items.ToDictionary(
            item => item.Id,
            item => item.CaseId is { } about ? (IMatter)cases[about] : questions[item.QuestionId!.Value]
        );
    }

    /// <summary>The items under which a matter stands or stood on agendas.</summary>
    internal IQueryable<AgendaItem> Of(IMatter matter) =>
        matter switch
        {
            AppointmentCase { Id: var id } => db.Set<AgendaItem>().Where(row => row.CaseId == id),
            SittingQuestion { Id: var id } => db.Set<AgendaItem>().Where(row => row.QuestionId == id),
            _ => throw new ArgumentOutOfRangeException(nameof(matter), matter.Subject.Type, "Nothing that a sitting hears."),
        };

    /// <summary>The item under which it stands on an agenda now.</summary>
    internal Task<AgendaItem?> Standing(IMatter matter, CancellationToken cancellationToken) =>
        Of(matter).SingleOrDefaultAsync(row => row.ClosedAt == null, cancellationToken);

    /// <summary>Those of the items on which it is voted now.</summary>
    internal async Task<List<(AgendaItem Item, IMatter Matter)>> Voting(CommissionMeeting meeting, CancellationToken cancellationToken) =>
        (await Items(meeting, cancellationToken)).FindAll(row => row.Item.State == ItemState.Voting);

    /// <summary>Whether an item is heard, voted or waits for its decision.</summary>
    internal async Task<bool> IsHearing(CommissionMeeting meeting, CancellationToken cancellationToken) =>
        (await Items(meeting, cancellationToken)).Exists(row => row.Item.State != ItemState.Waiting);

    /// <summary>What the sitting has decided: cases that it has approved or refused, questions that it has answered.</summary>
    internal async Task<List<IMatter>> Decided(CommissionMeeting meeting, CancellationToken cancellationToken)
    {
        var items = await db.Set<AgendaItem>()
            .Where(row => row.MeetingId == meeting.Id && row.ReleasedFor == null)
            .OrderBy(row => row.Position)
            .ToListAsync(cancellationToken);
        var matters = await Matters(items, cancellationToken);
        return items
            .ConvertAll(item => matters[item.Id])
            .FindAll(matter =>
                matter
                    is AppointmentCase { State: CaseState.Approved or CaseState.Refused }
                        or SittingQuestion { State: QuestionState.Passed or QuestionState.Failed }
            );
    }

    /// <summary>Whether something that was heard has no minutes yet.</summary>
    internal Task<bool> LacksMinutes(CommissionMeeting meeting, CancellationToken cancellationToken) =>
        db.Set<AgendaItem>()
            .AnyAsync(
                row => row.MeetingId == meeting.Id && row.HeardAt != null && row.ReleasedFor == null && row.Heard == null,
                cancellationToken
            );

    /// <summary>Former votes on a matter count no more.</summary>
    internal async Task Supersede(IMatter matter, CancellationToken cancellationToken)
    {
        var items = Of(matter).Select(row => row.Id);
        foreach (
            var vote in await db.Set<Vote>()
                .Where(row => items.Contains(row.AgendaItemId) && !row.Superseded)
                .ToListAsync(cancellationToken)
        )
            vote.Superseded = true;
    }
}
