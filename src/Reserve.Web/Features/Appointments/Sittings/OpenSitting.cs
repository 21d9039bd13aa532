using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>Opens the sitting with those present; then the commission comes to one item after another.</summary>
[CompletesTask("Commission.OpenSitting", Gives = [], Otherwise = "никто не сможет открыть заседание")]
[Allow(Roles.CommissionSecretary)]
[Says("Открыть заседание")]
internal sealed record OpenSitting(CommissionMeetingId Meeting, IReadOnlyList<Guid> Present)
    : IRequest<Result<Done, MeetingRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("commission_meetings", Meeting, nameof(Meeting));
}

internal sealed class OpenSittingHandler(ReserveDb db, SittingDays days, Caller caller, SittingSteps steps)
    : IRequestHandler<OpenSitting, Result<Done, MeetingRefusal>>
{
    public async Task<Result<Done, MeetingRefusal>> Handle(OpenSitting request, CancellationToken cancellationToken)
    {
        if (await steps.Find(request.Meeting, cancellationToken) is not { } meeting)
            return MeetingRefusal.NotFound;
        var commission = await CommissionsAbove.Commission(db, meeting.Territory, cancellationToken);
        List<CommissionMember> present =
        [
            .. commission
                .Where(member => request.Present.Contains(member.UserId))
                .OrderBy(member => member.Name, StringComparer.CurrentCulture),
        ];
        if (present.Count == 0)
            return MeetingRefusal.NobodyPresent;
        if (request.Present.Any(user => present.All(member => member.UserId != user)))
            return MeetingRefusal.UnknownMember;
        var stamp = caller.Stamp();
        if (meeting.Open(commission, present, days.HasCome(meeting, stamp.At), stamp) is { } refusal)
            return refusal;
        db.AddRange(present.Select(member => SittingPresence.Of(meeting, member, stamp)));
        return await steps.Complete<OpenSitting>(meeting, FeelContext.Empty, cancellationToken) is { } notAwaited ? notAwaited : new Done();
    }
}
