using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>The protocol is signed: the cases that the sitting has decided go on to their extracts and replies.</summary>
[Allow]
[Activity("Commission.ReleaseCases", Title = "Передать решения в дела")]
internal sealed record ReleaseCases(CommissionMeetingId Meeting) : IRequest<Result<Done, MeetingRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("commission_meetings", Meeting, nameof(Meeting));
}

internal sealed class ReleaseCasesHandler(SittingSteps steps, SittingCases sittingCases)
    : IRequestHandler<ReleaseCases, Result<Done, MeetingRefusal>>
{
    public async Task<Result<Done, MeetingRefusal>> Handle(ReleaseCases request, CancellationToken cancellationToken)
    {
        if (await steps.Find(request.Meeting, cancellationToken) is not { } meeting)
            return MeetingRefusal.NotFound;
        // A case that was withdrawn meanwhile waits for nothing any more.
        foreach (var appointment in await sittingCases.Decided(meeting, cancellationToken))
            await steps.Tell(appointment, "SittingHeld", FeelContext.Empty, cancellationToken);
        return new Done();
    }
}
