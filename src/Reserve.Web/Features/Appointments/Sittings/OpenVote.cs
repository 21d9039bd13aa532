using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings.Ballots;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>Opens the vote on the item that is heard, as soon as the rule finds a quorum among those who are there now.</summary>
[CompletesTask("Commission.OpenVote", Gives = ["attendance", "voters", "ballot"], Otherwise = "никто не сможет открыть голосование")]
[Allow(Roles.CommissionSecretary)]
[Says("Открыть голосование")]
internal sealed record OpenVote(AgendaItemId Item, BallotKind Ballot) : IRequest<Result<Done, MeetingRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("agenda_items", Item, nameof(Item));
}

internal sealed class OpenVoteHandler(ReserveDb db, SittingSteps steps, ProcessRuntime processes, BallotBoxes boxes, Caller caller)
    : IRequestHandler<OpenVote, Result<Done, MeetingRefusal>>
{
    public async Task<Result<Done, MeetingRefusal>> Handle(OpenVote request, CancellationToken cancellationToken)
    {
        if (await steps.Item(request.Item, cancellationToken) is not var (meeting, item, matter))
            return MeetingRefusal.UnknownItem;
        if (meeting.State != MeetingState.Open)
            return MeetingRefusal.NotOpen;
        if (item.State != ItemState.Heard)
            return item.State == ItemState.Waiting ? MeetingRefusal.NotHeard : MeetingRefusal.AlreadyVoting;
        var attendance = await steps.Attendance(meeting, matter, cancellationToken);
        if (attendance.Voters.Count == 0)
            return MeetingRefusal.NobodyVotes;
        if (await steps.QuorumOf(matter, attendance, cancellationToken) is not { Present: true } quorum)
            return MeetingRefusal.NoQuorum;
        item.OpenVote(request.Ballot, quorum.Text, caller.Stamp());
        if (request.Ballot == BallotKind.Secret)
            boxes.Make(item, caller.Stamp());
        await db.SaveChangesAsync(cancellationToken);
        var answers = attendance.Facts.With("ballot", FeelValue.From(request.Ballot.ToString()));
        return (await processes.CompleteTask<OpenVote>(matter.Subject, answers, caller.UserId, cancellationToken)).IsOk
            ? new Done()
            : MeetingRefusal.CaseNotReady;
    }
}
