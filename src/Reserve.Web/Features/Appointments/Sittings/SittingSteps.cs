using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>Who is there for an item, and who of them may vote on it.</summary>
/// <param name="Members">How many members the commission has.</param>
/// <param name="Present">Those who are there.</param>
/// <param name="Voters">Those of them who have not declared a conflict of interest.</param>
internal sealed record Attendance(int Members, IReadOnlyList<CommissionMember> Present, IReadOnlyList<CommissionMember> Voters)
{
    /// <summary>The chair, else the deputy; null when neither is there.</summary>
    private CommissionMember? Presiding => CommissionSeats.Presiding(Present, [.. Present.Select(member => member.UserId)]);

    public FeelContext Facts =>
        FeelContext.Of(
            (
                "attendance",
                FeelValue.Context(
                    FeelContext.Of(
                        ("members", FeelValue.From((long)Members)),
                        ("present", FeelValue.From((long)Present.Count)),
                        ("eligible", FeelValue.From((long)Voters.Count)),
                        ("chairPresent", FeelValue.From(Presiding is not null))
                    )
                )
            ),
            ("voters", FeelValue.List([.. Voters.Select(member => FeelValue.From(member.UserId.ToString()))]))
        );
}

/// <summary>What the rule of the matter's process says of the quorum.</summary>
internal sealed record Quorum(bool Present, string Text);

/// <summary>What the commands of a sitting have in common.</summary>
internal sealed class SittingSteps(
    ReserveDb db,
    ProcessRuntime processes,
    ProcessQueries runs,
    TaskQueries tasks,
    RunRules rules,
    Recusals recusals,
    SittingCases matters,
    Caller caller
)
{
    public const string Process = "commission-sitting";

    public Task<CommissionMeeting?> Find(CommissionMeetingId id, CancellationToken cancellationToken) =>
        db.Set<CommissionMeeting>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    /// <summary>What the process is told of a vote.</summary>
    public static FeelValue Ballot(string choice, bool chair, decimal? score = null) =>
        FeelValue.Context(
            FeelContext.Of(
                ("choice", FeelValue.From(choice)),
                ("chair", FeelValue.From(chair)),
                ("score", score is { } given ? FeelValue.From(given) : FeelValue.Null)
            )
        );

    /// <summary>An item of the agenda with its sitting and what it is about.</summary>
    public async Task<(CommissionMeeting Meeting, AgendaItem Item, IMatter Matter)?> Item(
        AgendaItemId id,
        CancellationToken cancellationToken
    )
    {
        var found = await (
            from item in db.Set<AgendaItem>()
            join meeting in db.Set<CommissionMeeting>() on item.MeetingId equals meeting.Id
            where item.Id == id
            select new { meeting, item }
        ).SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : (found.meeting, found.item, await matters.Matter(found.item, cancellationToken));
    }

    /// <summary>Begins the process of a sitting; one that was scheduled before sittings had a process goes on from where it is.</summary>
    public async Task Begin(CommissionMeeting meeting, string title, CancellationToken cancellationToken)
    {
        var variables = FeelContext.Of(
            ("meeting", FeelValue.From(meeting.Id.Value.ToString())),
            ("meetingTitle", FeelValue.From(title)),
            ("territory", FeelValue.From(meeting.Territory)),
            ("at", FeelValue.From(meeting.ScheduledAt)),
            ("state", FeelValue.From(meeting.State.ToString()))
        );
        var started = await processes.Start(
            Process,
            new StartFacts(meeting.Territory, meeting.Subject, meeting.Id.Value.ToString()),
            variables,
            caller.Stamp(),
            cancellationToken
        );
        if (!started.IsOk)
            throw new InvalidOperationException($"The process {Process} cannot be started: {started}.");
    }

    /// <summary>Completes the task of the sitting's process that this command decides.</summary>
    public async Task<MeetingRefusal?> Complete<TCommand>(
        CommissionMeeting meeting,
        FeelContext answers,
        CancellationToken cancellationToken
    )
    {
        await db.SaveChangesAsync(cancellationToken);
        return (await processes.CompleteTask<TCommand>(meeting.Subject, answers, caller.UserId, cancellationToken)).IsOk
            ? null
            : MeetingRefusal.NotAwaited;
    }

    public Task<Correlated> Tell(IMatter matter, string message, FeelContext variables, CancellationToken cancellationToken) =>
        processes.Correlate(
            message,
            matter.Subject.Id,
            variables,
            new StartFacts(matter.Territory, matter.Subject),
            caller.Stamp(),
            cancellationToken
        );

    public Task<Correlated> Tell(CommissionMeeting meeting, string message, FeelContext variables, CancellationToken cancellationToken) =>
        processes.Correlate(
            message,
            meeting.Id.Value.ToString(),
            variables,
            new StartFacts(meeting.Territory, meeting.Subject),
            caller.Stamp(),
            cancellationToken
        );

    public async Task<Attendance> Attendance(CommissionMeeting meeting, IMatter about, CancellationToken cancellationToken)
    {
        var commission = await CommissionsAbove.Commission(db, meeting.Territory, cancellationToken);
        var recused = await recusals.Of(about, cancellationToken);
        List<CommissionMember> present =
        [
            .. commission
                .Where(member => meeting.PresentUserIds.Contains(member.UserId))
                .OrderBy(member => member.Name, StringComparer.CurrentCulture),
        ];
        return new Attendance(
            meeting.MembersThen ?? commission.Count,
            present,
            [.. present.Where(member => recused.All(row => row.UserId != member.UserId))]
        );
    }

    /// <returns>Null when the process has no rule <c>quorum</c>.</returns>
    public async Task<Quorum?> QuorumOf(IMatter matter, Attendance attendance, CancellationToken cancellationToken)
    {
        var said = (await rules.Ask(matter.Subject, "quorum", attendance.Facts, cancellationToken))?.AsContext();
        return said is not null && said.TryGet("present", out var present)
            ? new Quorum(present.IsTrue, said.TryGet("text", out var text) ? text.AsString() ?? "" : "")
            : null;
    }

    /// <summary>The vote is over when nobody is asked for one any more.</summary>
    public async Task CloseVote(AgendaItem item, IMatter matter, CancellationToken cancellationToken)
    {
        if (item is not { State: ItemState.Voting })
            return;
        using (caller.AsSystem(Territory.RegionOf(matter.Territory)))
            if (await Awaits<CastVote>(matter, cancellationToken))
                return;
        item.CloseVote(caller.Stamp());
    }

    /// <summary>Excuses somebody from voting: the vote says so and counts nowhere.</summary>
    public async Task Excuse(IMatter matter, Guid user, bool isChair, string choice, CancellationToken cancellationToken)
    {
        using (caller.AsSystem(Territory.RegionOf(matter.Territory)))
            await processes.CompleteTask<CastVote>(
                matter.Subject,
                FeelContext.Of(("vote", Ballot(choice, isChair))),
                user,
                cancellationToken
            );
    }

    /// <summary>Whether the process waits for this command about the matter.</summary>
    public async Task<bool> Awaits<TCommand>(IMatter matter, CancellationToken cancellationToken) =>
        (await tasks.OpenAbout(matter.Subject, cancellationToken)).Any(task => task.Command == TaskCommands.NameOf<TCommand>());

    /// <summary>Whether the sitting has a process.</summary>
    public async Task<bool> IsDriven(CommissionMeeting meeting, CancellationToken cancellationToken) =>
        await runs.RunOf(meeting.Subject, cancellationToken) is not null;
}
