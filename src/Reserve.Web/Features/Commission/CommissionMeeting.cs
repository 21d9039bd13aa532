using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Commission;

public readonly record struct CommissionMeetingId(Guid Value) : ITypedId<CommissionMeetingId>
{
    public static CommissionMeetingId From(Guid value) => new(value);
}

public enum MeetingState
{
    Planned,
    AgendaClosed,
    Open,
    Held,
    Cancelled,
}

public enum MeetingRefusal
{
    [Says("Заседание не найдено.")]
    NotFound,

    [Says("Время заседания уже прошло.")]
    InThePast,

    [Says("Повестка уже закрыта.")]
    AgendaClosed,

    [Says("Повестка ещё не закрыта.")]
    AgendaOpen,

    [Says("В повестке нет ни одного дела.")]
    EmptyAgenda,

    [Says("До заседания осталось меньше времени, чем нужно членам комиссии для изучения материалов. Перенесите заседание.")]
    TooLate,

    [Says("День заседания ещё не наступил.")]
    TooEarly,

    [Says("Отметьте присутствующих членов комиссии.")]
    NobodyPresent,

    [Says("Среди отмеченных есть не члены этой комиссии.")]
    UnknownMember,

    [Says("Одно из дел повестки ещё не готово к заседанию. Повторите через минуту.")]
    CaseNotReady,

    [Says("Заседание не открыто.")]
    NotOpen,

    [Says("Не по всем делам повестки принято решение.")]
    Undecided,

    [Says("Заседание уже открыто или завершено.")]
    AlreadyOpened,

    [Says("Вопроса нет в повестке этого заседания.")]
    UnknownItem,

    [Says("Комиссия ещё не закончила предыдущий вопрос.")]
    OtherItemHeard,

    [Says("Этот вопрос сейчас не рассматривается.")]
    NotHeard,

    [Says("По этому вопросу уже голосуют или решение уже принято.")]
    AlreadyVoting,

    [Says("Голосовать некому: все присутствующие заявили конфликт интересов.")]
    NobodyVotes,

    [Says("Кворума нет: голосование открыть нельзя.")]
    NoQuorum,

    [Says("По этому вопросу сейчас не голосуют.")]
    NotVoting,

    [Says("Укажите причину.")]
    ReasonMissing,

    [Says("Заседание ещё не завершено.")]
    NotHeld,

    [Says("Протокол уже закрыт.")]
    ProtocolClosed,

    [Says("Заполните раздел «СЛУШАЛИ» по каждому рассмотренному вопросу.")]
    MinutesMissing,

    [Says("Пока вы писали, эту запись изменил другой человек. Ваш текст сохранён на странице: сверьте и сохраните снова.")]
    MinutesChanged,

    [Says("Этот человек уже отмечен.")]
    SameState,

    [Says("Процесс заседания этого сейчас не ждёт. Повторите через минуту.")]
    NotAwaited,
}

/// <summary>A sitting of a territory's commission.</summary>
[Recorded("Заседание")]
public sealed class CommissionMeeting : ITerritorial
{
    /// <summary>The type of <see cref="Runtime.Steps.Subject"/> under which the runtime knows sittings.</summary>
    public const string SubjectType = "meeting";

    private CommissionMeeting() { }

    public CommissionMeetingId Id { get; private init; }

    public string Territory { get; private init; } = "";

    public long Number { get; private init; }

    [Recorded("Назначено на")]
    public DateTimeOffset ScheduledAt { get; private set; }

    [Recorded("Место")]
    public string Place { get; private set; } = "";

    [Recorded("Состояние")]
    public MeetingState State { get; private set; }

    [Recorded("Повестка закрыта")]
    public DateTimeOffset? AgendaClosedAt { get; private set; }

    [Recorded("Открыто")]
    public DateTimeOffset? OpenedAt { get; private set; }

    [Recorded("Проведено")]
    public DateTimeOffset? HeldAt { get; private set; }

    /// <summary>How many members the commission had when the sitting was opened.</summary>
    public int? MembersThen { get; private set; }

    /// <summary>Who is there now; who came and left when stands in <see cref="SittingPresence"/>.</summary>
    public IReadOnlyList<Guid> PresentUserIds { get; private set; } = [];

    [Recorded("Присутствуют")]
    public IReadOnlyList<string> PresentNames { get; private set; } = [];

    /// <summary>How many times the members were invited: the next invitation replaces the former ones in their calendars.</summary>
    public int Invitations { get; private set; }

    /// <summary>When the secretary had done with the draft of the protocol; null again when the chair sent it back.</summary>
    [Recorded("Проект протокола закрыт")]
    public DateTimeOffset? DraftClosedAt { get; private set; }

    /// <summary>When the chair agreed to the protocol: from then on nothing of it changes.</summary>
    [Recorded("Протокол согласован")]
    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>What the chair wants to be changed in the draft of the protocol.</summary>
    [Recorded("Замечания к протоколу")]
    public string? Remarks { get; private set; }

    public Subject Subject => new(SubjectType, Id.Value.ToString());

    /// <summary>Whether the minutes may still be written.</summary>
    public bool MinutesAreOpen => State is MeetingState.Open or MeetingState.Held && DraftClosedAt is null;

