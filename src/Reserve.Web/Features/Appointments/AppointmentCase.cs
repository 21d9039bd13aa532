using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Persons;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments;

public readonly record struct AppointmentCaseId(Guid Value) : ITypedId<AppointmentCaseId>
{
    public static AppointmentCaseId From(Guid value) => new(value);
}

/// <summary>Where an approval stands; the process moves it.</summary>
public enum CaseState
{
    Registered,
    Checking,
    Returned,
    Expertise,
    Scheduled,
    Sitting,
    Postponed,
    Approved,
    Refused,
    Appointed,
    Withdrawn,
}

public enum RequestSource
{
    Mail,
    Cabinet,
}

/// <summary>Why an activity about a case was refused.</summary>
internal enum CaseRefusal
{
    [Says("Дело не найдено.")]
    UnknownCase,

    [Says("В этой должности уже есть руководитель, вступивший в неё в тот же день или позже: исправьте базу руководителей.")]
    PostTaken,
}

/// <summary>One approval of an appointment: a region asks whether a person may head the education authority of a municipality.</summary>
[Recorded("Дело о согласовании")]
public sealed class AppointmentCase : ITerritorial, IMatter
{
    /// <summary>The type of <see cref="Runtime.Steps.Subject"/> under which the runtime knows cases.</summary>
    public const string SubjectType = "case";

    private AppointmentCase() { }

    public AppointmentCaseId Id { get; private init; }

    /// <summary>The municipality.</summary>
    public string Territory { get; private init; } = "";

    /// <summary>Given by the database, in the order of registration.</summary>
    public long Serial { get; private init; }

    public string PersonName { get; private init; } = "";

    /// <summary>Whose record; null in what the release before has written.</summary>
    public PersonId? PersonId { get; private init; }

    /// <summary>The person's entry in the reserve, when there is one.</summary>
    public Guid? CandidateId { get; private init; }

    public string Position { get; private init; } = "";

    /// <summary>The post of the directory that the position means; null in cases from before the directory.</summary>
    public PostId? PostId { get; private init; }

    /// <summary>The school, where the post is in one.</summary>
    public string? Organization { get; private init; }

    public string? Note { get; private init; }

    /// <summary>The case whose refusal or withdrawal this one answers.</summary>
    public AppointmentCaseId? FormerId { get; private init; }

    /// <summary>Whether it complains of the former decision rather than asks anew.</summary>
    public bool IsAppeal { get; private init; }

    public RequestSource Source { get; private init; }

    /// <summary>The Message-ID of the request's mail: the same mail twice is one case.</summary>
    public string? SourceMessageId { get; private init; }

    /// <summary>Where the reply goes; null: the applicant reads it in the cabinet.</summary>
    public string? ReplyTo { get; private init; }

    public Guid? ApplicantUserId { get; private init; }

    public DateTimeOffset RegisteredAt { get; private init; }

    /// <summary>The last day for the reply to the region.</summary>
    public DateOnly Deadline { get; private init; }

    [Recorded("Состояние")]
    public CaseState State { get; private set; }

    [Recorded("Получение подтверждено")]
    public DateTimeOffset? AcknowledgedAt { get; private set; }

    [Recorded("Возвратов")]
    public int Returns { get; private set; }

    [Recorded("Недостатки")]
    public IReadOnlyList<string> Defects { get; private set; } = [];

    [Recorded("Материалы закрыты")]
    public bool MaterialsLocked { get; private set; }

    [Recorded("Заседание")]
    public DateTimeOffset? SittingAt { get; private set; }

    [Recorded("Закрыто")]
    public DateTimeOffset? ClosedAt { get; private set; }

    public string Number => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{RegisteredAt.Year}-{Serial:0000}");

    /// <summary>The serial that a number written by people ends in; -1 when it ends in none.</summary>
    public static long SerialOf(string number) => long.TryParse(number.Trim().Split('-', '№')[^1], out var serial) ? serial : -1;

    public Subject Subject => new(SubjectType, Id.Value.ToString());

    public bool IsClosed => State is CaseState.Refused or CaseState.Appointed or CaseState.Withdrawn;

