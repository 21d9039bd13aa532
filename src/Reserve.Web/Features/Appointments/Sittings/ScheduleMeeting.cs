using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments.Sittings;

[Allow(Roles.CommissionSecretary, Roles.CommissionChair)]
[Says("Назначить заседание")]
internal sealed record ScheduleMeeting(string Territory, DateTimeOffset At, string Place)
    : IRequest<Result<CommissionMeetingId, MeetingRefusal>>,
        ITerritorial,
        IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

internal sealed class ScheduleMeetingValidator : AbstractValidator<ScheduleMeeting>
{
    public ScheduleMeetingValidator(ReserveDb db)
    {
        RuleFor(command => command.Place)
            .NotEmpty()
            .WithMessage("Укажите место.")
            .MaximumLength(300)
            .WithMessage("Место длиннее 300 знаков.");
        RuleFor(command => command.Territory)
            .MustAsync(
                async (territory, cancellationToken) => await db.Set<Territory>().AnyAsync(row => row.Path == territory, cancellationToken)
            )
            .WithMessage("Выберите территорию.");
    }
}

internal sealed class ScheduleMeetingHandler(ReserveDb db, SittingSteps steps, TimeShown shown, Caller caller)
    : IRequestHandler<ScheduleMeeting, Result<CommissionMeetingId, MeetingRefusal>>
{
    public async Task<Result<CommissionMeetingId, MeetingRefusal>> Handle(ScheduleMeeting request, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        if (request.At < stamp.At)
            return MeetingRefusal.InThePast;
        var meeting = CommissionMeeting.Schedule(request.Territory, request.At, request.Place.Trim(), stamp);
        db.Add(meeting);
        // The number is given by the database.
        await db.SaveChangesAsync(cancellationToken);
        await steps.Begin(meeting, $"№ {meeting.Number}, {shown.Moment(meeting.ScheduledAt)}", cancellationToken);
        return meeting.Id;
    }
}
