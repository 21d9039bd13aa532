using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Briefs;

public readonly record struct BriefRequestId(Guid Value) : ITypedId<BriefRequestId>
{
    public static BriefRequestId From(Guid value) => new(value);
}

/// <summary>Where a request for a brief stands; the process moves it.</summary>
public enum BriefState
{
    Asked,
    Issued,
    Refused,
    Withdrawn,
}

/// <summary>Why an activity about a request was refused.</summary>
internal enum BriefRefusal
{
    [Says("Запрос справки не найден.")]
    UnknownRequest,
}

/// <summary>Somebody asks for a brief on a person for a post, or on a territory; no approval comes of it.</summary>
[Recorded("Запрос справки")]
public sealed class BriefRequest : ITerritorial
{
    /// <summary>The type of <see cref="Runtime.Steps.Subject"/> under which the runtime knows requests.</summary>
    public const string SubjectType = "brief-request";

    private BriefRequest() { }

    public BriefRequestId Id { get; private init; }

    /// <summary>The territory that the brief is about.</summary>
    public string Territory { get; private init; } = "";

    /// <summary>Given by the database, in the order of registration.</summary>
    public long Serial { get; private init; }

    /// <summary>Whom it is about; null for a brief of the territory alone.</summary>
    public string? PersonName { get; private init; }

    /// <summary>The person's entry in the reserve, when there is one.</summary>
    public Guid? CandidateId { get; private init; }

    /// <summary>For which post; may be empty.</summary>
    public string Position { get; private init; } = "";

    /// <summary>What the brief is needed for.</summary>
    public string? Purpose { get; private init; }

    public RequestSource Source { get; private init; }

    /// <summary>The registered address to which the brief goes too; null: it is read in the cabinet.</summary>
    public string? ReplyTo { get; private init; }

    public Guid? AskedBy { get; private init; }

    public string AskedByName { get; private init; } = "";

    public DateTimeOffset AskedAt { get; private init; }

    /// <summary>The last day for the answer.</summary>
    public DateOnly Deadline { get; private init; }

    [Recorded("Состояние")]
    public BriefState State { get; private set; }

    /// <summary>Why it was refused or withdrawn.</summary>
    [Recorded("Причина")]
    public string? Reason { get; private set; }

    [Recorded("Закрыто")]
    public DateTimeOffset? ClosedAt { get; private set; }

    public string Number => string.Create(CultureInfo.InvariantCulture, $"ЗС-{AskedAt.Year}-{Serial:0000}");

    public Subject Subject => new(SubjectType, Id.Value.ToString());

    public bool IsClosed => State != BriefState.Asked;

    public static BriefRequest Register(NewBriefRequest request, DateOnly deadline, Stamp stamp) =>
        new()
        {
            Id = Ids.New<BriefRequestId>(stamp.At),
            Territory = request.Territory,
            PersonName = request.PersonName,
            CandidateId = request.CandidateId,
            Position = request.Position,
            Purpose = request.Purpose,
            Source = request.Source,
            ReplyTo = request.ReplyTo,
            AskedBy = stamp.By,
            AskedByName = stamp.Name,
            AskedAt = stamp.At,
            Deadline = deadline,
        };

    public void Issue(Stamp stamp) => Close(BriefState.Issued, null, stamp);

    public void Refuse(string reason, Stamp stamp) => Close(BriefState.Refused, reason, stamp);

    public void Withdraw(string reason, Stamp stamp) => Close(BriefState.Withdrawn, reason, stamp);

    private void Close(BriefState state, string? reason, Stamp stamp)
    {
        State = state;
        Reason = reason;
        ClosedAt = stamp.At;
    }
}

/// <summary>A request whose territory and person are known.</summary>
public sealed record NewBriefRequest(
    string Territory,
    string? PersonName,
    Guid? CandidateId,
    string Position,
    string? Purpose,
    RequestSource Source,
    string? ReplyTo
);

internal sealed class BriefRequestMapping : IEntityTypeConfiguration<BriefRequest>
{
    public void Configure(EntityTypeBuilder<BriefRequest> builder)
    {
        builder.ToTable(
            "brief_requests",
            table =>
            {
                table.HasCheckConstraint("ck_brief_requests_closed", "(state = 'Asked') = (closed_at is null)");
                table.HasCheckConstraint("ck_brief_requests_reason", "(state in ('Refused', 'Withdrawn')) = (reason is not null)");
                table.HasCheckConstraint("ck_brief_requests_person", "person_name is not null or candidate_id is null");
            }
        );
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Serial).UseIdentityAlwaysColumn();
        builder.Property(row => row.PersonName).HasMaxLength(200);
        builder.Property(row => row.Position).HasMaxLength(300);
        builder.Property(row => row.Purpose).HasMaxLength(2000);
        builder.Property(row => row.Reason).HasMaxLength(2000);
        builder.Property(row => row.ReplyTo).HasMaxLength(320);
        builder.Property(row => row.AskedByName).HasMaxLength(256);
        builder.Property(row => row.Source).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(20);
        builder.Ignore(row => row.Number);
        builder.Ignore(row => row.Subject);
        builder.Ignore(row => row.IsClosed);
        builder.Property<uint>("xmin").IsRowVersion();
        builder.HasIndex(row => row.Serial).IsUnique();
        builder.HasIndex(row => new { row.State, row.AskedAt });
    }
}
