using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;
using Reserve.Web.Features.Files;

namespace Reserve.Web.Features.Appointments.Documents;

public readonly record struct CaseDocumentId(Guid Value) : ITypedId<CaseDocumentId>
{
    public static CaseDocumentId From(Guid value) => new(value);
}

/// <summary>What whoever checks the set said of a document.</summary>
public enum DocumentVerdict
{
    Accepted,
    Returned,
}

/// <summary>What the virus check said of a file; a file that it has not seen yet has none of these.</summary>
public enum ScanState
{
    Clean,
    Infected,
}

/// <summary>
/// A document of a case: a file that came with a letter, with the request or later, or one that was shown on paper. Its bytes lie in
/// <see cref="CaseDocumentFile"/>.
/// </summary>
[Recorded("Документ дела")]
public sealed class CaseDocument : ITerritorial
{
    /// <summary>The kind of a document that the process does not ask for.</summary>
    public const string Other = "other";

    /// <summary>The kind of the act of appointment.</summary>
    public const string Act = "act";

    private CaseDocument() { }

    public CaseDocumentId Id { get; private init; }

    public AppointmentCaseId CaseId { get; private init; }

    public string Territory { get; private init; } = "";

    /// <summary>A key of the process's list of documents, or one of the two above; null while nobody knows.</summary>
    public string? Kind { get; private set; }

    /// <summary>Whether the kind was proposed by the rule and nobody has confirmed it.</summary>
    public bool KindIsProposed { get; private set; }

    [Recorded("Файл")]
    public string Name { get; private init; } = "";

    public long Size { get; private init; }

    /// <summary>In lower-case hexadecimal; empty for a document on paper.</summary>
    public string Sha256 { get; private init; } = "";

    /// <summary>By its content; empty for a document on paper.</summary>
    public string MediaType { get; private init; } = "";

    /// <summary>Why there is no file: where and to whom the paper was shown.</summary>
    [Recorded("Предъявлен на бумаге")]
    public string? OnPaper { get; private init; }

    public DateTimeOffset AddedAt { get; private init; }

    public string AddedBy { get; private init; } = "";

    public Guid? AddedById { get; private init; }

    /// <summary>The letter that it came with.</summary>
    public Guid? LetterId { get; private init; }

    /// <summary>What came instead of it.</summary>
    public CaseDocumentId? SupersededBy { get; private set; }

    [Recorded("Проверка документа")]
    public DocumentVerdict? Verdict { get; private set; }

    [Recorded("Замечание")]
    public string? Defect { get; private set; }

    public DateTimeOffset? JudgedAt { get; private set; }

    public string? JudgedBy { get; private set; }

    [Recorded("Проверка на вирусы")]
    public ScanState? Scan { get; private set; }

    public DateTimeOffset? ScannedAt { get; private set; }

    /// <summary>What was found, as the scanner calls it.</summary>
    [Recorded("Найдено")]
    public string? Finding { get; private set; }

    public bool IsCurrent => SupersededBy is null;

    /// <summary>A document with its file.</summary>
    internal static (CaseDocument Document, CaseDocumentFile File) Of(
        AppointmentCase appointment,
        TakenFile file,
        string? kind,
        Guid? letter,
        Stamp stamp
    )
    {
        var document = new CaseDocument
        {
            Id = Ids.New<CaseDocumentId>(stamp.At),
            CaseId = appointment.Id,
            Territory = appointment.Territory,
            Kind = kind,
            KindIsProposed = kind is not null,
            Name = file.Name,
            Size = file.Content.Length,
            Sha256 = file.Sha256,
            MediaType = file.Type.MediaType,
            AddedAt = stamp.At,
            AddedBy = stamp.Name,
            AddedById = stamp.By,
            LetterId = letter,
        };
        return (
            document,
            new CaseDocumentFile
            {
                Id = document.Id,
                Territory = appointment.Territory,
                Content = file.Content,
                Text = file.Text,
            }
        );
    }

