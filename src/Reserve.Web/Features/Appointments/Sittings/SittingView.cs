using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Conflicts;
using Reserve.Web.Features.Appointments.Sittings.Ballots;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>An item of the agenda as its sitting shows it.</summary>
/// <param name="Item">The item.</param>
/// <param name="About">What it is about.</param>
/// <param name="Municipality">Where.</param>
/// <param name="Voted">How many have voted.</param>
/// <param name="Awaited">How many are still asked.</param>
/// <param name="Decision">What this sitting decided: the word and its colour.</param>
/// <param name="Recused">Who has declared a conflict of interest.</param>
public sealed record SittingItem(
    AgendaItem Item,
    ShownMatter About,
    string Municipality,
    int Voted,
    int Awaited,
    (string Word, string Color)? Decision,
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

    /// <summary>Members to whom a conflict of interest is proposed and who have not answered; only of what is heard now.</summary>
    public IReadOnlyList<string> Unanswered { get; init; } = [];

    /// <summary>Who may vote now, in the order of names; only of what is voted openly, and only for the secretary.</summary>
    public IReadOnlyList<HandToCount> Hands { get; init; } = [];

    /// <summary>The task with which the chair decides.</summary>
    public OpenTask? ToDecide { get; init; }
}

/// <summary>A member whose open vote the secretary may write down.</summary>
/// <param name="User">Who.</param>
/// <param name="Name">The name.</param>
/// <param name="HasVoted">Whether there is a vote already.</param>
/// <param name="EnteredBy">Which secretary has written it down; null when the member voted at the own place.</param>
public sealed record HandToCount(Guid User, string Name, bool HasVoted, string? EnteredBy);

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
    SittingCases matters,
    Recusals recusals,
    ConflictProposals proposals,
    BallotBoxes boxes,
    TaskQueries tasks,
    Caller caller
)
{
    public async Task<IReadOnlyList<SittingItem>> Agenda(CommissionMeeting meeting, CancellationToken cancellationToken)
    {
        var rows = await (
            from item in db.Set<AgendaItem>().AsNoTracking()
            join territory in db.Set<Territory>() on item.Territory equals territory.Path
            where item.MeetingId == meeting.Id
            orderby item.Position
            select new
            {
                item,
                territory.Name,
                Open = db.Set<Vote>().Count(vote => vote.AgendaItemId == item.Id && vote.Round == item.Round),
                Sealed = db.Set<BallotBox>()
                    .Where(box => box.AgendaItemId == item.Id && box.Round == item.Round)
                    .SelectMany(box => db.Set<SealedBallot>().Where(ballot => ballot.BoxId == box.Id))
                    .Count(),
            }
        ).ToListAsync(cancellationToken);
        var agenda = new List<SittingItem>();
        var about = await matters.Matters([.. rows.Select(row => row.item)], cancellationToken);
        foreach (var row in rows)
        {
            var matter = about[row.item.Id];
            var recused = await recusals.Of(matter, cancellationToken);
            var shown = new SittingItem(
                row.item,
                MatterWords.Of(matter),
                row.Name,
                row.Open + row.Sealed,
                0,
                await Decided(row.item, matter, meeting, cancellationToken),
                [.. recused.Select(conflict => conflict.MemberName)]
            )
            {
                IsBarred = recused.Exists(conflict => conflict.UserId == caller.UserId),
            };
            agenda.Add(
                row.item.State is ItemState.Heard or ItemState.Voting or ItemState.Voted
                    ? await Living(meeting, shown, matter, cancellationToken)
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

    private async Task<(string Word, string Color)?> Decided(
        AgendaItem item,
        IMatter matter,
        CommissionMeeting meeting,
        CancellationToken cancellationToken
    )
    {
        if (meeting.OpenedAt is null || item.ReleasedFor is not null)
            return null;
        if (matter is SittingQuestion question)
            return item.ClosedAt is not null && question.IsPassed is { } passed
                ? (MatterWords.Of(question.Kind, passed), passed ? "green" : "red")
                : null;
        return await protocol.DecisionOn(((AppointmentCase)matter).Id, meeting, cancellationToken) is { } decision
            ? (CaseWords.Of(decision.Kind), CaseWords.ColorOf(decision.Kind))
            : null;
    }

    private async Task<SittingItem> Living(CommissionMeeting meeting, SittingItem row, IMatter matter, CancellationToken cancellationToken)
    {
        var attendance = await steps.Attendance(meeting, matter, cancellationToken);
        var quorum = await steps.QuorumOf(matter, attendance, cancellationToken);
        var open = await tasks.OpenAbout(matter.Subject, cancellationToken);
        var box = row.Item.Ballot == BallotKind.Secret ? await boxes.Of(row.Item, cancellationToken) : null;
        return row with
        {
            Awaited = open.Count(task => task.Command == TaskCommands.NameOf<CastVote>()),
            Quorum = quorum?.Text,
            HasQuorum = quorum is { Present: true },
            Voters = attendance.Voters.Count,
            IsLost = box is not null && boxes.IsLost(box),
            AwaitsVote = open.Exists(task => task.Command == TaskCommands.NameOf<OpenVote>()),
            Unanswered = caller.IsInRole(Roles.CommissionSecretary)
                ? [.. (await proposals.Of(matter, null, cancellationToken)).Where(found => found.IsOpen).Select(found => found.Name)]
                : [],
            Hands =
                row.Item is { State: ItemState.Voting, Ballot: BallotKind.Open } && caller.IsInRole(Roles.CommissionSecretary)
                    ? await Hands(row.Item, attendance, cancellationToken)
                    : [],
            ToDecide = open.Find(task => task.Role == Roles.CommissionChair && task.Form is not null),
        };
    }

    private async Task<IReadOnlyList<HandToCount>> Hands(AgendaItem item, Attendance attendance, CancellationToken cancellationToken)
    {
        var votes = await db.Set<Vote>()
            .AsNoTracking()
            .Where(row => row.AgendaItemId == item.Id && row.Round == item.Round)
            .ToDictionaryAsync(row => row.MemberUserId, row => row.EnteredBy, cancellationToken);
        return
        [
            .. attendance.Voters.Select(member => new HandToCount(
                member.UserId,
                member.Name,
                votes.ContainsKey(member.UserId),
                votes.GetValueOrDefault(member.UserId)
            )),
        ];
    }
}