    public static AppointmentCase Register(NewRequest request, PostId post, PersonId person, DateOnly deadline, Stamp stamp) =>
        new()
        {
            Id = Ids.New<AppointmentCaseId>(stamp.At),
            Territory = request.Territory,
            PersonName = request.PersonName,
            CandidateId = request.CandidateId,
            Position = request.Position,
            PostId = post,
            PersonId = person,
            Organization = request.Organization,
            Note = request.Note,
            FormerId = request.Former,
            IsAppeal = request.Appeal,
            Source = request.Source,
            SourceMessageId = request.MessageId,
            ReplyTo = request.ReplyTo,
            ApplicantUserId = stamp.By,
            RegisteredAt = stamp.At,
            Deadline = deadline,
        };

    public void Acknowledge(Stamp stamp)
    {
        AcknowledgedAt ??= stamp.At;
        State = CaseState.Checking;
    }

    public void Return(IReadOnlyList<string> defects)
    {
        Returns++;
        Defects = defects;
        State = CaseState.Returned;
    }

    public void AskExperts() => State = CaseState.Expertise;

    /// <summary>The case stands on the agenda of a sitting.</summary>
    public void Schedule(DateTimeOffset at)
    {
        SittingAt = at;
        State = CaseState.Scheduled;
    }

    /// <summary>The sitting passes without it: it waits for another agenda.</summary>
    public void LeaveAgenda() => (SittingAt, State, MaterialsLocked) = (null, CaseState.Expertise, false);

    public void LockMaterials() => MaterialsLocked = true;

    public void OpenSitting() => State = CaseState.Sitting;

    public void Decide(DecisionKind kind, Stamp stamp)
    {
        State = kind switch
        {
            DecisionKind.Approve => CaseState.Approved,
            DecisionKind.Refuse => CaseState.Refused,
            DecisionKind.Postpone => CaseState.Postponed,
        };
        MaterialsLocked = kind != DecisionKind.Postpone;
        if (IsClosed)
            ClosedAt = stamp.At;
    }

    public void RegisterAppointment(Stamp stamp)
    {
        State = CaseState.Appointed;
        ClosedAt = stamp.At;
    }

    public void Withdraw(Stamp stamp)
    {
        State = CaseState.Withdrawn;
        ClosedAt = stamp.At;
    }
}

/// <summary>A request whose municipality and person are known.</summary>
public sealed record NewRequest(
    string Territory,
    string PersonName,
    Guid? CandidateId,
    string Position,
    string? Note,
    RequestSource Source,
    string? MessageId = null,
    string? ReplyTo = null,
    PersonId? Person = null,
    PostId? Post = null,
    string? Organization = null,
    AppointmentCaseId? Former = null,
    bool Appeal = false
);

internal sealed class AppointmentCaseMapping : IEntityTypeConfiguration<AppointmentCase>
{
    public void Configure(EntityTypeBuilder<AppointmentCase> builder)
    {
        builder.ToTable(
            "appointment_cases",
            table =>
            {
                table.HasCheckConstraint("ck_appointment_cases_message", "(source = 'Mail') = (source_message_id is not null)");
                table.HasCheckConstraint(
                    "ck_appointment_cases_closed",
                    "(state in ('Refused', 'Appointed', 'Withdrawn')) = (closed_at is not null)"
                );
                table.HasCheckConstraint("ck_appointment_cases_returns", "returns >= 0");
                table.HasCheckConstraint("ck_appointment_cases_appeal", "not is_appeal or former_id is not null");
            }
        );
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Serial).UseIdentityAlwaysColumn();
        builder.Property(row => row.PersonName).HasMaxLength(200);
        builder.Property(row => row.Position).HasMaxLength(300);
        builder.Property(row => row.Organization).HasMaxLength(300);
        builder.Property(row => row.Note).HasMaxLength(4000);
        builder.Property(row => row.Source).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.SourceMessageId).HasMaxLength(500);
        builder.Property(row => row.ReplyTo).HasMaxLength(320);
        builder.Ignore(row => row.Number);
        builder.Ignore(row => row.Subject);
        builder.Ignore(row => row.IsClosed);
        builder.Property<uint>("xmin").IsRowVersion();
        builder.HasOne<PersonRecord>().WithMany().HasForeignKey(row => row.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Post>().WithMany().HasForeignKey(row => row.PostId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppointmentCase>().WithMany().HasForeignKey(row => row.FormerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(row => row.Serial).IsUnique();
        builder.HasIndex(row => row.SourceMessageId).IsUnique();
        builder.HasIndex(row => new { row.State, row.Deadline });
    }
}
