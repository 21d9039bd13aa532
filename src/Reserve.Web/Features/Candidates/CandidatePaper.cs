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
    Other,
}

/// <summary>A paper that was handed in for a candidate. What is issued here lies in <see cref="Papers.PaperArchive"/>.</summary>
internal sealed class CandidatePaper : ITerritorial
{
    public const int MostBytes = 10 * 1024 * 1024;

    public required CandidatePaperId Id { get; init; }

    public required CandidateId CandidateId { get; init; }

    public required string Territory { get; init; }

    public required PaperKind Kind { get; init; }

    public required string FileName { get; init; }

    public required string ContentType { get; init; }

    public required byte[] Content { get; init; }

    public required string Sha256 { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public required string AddedBy { get; init; }
}

internal sealed class CandidatePaperMapping : IEntityTypeConfiguration<CandidatePaper>
{
    public void Configure(EntityTypeBuilder<CandidatePaper> builder)
    {
        builder.ToTable(
            "candidate_papers",
            table => table.HasCheckConstraint("ck_candidate_papers_size", $"octet_length(content) <= {CandidatePaper.MostBytes}")
        );
        builder.Property(paper => paper.Id).ValueGeneratedNever();
        builder.Property(paper => paper.Kind).HasConversion<string>().HasMaxLength(30);
        builder.Property(paper => paper.FileName).HasMaxLength(200);
        builder.Property(paper => paper.ContentType).HasMaxLength(150);
        builder.Property(paper => paper.Sha256).HasMaxLength(64);
        builder.Property(paper => paper.AddedBy).HasMaxLength(256);
        builder.HasOne<Candidate>().WithMany().HasForeignKey(paper => paper.CandidateId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(paper => new { paper.CandidateId, paper.AddedAt });
    }
}
