using FluentValidation;
using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings;

[Allow(Roles.CommissionSecretary, Roles.CommissionChair)]
[Says("Перенести заседание")]
internal sealed record RescheduleMeeting(CommissionMeetingId Meeting, DateTimeOffset At, string Place)
    : IRequest<Result<Done, MeetingRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("commission_meetings", Meeting, nameof(Meeting));
}

internal sealed class RescheduleMeetingValidator : AbstractValidator<RescheduleMeeting>
{
    public RescheduleMeetingValidator() =>
        RuleFor(command => command.Place)
            .NotEmpty()
            .WithMessage("Укажите место.")
            .MaximumLength(300)
            .WithMessage("Место длиннее 300 знаков.");
}

internal sealed class RescheduleMeetingHandler(Caller caller, ReserveDb db, SittingSteps steps, SittingCases sittingCases)
    : IRequestHandler<RescheduleMeeting, Result<Done, MeetingRefusal>>
{
    public async Task<Result<Done, MeetingRefusal>> Handle(RescheduleMeeting request, CancellationToken cancellationToken)
    {
        if (await steps.Find(request.Meeting, cancellationToken) is not { } meeting)
            return MeetingRefusal.NotFound;
        if (request.At < caller.Stamp().At)
            return MeetingRefusal.InThePast;
        if (meeting.Reschedule(request.At, request.Place.Trim()) is { } refusal)
            return refusal;
        foreach (var (_, appointment) in await sittingCases.Items(meeting, cancellationToken))
            appointment.Schedule(request.At);
        await db.SaveChangesAsync(cancellationToken);
        await steps.Tell(meeting, "SittingMoved", FeelContext.Of(("at", FeelValue.From(request.At))), cancellationToken);
        return new Done();
    }
}
