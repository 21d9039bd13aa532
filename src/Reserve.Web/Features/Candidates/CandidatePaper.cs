using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Candidates;

public enum PaperKind
{
    Questionnaire,
    Submission,
    Consent,
    Diploma,
    DossierSummary,
    Certificate,
    AttestationProtocol,
    Other,
}

/// <summary>A paper of a candidate: handed in, or issued here under a number.</summary>
public sealed class CandidatePaper : ITerritorial
{
    public const int MostBytes = 10 * 1024 * 1024;

    public required CandidatePaperId Id { get; init; }

    public required CandidateId CandidateId { get; init; }

    public required string Territory { get; init; }

    public required PaperKind Kind { get; init; }

    /// <summary>Its number, when it was issued here.</summary>
    public string? Number { get; init; }

    public required string FileName { get; init; }

    public required string ContentType { get; init; }

    public required byte[] Content { get; init; }

    public required string Sha256 { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public required string AddedBy { get; init; }

    /// <summary>What a public page may confirm of an issued paper, as JSON without more of the person than initials.</summary>
    public string? Confirmation { get; init; }
}

/// <summary>The last number given out per kind of paper and year: no gaps, no repetition.</summary>
public sealed class PaperNumber
{
    public required string Series { get; init; }

    public required int Year { get; init; }

    public required int Last { get; set; }
}

internal sealed class CandidatePaperMapping : IEntityTypeConfiguration<CandidatePaper>, IEntityTypeConfiguration<PaperNumber>
{
    public void Configure(EntityTypeBuilder<CandidatePaper> builder)
    {
        builder.ToTable("candidate_papers", table => table.HasCheckConstraint("ck_candidate_papers_size", $"octet_length(content) <= {CandidatePaper.MostBytes}"));
        builder.Property(paper => paper.Id).ValueGeneratedNever();
        builder.Property(paper => paper.Kind).HasConversion<string>().HasMaxLength(30);
        builder.Property(paper => paper.Number).HasMaxLength(40);
        builder.Property(paper => paper.FileName).HasMaxLength(200);
        builder.Property(paper => paper.ContentType).HasMaxLength(150);
        builder.Property(paper => paper.Sha256).HasMaxLength(64);
        builder.Property(paper => paper.AddedBy).HasMaxLength(256);
        builder.Property(paper => paper.Confirmation).HasColumnType("jsonb");
        builder.HasOne<Candidate>().WithMany().HasForeignKey(paper => paper.CandidateId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(paper => new { paper.CandidateId, paper.AddedAt });
        builder.HasIndex(paper => paper.Number).IsUnique().HasFilter("number is not null");
    }

    public void Configure(EntityTypeBuilder<PaperNumber> builder)
    {
        builder.ToTable("paper_numbers");
        builder.HasKey(number => new { number.Series, number.Year });
        builder.Property(number => number.Series).HasMaxLength(20);
    }
}
