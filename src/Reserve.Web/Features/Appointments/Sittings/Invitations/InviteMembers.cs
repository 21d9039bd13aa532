using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Notifications;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Appointments.Sittings.Invitations;

/// <summary>
/// Invites the members of the commission, tells them of another time or of the closed agenda, or calls the sitting off: a letter with an
/// entry for the calendar, and a line among the notifications.
/// </summary>
[Allow]
[Activity("Commission.Invite", Title = "Пригласить членов комиссии")]
internal sealed record InviteMembers(CommissionMeetingId Meeting) : IRequest<Result<Done, MeetingRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("commission_meetings", Meeting, nameof(Meeting));
}

internal sealed class InviteMembersHandler(
    ReserveDb db,
    SittingSteps steps,
    Invitations invitations,
    People people,
    Telling telling,
    Outbox outbox,
    Caller caller
) : IRequestHandler<InviteMembers, Result<Done, MeetingRefusal>>
{
    public async Task<Result<Done, MeetingRefusal>> Handle(InviteMembers request, CancellationToken cancellationToken)
    {
        if (await steps.Find(request.Meeting, cancellationToken) is not { } meeting)
            return MeetingRefusal.NotFound;
        meeting.Invite();
        var letter = await invitations.Write(meeting, cancellationToken);
        var commission = await CommissionsAbove.Commission(db, meeting.Territory, cancellationToken);
        var page = $"/appointments/meetings/{meeting.Id.Value}";
        foreach (var member in await people.Named([.. commission.Select(member => member.UserId)], cancellationToken))
        {
            telling.Note(member, meeting.Territory, letter.Subject, page);
            if (member.Email is not { Length: > 0 } address)
                continue;
            await outbox.Add(
                InvitationMail.Kind,
                $"invitation/{meeting.Id.Value}/{meeting.Invitations}/{member.Id}",
                invitations.To(member, address, meeting, letter),
                caller.Stamp().At,
                cancellationToken
            );
        }

        return new Done();
    }
}