    public static CommissionMeeting Schedule(string territory, DateTimeOffset at, string place, Stamp stamp) =>
        new()
        {
            Id = Ids.New<CommissionMeetingId>(stamp.At),
            Territory = territory,
            ScheduledAt = at,
            Place = place,
        };

    public MeetingRefusal? Reschedule(DateTimeOffset at, string place)
    {
        if (State is not (MeetingState.Planned or MeetingState.AgendaClosed))
            return MeetingRefusal.AlreadyOpened;
        (ScheduledAt, Place) = (at, place);
        return null;
    }

    /// <param name="inTime">Whether the members still have the time that they need for the materials.</param>
    /// <param name="stamp">Who and when.</param>
    public MeetingRefusal? CloseAgenda(bool inTime, Stamp stamp)
    {
        if (State != MeetingState.Planned)
            return MeetingRefusal.AgendaClosed;
        if (!inTime)
            return MeetingRefusal.TooLate;
        (State, AgendaClosedAt) = (MeetingState.AgendaClosed, stamp.At);
        return null;
    }

    /// <param name="commission">The commission's members.</param>
    /// <param name="present">Those of them who are there.</param>
    /// <param name="dayHasCome">Whether it is the sitting's day, or later.</param>
    /// <param name="stamp">Who and when.</param>
    public MeetingRefusal? Open(
        IReadOnlyList<CommissionMember> commission,
        IReadOnlyList<CommissionMember> present,
        bool dayHasCome,
        Stamp stamp
    )
    {
        switch (State)
        {
            case MeetingState.Planned:
                return MeetingRefusal.AgendaOpen;
            case MeetingState.Open or MeetingState.Held or MeetingState.Cancelled:
                return MeetingRefusal.AlreadyOpened;
        }

        if (!dayHasCome)
            return MeetingRefusal.TooEarly;
        (State, OpenedAt, MembersThen) = (MeetingState.Open, stamp.At, commission.Count);
        PresentUserIds = [.. present.Select(member => member.UserId)];
        PresentNames = [.. present.Select(member => member.Name)];
        return null;
    }

    public MeetingRefusal? Arrive(CommissionMember member)
    {
        if (State != MeetingState.Open)
            return MeetingRefusal.NotOpen;
        if (PresentUserIds.Contains(member.UserId))
            return MeetingRefusal.SameState;
        PresentUserIds = [.. PresentUserIds, member.UserId];
        PresentNames = [.. PresentNames, member.Name];
        return null;
    }

    public MeetingRefusal? Leave(Guid user)
    {
        if (State != MeetingState.Open)
            return MeetingRefusal.NotOpen;
        var place = PresentUserIds.ToList().IndexOf(user);
        if (place < 0)
            return MeetingRefusal.SameState;
        PresentUserIds = [.. PresentUserIds.Where((_, i) => i != place)];
        PresentNames = [.. PresentNames.Where((_, i) => i != place)];
        return null;
    }

    public void Invite() => Invitations++;

    public MeetingRefusal? Cancel(Stamp stamp)
    {
        if (State is not (MeetingState.Planned or MeetingState.AgendaClosed))
            return MeetingRefusal.AlreadyOpened;
        (State, HeldAt) = (MeetingState.Cancelled, stamp.At);
        return null;
    }

    /// <summary>The secretary has done with the draft of the protocol.</summary>
    public MeetingRefusal? CloseDraft(Stamp stamp)
    {
        if (State != MeetingState.Held)
            return MeetingRefusal.NotHeld;
        if (DraftClosedAt is not null)
            return MeetingRefusal.ProtocolClosed;
        (DraftClosedAt, Remarks) = (stamp.At, null);
        return null;
    }

    /// <summary>The chair agrees, or sends the draft back.</summary>
    public MeetingRefusal? Confirm(bool agreed, string? remarks, Stamp stamp)
    {
        if (DraftClosedAt is null)
            return MeetingRefusal.NotHeld;
        if (ConfirmedAt is not null)
            return MeetingRefusal.ProtocolClosed;
        if (agreed)
            ConfirmedAt = stamp.At;
        else if (string.IsNullOrWhiteSpace(remarks))
            return MeetingRefusal.ReasonMissing;
        else
            (DraftClosedAt, Remarks) = (null, remarks.Trim());
        return null;
    }

    public MeetingRefusal? Hold(Stamp stamp)
    {
        if (State != MeetingState.Open)
            return MeetingRefusal.NotOpen;
        (State, HeldAt) = (MeetingState.Held, stamp.At);
        return null;
    }
}

internal sealed class CommissionMeetingMapping : IEntityTypeConfiguration<CommissionMeeting>
{
    public void Configure(EntityTypeBuilder<CommissionMeeting> builder)
    {
        builder.ToTable(
            "commission_meetings",
            table => table.HasCheckConstraint("ck_commission_meetings_opened", "(state in ('Open', 'Held')) = (opened_at is not null)")
        );
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Number).UseIdentityAlwaysColumn();
        builder.Property(row => row.Place).HasMaxLength(300);
        builder.Property(row => row.Invitations).HasDefaultValue(0);
        builder.Property(row => row.Remarks).HasMaxLength(4000);
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(20);
        builder.Ignore(row => row.Subject).Ignore(row => row.MinutesAreOpen);
        builder.Property<uint>("xmin").IsRowVersion();
        builder.HasIndex(row => row.ScheduledAt);
    }
}
