using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Papers.Signatures;

public readonly record struct PaperSignatureId(Guid Value) : ITypedId<PaperSignatureId>
{
    public static PaperSignatureId From(Guid value) => new(value);
}

/// <summary>How a paper is signed.</summary>
public enum SignatureKind
{
    /// <summary>On paper; a scan may be kept.</summary>
    Paper,

    /// <summary>By a detached file (CMS, RFC 5652).</summary>
    Electronic,
}

/// <summary>What a detached signature says of itself, as far as it can be checked here.</summary>
public enum SignatureCheck
{
    /// <summary>Nothing to be checked: a scan, or no file.</summary>
    None,

    /// <summary>It belongs to this paper, unchanged.</summary>
    Valid,

    /// <summary>It is read, but its algorithm (as of GOST R 34.10) is not known here.</summary>
    UnknownAlgorithm,
}

/// <summary>A signature under an issued paper: never changed.</summary>
public sealed class PaperSignature : ITerritorial
{
    public PaperSignatureId Id { get; init; }

    public PaperId PaperId { get; init; }

    public string Territory { get; init; } = "";

    public SignatureKind Kind { get; init; }

    public DateOnly SignedOn { get; init; }

    /// <summary>The file as it was given; null for a paper signed by hand without a scan.</summary>
    public string? FileName { get; init; }

    public byte[]? Content { get; init; }

    public byte[]? Sha256 { get; init; }

    /// <summary>The owner of the certificate.</summary>
    public string? Signer { get; init; }

    /// <summary>The certificate's serial number.</summary>
    public string? Certificate { get; init; }

    public string? Issuer { get; init; }

    public DateTimeOffset? ValidFrom { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }

    public SignatureCheck Check { get; init; }

    public DateTimeOffset AddedAt { get; init; }

    public string AddedBy { get; init; } = "";
}

internal sealed class PaperSignatureMapping : IEntityTypeConfiguration<PaperSignature>
{
    public void Configure(EntityTypeBuilder<PaperSignature> builder)
    {
        builder.ToTable(
            "paper_signatures",
            table => table.HasCheckConstraint("ck_paper_signatures_file", "kind = 'Paper' or content is not null")
        );
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.Check).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.FileName).HasMaxLength(260);
        builder.Property(row => row.Signer).HasMaxLength(500);
        builder.Property(row => row.Certificate).HasMaxLength(100);
        builder.Property(row => row.Issuer).HasMaxLength(500);
        builder.Property(row => row.AddedBy).HasMaxLength(256);
        builder.HasOne<Paper>().WithMany().HasForeignKey(row => row.PaperId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(row => row.PaperId);
    }
}
