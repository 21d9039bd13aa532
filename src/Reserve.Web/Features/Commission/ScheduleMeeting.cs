using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Commission;

[Allow(Roles.CommissionSecretary, Roles.CommissionChair)]
public sealed record ScheduleMeeting(string Territory, DateTimeOffset At, string Place)
    : IRequest<Result<CommissionMeetingId, MeetingRefusal>>,
        ITerritorial;

[Allow(Roles.CommissionSecretary, Roles.CommissionChair)]
public sealed record RescheduleMeeting(CommissionMeetingId Meeting, DateTimeOffset At, string Place)
    : IRequest<Result<Done, MeetingRefusal>>;

/// <summary>Closes the agenda: from now on the members read, and no case is added.</summary>
[Allow(Roles.CommissionSecretary)]
public sealed record CloseAgenda(CommissionMeetingId Meeting) : IRequest<Result<Done, MeetingRefusal>>;

/// <summary>Opens the sitting with those present: every case of the agenda goes on to its hearing.</summary>
[Allow(Roles.CommissionSecretary, Roles.CommissionChair)]
public sealed record OpenSitting(CommissionMeetingId Meeting, IReadOnlyList<Guid> Present) : IRequest<Result<Done, MeetingRefusal>>;

/// <summary>Ends the sitting when every case of the agenda is decided or taken over.</summary>
[Allow(Roles.CommissionSecretary, Roles.CommissionChair)]
public sealed record HoldSitting(CommissionMeetingId Meeting) : IRequest<Result<Done, MeetingRefusal>>;

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
            .MustAsync(async (territory, cancellationToken) => await db.Set<Territory>().AnyAsync(row => row.Path == territory, cancellationToken))
            .WithMessage("Выберите территорию.");
    }
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

