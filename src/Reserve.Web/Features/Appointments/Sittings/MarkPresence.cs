using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>A member comes to the sitting or leaves it: whoever leaves during a vote and has not voted is not asked any more.</summary>
[Allow(Roles.CommissionSecretary)]
[Says("Отметить присутствие")]
internal sealed record MarkPresence(CommissionMeetingId Meeting, Guid User, bool Present) : IRequest<Result<Done, MeetingRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("commission_meetings", Meeting, nameof(Meeting));
}

internal sealed class MarkPresenceHandler(ReserveDb db, SittingSteps steps, SittingCases sittingCases, Caller caller)
    : IRequestHandler<MarkPresence, Result<Done, MeetingRefusal>>
{
    public async Task<Result<Done, MeetingRefusal>> Handle(MarkPresence request, CancellationToken cancellationToken)
    {
        if (await steps.Find(request.Meeting, cancellationToken) is not { } meeting)
            return MeetingRefusal.NotFound;
        var commission = await CommissionsAbove.Commission(db, meeting.Territory, cancellationToken);
        if (commission.Find(row => row.UserId == request.User) is not { } member)
            return MeetingRefusal.UnknownMember;
        var presided = CommissionSeats.Presiding(commission, meeting.PresentUserIds)?.UserId == member.UserId;
        if ((request.Present ? meeting.Arrive(member) : meeting.Leave(member.UserId)) is { } refusal)
            return refusal;
        var stamp = caller.Stamp();
        if (request.Present)
        {
            db.Add(SittingPresence.Of(meeting, member, stamp));
            return new Done();
        }

        foreach (
            var stay in await db.Set<SittingPresence>()
                .Where(row => row.MeetingId == meeting.Id && row.UserId == member.UserId && row.LeftAt == null)
                .ToListAsync(cancellationToken)
        )
            stay.Leave(stamp);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var (item, matter) in await sittingCases.Voting(meeting, cancellationToken))
        {
            await steps.Excuse(matter, member.UserId, presided, "Absent", cancellationToken);
            await steps.CloseVote(item, matter, cancellationToken);
        }

        return new Done();
    }
}
