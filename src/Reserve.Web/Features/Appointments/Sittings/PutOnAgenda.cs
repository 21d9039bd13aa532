using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>Puts a case on the agenda of a meeting that is still open to cases and far enough away.</summary>
[CompletesTask("Commission.PutOnAgenda", Gives = ["sitting"], Otherwise = "никто не сможет включить дело в повестку")]
[Allow(Roles.CommissionSecretary)]
[Says("Включить дело в повестку")]
internal sealed record PutOnAgenda(AppointmentCaseId Case, CommissionMeetingId Meeting)
    : IRequest<Result<AgendaItemId, AgendaRefusal>>,
        IPlaced
{
    Area IPlaced.Area =>
        Area.Each(Area.Of("appointment_cases", Case, nameof(Case)), Area.Of("commission_meetings", Meeting, nameof(Meeting)));
}

internal abstract record AgendaRefusal : IRefusal
{
    private AgendaRefusal() { }

    public abstract string Text { get; }

    public sealed record UnknownCase : AgendaRefusal
    {
        public override string Text => "Дело не найдено.";
    }

    public sealed record UnknownMeeting : AgendaRefusal
    {
        public override string Text => "Заседание не найдено.";
    }

    public sealed record AgendaClosed : AgendaRefusal
    {
        public override string Text => "Повестка этого заседания уже закрыта.";
    }

    [Says("До заседания осталось слишком мало дней.")]
    public sealed record TooLate(int Days) : AgendaRefusal
    {
        public override string Text => $"До заседания должно оставаться не меньше {Days} рабочих дней для изучения материалов.";
    }

    /// <summary>The commission of another territory cannot decide this case.</summary>
    public sealed record OtherCommission : AgendaRefusal
    {
        public override string Text => "Эта комиссия не рассматривает дела этой территории.";
    }

    [Says("Процесс этого сейчас не ждёт.")]
    public sealed record NotAwaited(string Why) : AgendaRefusal
    {
        public override string Text => Why;
    }
}

internal sealed class PutOnAgendaHandler(ReserveDb db, ProcessRuntime processes, SittingDays days, SittingCases sittingCases, Caller caller)
    : IRequestHandler<PutOnAgenda, Result<AgendaItemId, AgendaRefusal>>
{
    public async Task<Result<AgendaItemId, AgendaRefusal>> Handle(PutOnAgenda request, CancellationToken cancellationToken)
    {
        if (await db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == request.Case, cancellationToken) is not { } appointment)
            return new AgendaRefusal.UnknownCase();
        if (await db.Set<CommissionMeeting>().SingleOrDefaultAsync(row => row.Id == request.Meeting, cancellationToken) is not { } meeting)
            return new AgendaRefusal.UnknownMeeting();
        var stamp = caller.Stamp();
        if (meeting.State != MeetingState.Planned)
            return new AgendaRefusal.AgendaClosed();
        if (!days.LeavesTime(meeting, stamp.At))
            return new AgendaRefusal.TooLate(days.Lead);
        if (!Territory.Covers(meeting.Territory, appointment.Territory))
            return new AgendaRefusal.OtherCommission();
        // A case that comes back from a sitting without quorum leaves that agenda, and its former votes count no more.
        foreach (
            var former in await db.Set<AgendaItem>()
                .Where(row => row.CaseId == appointment.Id && row.ClosedAt == null)
                .ToListAsync(cancellationToken)
        )
            former.Close(stamp);
        await sittingCases.Supersede(appointment, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        var last = await db.Set<AgendaItem>()
            .Where(row => row.MeetingId == meeting.Id)
            .MaxAsync(row => (int?)row.Position, cancellationToken);
        var item = new AgendaItem
        {
            Id = Ids.New<AgendaItemId>(stamp.At),
            MeetingId = meeting.Id,
            CaseId = appointment.Id,
            Territory = appointment.Territory,
            Position = (last ?? 0) + 1,
        };
        db.Add(item);
        appointment.Schedule(meeting.ScheduledAt);
        var sitting = FeelContext.Of(("meeting", FeelValue.From(meeting.Id.Value.ToString())), ("at", FeelValue.From(meeting.ScheduledAt)));
        var completed = await processes.CompleteTask<PutOnAgenda>(
            appointment.Subject,
            FeelContext.Of(("sitting", FeelValue.Context(sitting))),
            caller.UserId,
            cancellationToken
        );
        return completed.IsOk ? item.Id : new AgendaRefusal.NotAwaited(completed.Reason!);
    }
}