internal sealed class MeetingHandler(ReserveDb db, ProcessRuntime processes, SittingDays days, Caller caller)
    : IRequestHandler<ScheduleMeeting, Result<CommissionMeetingId, MeetingRefusal>>,
        IRequestHandler<RescheduleMeeting, Result<Done, MeetingRefusal>>,
        IRequestHandler<CloseAgenda, Result<Done, MeetingRefusal>>,
        IRequestHandler<OpenSitting, Result<Done, MeetingRefusal>>,
        IRequestHandler<HoldSitting, Result<Done, MeetingRefusal>>
{
    public Task<Result<CommissionMeetingId, MeetingRefusal>> Handle(ScheduleMeeting request, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        if (!Territory.Covers(caller.Territory, request.Territory))
            return Task.FromResult<Result<CommissionMeetingId, MeetingRefusal>>(MeetingRefusal.OutsideTerritory);
        if (request.At < stamp.At)
            return Task.FromResult<Result<CommissionMeetingId, MeetingRefusal>>(MeetingRefusal.InThePast);
        var meeting = CommissionMeeting.Schedule(request.Territory, request.At, request.Place.Trim(), stamp);
        db.Add(meeting);
        return Task.FromResult<Result<CommissionMeetingId, MeetingRefusal>>(meeting.Id);
    }

    public async Task<Result<Done, MeetingRefusal>> Handle(RescheduleMeeting request, CancellationToken cancellationToken)
    {
        if (await Find(request.Meeting, cancellationToken) is not { } meeting)
            return MeetingRefusal.NotFound;
        if (request.At < caller.Stamp().At)
            return MeetingRefusal.InThePast;
        if (meeting.Reschedule(request.At, request.Place.Trim()) is { } refusal)
            return refusal;
        foreach (var appointment in await Cases(meeting, cancellationToken))
            appointment.Schedule(request.At);
        return new Done();
    }

    public async Task<Result<Done, MeetingRefusal>> Handle(CloseAgenda request, CancellationToken cancellationToken)
    {
        if (await Find(request.Meeting, cancellationToken) is not { } meeting)
            return MeetingRefusal.NotFound;
        if (meeting.CloseAgenda(days.LeavesTime(meeting.ScheduledAt, caller.Stamp().At), caller.Stamp()) is { } refusal)
            return refusal;
        return (await Cases(meeting, cancellationToken)).Count == 0 ? MeetingRefusal.EmptyAgenda : new Done();
    }

    public async Task<Result<Done, MeetingRefusal>> Handle(OpenSitting request, CancellationToken cancellationToken)
    {
        if (await Find(request.Meeting, cancellationToken) is not { } meeting)
            return MeetingRefusal.NotFound;
        var commission = await db.Set<CommissionMember>()
            .AsNoTracking()
            .Where(member => member.Territory == meeting.Territory && member.LeftAt == null)
            .OrderBy(member => member.Name)
            .ToListAsync(cancellationToken);
        List<CommissionMember> present = [.. commission.Where(member => request.Present.Contains(member.UserId))];
        if (present.Count == 0)
            return MeetingRefusal.NobodyPresent;
        if (request.Present.Any(user => present.All(member => member.UserId != user)))
            return MeetingRefusal.UnknownMember;
        if (meeting.Open(commission, present, days.HasCome(meeting.ScheduledAt, caller.Stamp().At), caller.Stamp()) is { } refusal)
            return refusal;
        await db.SaveChangesAsync(cancellationToken);
        foreach (var appointment in await Cases(meeting, cancellationToken))
        {
            var conflicted = await db.Set<ConflictOfInterest>()
                .Where(row => row.CaseId == appointment.Id)
                .Select(row => row.UserId)
                .ToListAsync(cancellationToken);
            List<CommissionMember> voters = [.. present.Where(member => !conflicted.Contains(member.UserId))];
            appointment.OpenSitting();
            var heard = await processes.Correlate(
                "SittingOpened",
                appointment.Id.Value.ToString(),
                Opened(commission.Count, present, voters),
                new StartFacts(appointment.Territory, appointment.Subject),
                caller.Stamp(),
                cancellationToken
            );
            if (heard.Continued.Count == 0)
                return MeetingRefusal.CaseNotReady;
        }

        return new Done();
    }

    public async Task<Result<Done, MeetingRefusal>> Handle(HoldSitting request, CancellationToken cancellationToken)
    {
        if (await Find(request.Meeting, cancellationToken) is not { } meeting)
            return MeetingRefusal.NotFound;
        if (meeting.Hold(caller.Stamp()) is { } refusal)
            return refusal;
        return (await Cases(meeting, cancellationToken)).Count > 0 ? MeetingRefusal.Undecided : new Done();
    }

    private static FeelContext Opened(int members, List<CommissionMember> present, List<CommissionMember> voters) =>
        FeelContext.Of(
            (
                "attendance",
                FeelValue.Context(
                    FeelContext.Of(
                        ("members", FeelValue.From((long)members)),
                        ("present", FeelValue.From((long)present.Count)),
                        ("eligible", FeelValue.From((long)voters.Count)),
                        ("chairPresent", FeelValue.From(present.Any(member => member.IsChair)))
                    )
                )
            ),
            ("voters", FeelValue.List([.. voters.Select(member => FeelValue.From(member.UserId.ToString()))]))
        );

    private Task<CommissionMeeting?> Find(CommissionMeetingId id, CancellationToken cancellationToken) =>
        db.Set<CommissionMeeting>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    /// <summary>The cases of the agenda that still wait for their decision, in order.</summary>
    private Task<List<AppointmentCase>> Cases(CommissionMeeting meeting, CancellationToken cancellationToken) =>
        (
            from item in db.Set<AgendaItem>()
            join appointment in db.Set<AppointmentCase>() on item.CaseId equals appointment.Id
            where item.MeetingId == meeting.Id && item.ClosedAt == null
            orderby item.Position
            select appointment
        ).ToListAsync(cancellationToken);
}
