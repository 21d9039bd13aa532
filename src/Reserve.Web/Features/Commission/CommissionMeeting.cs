using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Commands;
using Reserve.Web.Data;

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
}

/// <summary>A sitting of a territory's commission.</summary>
[Recorded("Заседание")]
public sealed class CommissionMeeting : ITerritorial
{
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

    public IReadOnlyList<Guid> PresentUserIds { get; private set; } = [];

    [Recorded("Присутствовали")]
    public IReadOnlyList<string> PresentNames { get; private set; } = [];

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
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(20);
        builder.Property<uint>("xmin").IsRowVersion();
        builder.HasIndex(row => row.ScheduledAt);
    }
}
