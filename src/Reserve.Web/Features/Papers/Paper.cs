using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Papers;

public readonly record struct PaperId(Guid Value) : ITypedId<PaperId>
{
    public static PaperId From(Guid value) => new(value);
}

public enum PaperKind
{
    Brief,
    MeetingProtocol,
    ProtocolExtract,
    Decision,
    Certificate,
    AttestationProtocol,
}

/// <summary>What a paper is about.</summary>
public enum PaperSubjectKind
{
    Candidate,
    AppointmentCase,
    Meeting,
}

/// <summary>What a paper is about, by the identifier in its own feature.</summary>
public sealed record PaperSubject(PaperSubjectKind Kind, Guid Id);

/// <summary>
/// A paper as it was issued: never changed, only followed by a newer one. Seen by those whose scope covers its territory.
/// </summary>
internal sealed class Paper : ITerritorial
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    public required PaperId Id { get; init; }

    public required PaperKind Kind { get; init; }

    public required string Number { get; init; }

    public required DateOnly Date { get; init; }

    public required PaperSubjectKind SubjectKind { get; init; }

    public required Guid SubjectId { get; init; }

    public required string Territory { get; init; }

    public required string FileName { get; init; }

    public required byte[] Bytes { get; init; }

    public required byte[] Sha256 { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public Guid? CreatedById { get; init; }

    /// <summary>For the user, in Russian.</summary>
    public static string NameOf(PaperKind kind) =>
        kind switch
        {
            PaperKind.Brief => "Справка",
            PaperKind.MeetingProtocol => "Протокол",
            PaperKind.ProtocolExtract => "Выписка из протокола",
            PaperKind.Decision => "Решение",
            PaperKind.Certificate => "Удостоверение",
            PaperKind.AttestationProtocol => "Протокол итоговой аттестации",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of paper."),
        };
}

/// <summary>The last number given out of a kind in a year. Numbers have no gaps: an issue that fails gives its number back.</summary>
internal sealed class PaperCounter
{
    public required PaperKind Kind { get; init; }

    public required int Year { get; init; }

    public required int Last { get; init; }
}

/// <summary>
/// What the public page says of a certificate: no more than its holder's paper says, and the name only by its first letters.
/// Without a territory: who checks a certificate belongs nowhere.
/// </summary>
[Recorded("Подтверждение документа")]
public sealed class PaperConfirmation
{
    /// <summary>Twelve random characters: 60 bits, not to be guessed.</summary>
    public required string Code { get; init; }

    public required PaperId PaperId { get; init; }

    public required string Title { get; init; }

    public required string Number { get; init; }

    public required DateOnly Date { get; init; }

    public required string Issuer { get; init; }

    public required string HolderInitials { get; init; }

    public required string Program { get; init; }

    public int? Hours { get; init; }

    [Recorded("Аннулирован")]
    public DateTimeOffset? AnnulledAt { get; private set; }
}

internal sealed class PaperMapping
    : IEntityTypeConfiguration<Paper>,
        IEntityTypeConfiguration<PaperCounter>,
        IEntityTypeConfiguration<PaperConfirmation>
{
    public void Configure(EntityTypeBuilder<Paper> builder)
    {
        builder.ToTable("papers", table => table.HasCheckConstraint("ck_papers_sha256", "sha256 = sha256(bytes)"));
        builder.Property(paper => paper.Id).ValueGeneratedNever();
        builder.Property(paper => paper.Kind).HasConversion<string>().HasMaxLength(40);
        builder.Property(paper => paper.SubjectKind).HasConversion<string>().HasMaxLength(40);
        builder.Property(paper => paper.Number).HasMaxLength(60);
        builder.Property(paper => paper.FileName).HasMaxLength(200);
        builder.Property(paper => paper.CreatedBy).HasMaxLength(256);
        builder.HasIndex(paper => paper.Number).IsUnique();
        builder.HasIndex(paper => new
        {
            paper.SubjectKind,
            paper.SubjectId,
            paper.CreatedAt,
        });
    }

    public void Configure(EntityTypeBuilder<PaperCounter> builder)
    {
        builder.ToTable("paper_counters");
        builder.HasKey(counter => new { counter.Kind, counter.Year });
        builder.Property(counter => counter.Kind).HasConversion<string>().HasMaxLength(40);
    }

    public void Configure(EntityTypeBuilder<PaperConfirmation> builder)
    {
        builder.ToTable("paper_confirmations");
        builder.HasKey(confirmation => confirmation.Code);
        builder.Property(confirmation => confirmation.Code).HasMaxLength(20).UseCollation("C");
        builder.Property(confirmation => confirmation.Title).HasMaxLength(300);
        builder.Property(confirmation => confirmation.Number).HasMaxLength(60);
        builder.Property(confirmation => confirmation.Issuer).HasMaxLength(1000);
        builder.Property(confirmation => confirmation.HolderInitials).HasMaxLength(60);
        builder.Property(confirmation => confirmation.Program).HasMaxLength(1000);
        builder.HasIndex(confirmation => confirmation.PaperId).IsUnique();
    }
}
