using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>Puts a case, or a question of the reserve, on the agenda of a meeting that is still open and far enough away.</summary>
/// <param name="Case">Which case.</param>
/// <param name="Meeting">Of which sitting.</param>
/// <param name="Question">Which question of the reserve, where it is no case.</param>
[CompletesTask("Commission.PutOnAgenda", Gives = ["sitting"], Otherwise = "никто не сможет включить вопрос в повестку")]
[Allow(Roles.CommissionSecretary)]
[Says("Включить вопрос в повестку")]
internal sealed record PutOnAgenda(AppointmentCaseId? Case, CommissionMeetingId Meeting, SittingQuestionId? Question = null)
    : IRequest<Result<AgendaItemId, AgendaRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Each(MatterFinder.AreaOf(Case, Question), Area.Of("commission_meetings", Meeting, nameof(Meeting)));
}

internal abstract record AgendaRefusal : IRefusal
{
    private AgendaRefusal() { }

    public abstract string Text { get; }

    public sealed record UnknownCase : AgendaRefusal
    {
        public override string Text => "Вопрос не найден.";
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

    /// <summary>The commission of another territory cannot decide it.</summary>
    public sealed record OtherCommission : AgendaRefusal
    {
        public override string Text => "Эта комиссия не рассматривает вопросы этой территории.";
    }

    [Says("Дело рассматривает другая комиссия.")]
    public sealed record NotItsCommission(string Commission) : AgendaRefusal
    {
        public override string Text => $"Дело рассматривает другая комиссия: {Commission}.";
    }

    [Says("Процесс этого сейчас не ждёт.")]
    public sealed record NotAwaited(string Why) : AgendaRefusal
    {
        public override string Text => Why;
    }
}

internal sealed class PutOnAgendaHandler(
    ReserveDb db,
    ProcessRuntime processes,
    SittingDays days,
    SittingCases sittingCases,
    MatterFinder matters,
    CommissionChoice commissions,
    Caller caller
) : IRequestHandler<PutOnAgenda, Result<AgendaItemId, AgendaRefusal>>
{
    public async Task<Result<AgendaItemId, AgendaRefusal>> Handle(PutOnAgenda request, CancellationToken cancellationToken)
    {
        if (await matters.Find(request.Case, request.Question, cancellationToken) is not { } matter)
            return new AgendaRefusal.UnknownCase();
        if (await db.Set<CommissionMeeting>().SingleOrDefaultAsync(row => row.Id == request.Meeting, cancellationToken) is not { } meeting)
            return new AgendaRefusal.UnknownMeeting();
        var stamp = caller.Stamp();
        if (meeting.State != MeetingState.Planned)
            return new AgendaRefusal.AgendaClosed();
        if (!days.LeavesTime(meeting, stamp.At))
            return new AgendaRefusal.TooLate(days.Lead);
        if (!Territory.Covers(meeting.Territory, matter.Territory))
            return new AgendaRefusal.OtherCommission();
        if (await commissions.Of(matter, cancellationToken) is { } chosen && chosen.Territory != meeting.Territory)
            return new AgendaRefusal.NotItsCommission(chosen.Name);
        // What comes back from a sitting without quorum leaves that agenda, and its former votes count no more.
        if (await sittingCases.Standing(matter, cancellationToken) is { } former)
            former.Close(stamp);
        await sittingCases.Supersede(matter, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        var last = await db.Set<AgendaItem>()
            .Where(row => row.MeetingId == meeting.Id)
            .MaxAsync(row => (int?)row.Position, cancellationToken);
        var item = new AgendaItem
        {
            Id = Ids.New<AgendaItemId>(stamp.At),
            MeetingId = meeting.Id,
            CaseId = request.Case,
            QuestionId = request.Case is null ? request.Question : null,
            Territory = matter.Territory,
            Position = (last ?? 0) + 1,
        };
        db.Add(item);
        matter.Schedule(meeting.ScheduledAt);
        var sitting = FeelContext.Of(("meeting", FeelValue.From(meeting.Id.Value.ToString())), ("at", FeelValue.From(meeting.ScheduledAt)));
        var completed = await processes.CompleteTask<PutOnAgenda>(
            matter.Subject,
            FeelContext.Of(("sitting", FeelValue.Context(sitting))),
            caller.UserId,
            cancellationToken
        );
        return completed.IsOk ? item.Id : new AgendaRefusal.NotAwaited(completed.Reason!);
    }
}
