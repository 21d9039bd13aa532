using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments.Opinions;

/// <summary>What an opinion gives for one criterion of its set.</summary>
internal sealed class OpinionMark : ITerritorial
{
    public ExpertOpinionId OpinionId { get; init; }

    /// <summary>The criterion's, in <see cref="ExpertOpinion.CriteriaId"/>.</summary>
    public string Key { get; init; } = "";

    public string Territory { get; init; } = "";

    public int Mark { get; init; }
}

internal sealed class OpinionMarkMapping : IEntityTypeConfiguration<OpinionMark>
{
    public void Configure(EntityTypeBuilder<OpinionMark> builder)
    {
        builder.ToTable("opinion_marks");
        builder.HasKey(row => new { row.OpinionId, row.Key });
        builder.Property(row => row.Key).HasMaxLength(40);
        builder.HasOne<ExpertOpinion>().WithMany().HasForeignKey(row => row.OpinionId).OnDelete(DeleteBehavior.Cascade);
    }
}
