using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Features.Files;

namespace Reserve.Web.Features.Appointments.Opinions;

internal readonly record struct OpinionFileId(Guid Value) : ITypedId<OpinionFileId>
{
    public static OpinionFileId From(Guid value) => new(value);
}

/// <summary>A file that lies beside an opinion. It is no document of the case: whoever asked never sees it.</summary>
[Recorded("Файл заключения")]
internal sealed class OpinionFile : ITerritorial
{
    public OpinionFileId Id { get; init; }

    public ExpertOpinionId OpinionId { get; init; }

    public string Territory { get; init; } = "";

    [Recorded("Файл")]
    public string Name { get; init; } = "";

    public long Size { get; init; }

    /// <summary>In lower-case hexadecimal.</summary>
    public string Sha256 { get; init; } = "";

    public string MediaType { get; init; } = "";

    public byte[] Content { get; init; } = [];

    public DateTimeOffset AddedAt { get; init; }

    [Recorded("Проверка на вирусы")]
    public ScanState? Scan { get; private set; }

    public DateTimeOffset? ScannedAt { get; private set; }

    /// <summary>What was found, as the scanner calls it.</summary>
    [Recorded("Найдено")]
    public string? Finding { get; private set; }

    public static OpinionFile Of(ExpertOpinion opinion, TakenFile file, Stamp stamp) =>
        new()
        {
            Id = Ids.New<OpinionFileId>(stamp.At),
            OpinionId = opinion.Id,
            Territory = opinion.Territory,
            Name = file.Name,
            Size = file.Content.Length,
            Sha256 = file.Sha256,
            MediaType = file.Type.MediaType,
            Content = file.Content,
            AddedAt = stamp.At,
        };

    public void Record(ScanOutcome outcome, Stamp stamp)
    {
        if (outcome is ScanOutcome.Failed)
            return;
        ScannedAt = stamp.At;
        (Scan, Finding) = outcome is ScanOutcome.Infected { Name: var name } ? (ScanState.Infected, name) : (ScanState.Clean, null);
    }
}

internal sealed class OpinionFileMapping : IEntityTypeConfiguration<OpinionFile>
{
    public void Configure(EntityTypeBuilder<OpinionFile> builder)
    {
        builder.ToTable(
            "opinion_files",
            table => table.HasCheckConstraint("ck_opinion_files_scan", "(scan is null) = (scanned_at is null)")
        );
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Name).HasMaxLength(300);
        builder.Property(row => row.Sha256).HasMaxLength(64);
        builder.Property(row => row.MediaType).HasMaxLength(150);
        builder.Property(row => row.Scan).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.Finding).HasMaxLength(300);
        builder.HasOne<ExpertOpinion>().WithMany().HasForeignKey(row => row.OpinionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(row => row.OpinionId);
        builder.HasIndex(row => row.AddedAt).HasFilter("scan is null").HasDatabaseName("ix_opinion_files_unscanned");
    }
}
