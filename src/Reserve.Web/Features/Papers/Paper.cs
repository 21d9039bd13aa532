using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Steps;

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

    /// <summary>The presentation of a candidate.</summary>
    Deck,

    /// <summary>The dossier of a person in the usual form (справка-объективка).</summary>
    Dossier,

    /// <summary>What a process issues by a template of its own; its title is kept with it.</summary>
    OfProcess,
}

/// <summary>What a paper is about.</summary>
public enum PaperSubjectKind
{
    Candidate,
    AppointmentCase,
    Meeting,

    /// <summary>A run of a process that is about neither a candidate nor a case.</summary>
    Run,

    /// <summary>A request for a brief.</summary>
    BriefRequest,
}

/// <summary>What a paper is about, by the identifier in its own feature.</summary>
public sealed record PaperSubject(PaperSubjectKind Kind, Guid Id)
{
    /// <summary>What a run is about; the run itself where that is neither a candidate nor a case.</summary>
    internal static PaperSubject Of(Subject? subject, RunId run) =>
        subject?.Type switch
        {
            "candidate" => new(PaperSubjectKind.Candidate, Guid.Parse(subject.Id)),
            "case" => new(PaperSubjectKind.AppointmentCase, Guid.Parse(subject.Id)),
            "brief-request" => new(PaperSubjectKind.BriefRequest, Guid.Parse(subject.Id)),
            _ => new(PaperSubjectKind.Run, run.Value),
        };
}

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

    /// <summary>What a paper of a process is called; null for the kinds that have a name.</summary>
    public string? Title { get; init; }

    /// <summary>The process of whose template it was made; null, as what follows, for a paper of before this was kept.</summary>
    public string? Process { get; init; }

    /// <summary>The version that was asked for the template: no foreign key, a process that never ran may be deleted.</summary>
    public DefinitionId? Version { get; init; }

    /// <summary>The template's file within the process's folder <c>templates</c>.</summary>
    public string? Template { get; init; }

    /// <summary>What the template was filled with: JSON as it was, for the same bytes come of the same digits only.</summary>
    public string? Data { get; init; }

    /// <summary>The media type of a file of this name.</summary>
    public static string TypeOf(string fileName) =>
        Path.GetExtension(fileName) switch
        {
            ".pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            ".xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _ => ContentType,
        };

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
            PaperKind.Deck => "Презентация кандидата",
            PaperKind.Dossier => "Справка-объективка",
            PaperKind.OfProcess => "Бумага процесса",
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
        builder.Property(paper => paper.Title).HasMaxLength(300);
        builder.Property(paper => paper.Process).HasMaxLength(200);
        builder.Property(paper => paper.Template).HasMaxLength(200);
        builder.Property(paper => paper.Data).HasColumnType("json");
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