    /// <summary>A document that somebody has seen on paper: accepted by that.</summary>
    internal static CaseDocument Shown(AppointmentCase appointment, string kind, string reason, Stamp stamp)
    {
        var document = new CaseDocument
        {
            Id = Ids.New<CaseDocumentId>(stamp.At),
            CaseId = appointment.Id,
            Territory = appointment.Territory,
            Kind = kind,
            OnPaper = reason,
            AddedAt = stamp.At,
            AddedBy = stamp.Name,
            AddedById = stamp.By,
        };
        document.Accept(stamp);
        return document;
    }

    public void BeOfKind(string kind)
    {
        Kind = kind;
        KindIsProposed = false;
    }

    public void Accept(Stamp stamp) => Judge(DocumentVerdict.Accepted, null, stamp);

    public void Return(string defect, Stamp stamp) => Judge(DocumentVerdict.Returned, defect, stamp);

    public void GiveWayTo(CaseDocument other) => SupersededBy = other.Id;

    internal void Record(ScanOutcome outcome, Stamp stamp)
    {
        if (outcome is ScanOutcome.Failed)
            return;
        ScannedAt = stamp.At;
        (Scan, Finding) = outcome is ScanOutcome.Infected { Name: var name } ? (ScanState.Infected, name) : (ScanState.Clean, null);
    }

    private void Judge(DocumentVerdict verdict, string? defect, Stamp stamp)
    {
        (Verdict, Defect) = (verdict, defect);
        (JudgedAt, JudgedBy) = (stamp.At, stamp.Name);
        KindIsProposed = false;
    }
}

/// <summary>The bytes of a document, and its words for the search.</summary>
internal sealed class CaseDocumentFile : ITerritorial
{
    public required CaseDocumentId Id { get; init; }

    public required string Territory { get; init; }

    public required byte[] Content { get; init; }

    public required string Text { get; init; }
}

internal sealed class CaseDocumentMapping : IEntityTypeConfiguration<CaseDocument>, IEntityTypeConfiguration<CaseDocumentFile>
{
    public void Configure(EntityTypeBuilder<CaseDocument> builder)
    {
        builder.ToTable(
            "case_documents",
            table =>
            {
                table.HasCheckConstraint("ck_case_documents_source", "(on_paper is null) = (sha256 <> '')");
                table.HasCheckConstraint("ck_case_documents_defect", "((verdict = 'Returned') is true) = (defect is not null)");
                table.HasCheckConstraint("ck_case_documents_scan", "(scan is null) = (scanned_at is null)");
                table.HasCheckConstraint("ck_case_documents_kind", "verdict is null or kind is not null");
            }
        );
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Kind).HasMaxLength(80);
        builder.Property(row => row.Name).HasMaxLength(300);
        builder.Property(row => row.Sha256).HasMaxLength(64);
        builder.Property(row => row.MediaType).HasMaxLength(150);
        builder.Property(row => row.OnPaper).HasMaxLength(1000);
        builder.Property(row => row.AddedBy).HasMaxLength(320);
        builder.Property(row => row.Verdict).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.Defect).HasMaxLength(2000);
        builder.Property(row => row.JudgedBy).HasMaxLength(256);
        builder.Property(row => row.Scan).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.Finding).HasMaxLength(300);
        builder.Ignore(row => row.IsCurrent);
        builder.Property<uint>("xmin").IsRowVersion();
        builder.HasOne<AppointmentCase>().WithMany().HasForeignKey(row => row.CaseId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<CaseDocument>().WithMany().HasForeignKey(row => row.SupersededBy).OnDelete(DeleteBehavior.SetNull);
        builder.HasIndex(row => new { row.CaseId, row.AddedAt });
        builder.HasIndex(row => row.AddedAt).HasFilter("scan is null and on_paper is null").HasDatabaseName("ix_case_documents_unscanned");
    }

    public void Configure(EntityTypeBuilder<CaseDocumentFile> builder)
    {
        builder.ToTable("case_document_files");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasOne<CaseDocument>().WithOne().HasForeignKey<CaseDocumentFile>(row => row.Id).OnDelete(DeleteBehavior.Cascade);
    }
}
