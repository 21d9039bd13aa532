using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Candidates;

/// <summary>What happened to a candidate; the order is that of the cycle.</summary>
public enum RecordKind
{
    Registered,
    StageEntered,
    Enrolled,
    Rejected,
    Plan,
    Training,
    Attestation,
    Rating,
    Offer,
    Appointment,
    SupportPlan,
    Effectiveness,
    TermRenewed,
    Closed,
}

/// <summary>One line of a candidate's history, with what was decided as data.</summary>
public sealed class CandidateRecord : ITerritorial
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter() },
    };

    public required CandidateRecordId Id { get; init; }

    public required CandidateId CandidateId { get; init; }

    public required string Territory { get; init; }

    public required RecordKind Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public Guid? ByUser { get; init; }

    public required string ByName { get; init; }

    /// <summary>For people, one line.</summary>
    public required string Summary { get; init; }

    /// <summary>For machines, JSON.</summary>
    public required string Details { get; init; }

    public static CandidateRecord Of(ReserveEntry entry, RecordKind kind, string summary, object details, Stamp stamp) =>
        new()
        {
            Id = Ids.New<CandidateRecordId>(stamp.At),
            CandidateId = entry.CandidateId,
            Territory = entry.Territory,
            Kind = kind,
            At = stamp.At,
            ByUser = stamp.By,
            ByName = stamp.Name,
            Summary = summary.Length <= 1000 ? summary : summary[..999] + "…",
            Details = JsonSerializer.Serialize(details, Json),
        };
}

internal sealed class CandidateRecordMapping : IEntityTypeConfiguration<CandidateRecord>
{
    public void Configure(EntityTypeBuilder<CandidateRecord> builder)
    {
        builder.ToTable("candidate_records");
        builder.Property(record => record.Id).ValueGeneratedNever();
        builder.Property(record => record.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(record => record.ByName).HasMaxLength(256);
        builder.Property(record => record.Summary).HasMaxLength(1000);
        builder.Property(record => record.Details).HasColumnType("jsonb");
        builder.HasOne<Candidate>().WithMany().HasForeignKey(record => record.CandidateId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(record => new { record.CandidateId, record.At });
    }
}
