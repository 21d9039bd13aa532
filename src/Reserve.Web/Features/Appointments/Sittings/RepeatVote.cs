using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings.Ballots;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>
/// Declares the vote on an item void, and it is opened again: a quorum was lost, or the node that could open secret ballots.
/// </summary>
[Allow(Roles.CommissionSecretary)]
[Says("Признать голосование несостоявшимся")]
internal sealed record RepeatVote(AgendaItemId Item, string Reason) : IRequest<Result<Done, MeetingRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("agenda_items", Item, nameof(Item));
}

internal sealed class RepeatVoteHandler(ReserveDb db, SittingSteps steps, SittingCases sittingCases, BallotBoxes boxes, Caller caller)
    : IRequestHandler<RepeatVote, Result<Done, MeetingRefusal>>
{
    public async Task<Result<Done, MeetingRefusal>> Handle(RepeatVote request, CancellationToken cancellationToken)
    {
        if (await steps.Item(request.Item, cancellationToken) is not var (meeting, item, matter))
            return MeetingRefusal.UnknownItem;
        if (string.IsNullOrWhiteSpace(request.Reason))
            return MeetingRefusal.ReasonMissing;
        if (meeting.State != MeetingState.Open)
            return MeetingRefusal.NotOpen;
        if (item.State is not (ItemState.Voting or ItemState.Voted))
            return MeetingRefusal.NotVoting;
        await sittingCases.Supersede(matter, cancellationToken);
        await boxes.Void(item, caller.Stamp(), cancellationToken);
        item.Repeat();
        item.Spoken = string.Join(
            '\n',
            MinutesText.Paragraphs(item.Spoken).Append($"Голосование признано несостоявшимся: {request.Reason.Trim().TrimEnd('.')}.")
        );
        await db.SaveChangesAsync(cancellationToken);
        return (await steps.Tell(matter, "VoteRepeated", FeelContext.Empty, cancellationToken)).IsTaken
            ? new Done()
            : MeetingRefusal.NotVoting;
    }
}
