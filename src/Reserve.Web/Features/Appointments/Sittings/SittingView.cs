using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings.Ballots;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>An item of the agenda as its sitting shows it.</summary>
/// <param name="Item">The item.</param>
/// <param name="Case">What it is about.</param>
/// <param name="Municipality">Where the post is.</param>
/// <param name="Voted">How many have voted.</param>
/// <param name="Awaited">How many are still asked.</param>
/// <param name="Decision">What this sitting decided.</param>
/// <param name="Recused">Who has declared a conflict of interest.</param>
public sealed record SittingItem(
    AgendaItem Item,
    AppointmentCase Case,
    string Municipality,
    int Voted,
    int Awaited,
    Decision? Decision,
    IReadOnlyList<string> Recused
)
{
    /// <summary>What the rule says of the quorum among those who are there; only of the item that is heard or voted.</summary>
    public string? Quorum { get; init; }

    public bool HasQuorum { get; init; }

    /// <summary>How many may vote now.</summary>
    public int Voters { get; init; }

    /// <summary>The node that could open the secret ballots is gone.</summary>
    public bool IsLost { get; init; }

    /// <summary>The reader has declared a conflict and sees nothing of how it goes.</summary>
    public bool IsBarred { get; init; }

    /// <summary>The process waits for the vote to be opened.</summary>
    public bool AwaitsVote { get; init; }

    /// <summary>The task with which the chair decides.</summary>
    public OpenTask? ToDecide { get; init; }
}

/// <summary>A member of the commission at a sitting.</summary>
/// <param name="Seat">The seat.</param>
/// <param name="IsPresent">Whether the member is there.</param>
/// <param name="IsRecused">Whether the member has declared a conflict in what is heard now.</param>
/// <param name="Hours">When the member came and left, when not there from the beginning to the end.</param>
public sealed record SittingMember(CommissionMember Seat, bool IsPresent, bool IsRecused, string Hours);

/// <summary>Reads what the page of a sitting and its screen show.</summary>
internal sealed class SittingView(
    ReserveDb db,
    SittingSteps steps,
    SittingProtocol protocol,
    BallotBoxes boxes,
    TaskQueries tasks,
    Caller caller
)
{
    public async Task<IReadOnlyList<SittingItem>> Agenda(CommissionMeeting meeting, CancellationToken cancellationToken)
    {
        var rows = await (
            from item in db.Set<AgendaItem>().AsNoTracking()
            join appointment in db.Set<AppointmentCase>() on item.CaseId equals appointment.Id
            join territory in db.Set<Territory>() on appointment.Territory equals territory.Path
            where item.MeetingId == meeting.Id
            orderby item.Position
            select new
            {
                item,
                appointment,
                territory.Name,
                Open = db.Set<Vote>().Count(vote => vote.AgendaItemId == item.Id && vote.Round == item.Round),
                Sealed = db.Set<BallotBox>()
                    .Where(box => box.AgendaItemId == item.Id && box.Round == item.Round)
                    .SelectMany(box => db.Set<SealedBallot>().Where(ballot => ballot.BoxId == box.Id))
                    .Count(),
                Conflicts = db.Set<ConflictOfInterest>()
                    .Where(row => row.CaseId == appointment.Id)
                    .Select(row => new { row.MemberName, row.UserId })
                    .ToList(),
            }
        ).ToListAsync(cancellationToken);
        var agenda = new List<SittingItem>();
        foreach (var row in rows)
        {
            var shown = new SittingItem(
                row.item,
                row.appointment,
                row.Name,
                row.Open + row.Sealed,
                0,
                meeting.OpenedAt is null ? null : await protocol.DecisionOn(row.appointment.Id, meeting, cancellationToken),
                [.. row.Conflicts.Select(conflict => conflict.MemberName).Order(StringComparer.CurrentCulture)]
            )
            {
                IsBarred = row.Conflicts.Exists(conflict => conflict.UserId == caller.UserId),
            };
            agenda.Add(
                row.item.State is ItemState.Heard or ItemState.Voting or ItemState.Voted
                    ? await Living(meeting, shown, cancellationToken)
                    : shown
            );
        }

        return agenda;
    }

    public async Task<IReadOnlyList<SittingMember>> Members(
        CommissionMeeting meeting,
        SittingItem? current,
        CancellationToken cancellationToken
    )
    {
        var commission = await CommissionsAbove.Commission(db, meeting.Territory, cancellationToken);
        var (_, notes) = await protocol.Present(meeting, cancellationToken);
        return
        [
            .. commission
                .OrderByDescending(member => member.IsChair)
                .ThenBy(member => member.Name, StringComparer.CurrentCulture)
                .Select(member => new SittingMember(
                    member,
                    meeting.PresentUserIds.Contains(member.UserId),
                    current?.Recused.Contains(member.Name) == true,
                    notes.FirstOrDefault(note => note.FullName == member.Name)?.Hours ?? ""
                )),
        ];
    }

    private async Task<SittingItem> Living(CommissionMeeting meeting, SittingItem row, CancellationToken cancellationToken)
    {
        var attendance = await steps.Attendance(meeting, row.Case.Id, cancellationToken);
        var quorum = await steps.QuorumOf(row.Case, attendance, cancellationToken);
        var open = await tasks.OpenAbout(row.Case.Subject, cancellationToken);
        var box = row.Item.Ballot == BallotKind.Secret ? await boxes.Of(row.Item, cancellationToken) : null;
        return row with
        {
            Awaited = open.Count(task => task.Command == TaskCommands.NameOf<CastVote>()),
            Quorum = quorum?.Text,
            HasQuorum = quorum is { Present: true },
            Voters = attendance.Voters.Count,
            IsLost = box is not null && boxes.IsLost(box),
            AwaitsVote = open.Exists(task => task.Command == TaskCommands.NameOf<OpenVote>()),
            ToDecide = open.Find(task => task.Role == Roles.CommissionChair && task.Form is not null),
        };
    }
}
