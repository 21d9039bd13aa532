using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings.Questions;

namespace Reserve.Web.Features.Appointments.Conflicts;

/// <summary>A member says why a conflict of interest that was proposed is none.</summary>
public sealed class ConflictDenial : ITerritorial
{
    public Guid Id { get; init; }

    public AppointmentCaseId? CaseId { get; init; }

    public SittingQuestionId? QuestionId { get; init; }

    public string Territory { get; init; } = "";

    public Guid UserId { get; init; }

    public string MemberName { get; init; } = "";

    /// <summary>What was proposed; other reasons that come up later are asked about again.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    public string Note { get; init; } = "";

    public DateTimeOffset At { get; init; }
}

internal sealed class ConflictDenialMapping : IEntityTypeConfiguration<ConflictDenial>
{
    public void Configure(EntityTypeBuilder<ConflictDenial> builder)
    {
        builder.ToTable(
            "conflict_denials",
            table => table.HasCheckConstraint("ck_conflict_denials_matter", "num_nonnulls(case_id, question_id) = 1")
        );
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.MemberName).HasMaxLength(200);
        builder.Property(row => row.Note).HasMaxLength(2000);
        builder.HasOne<AppointmentCase>().WithMany().HasForeignKey(row => row.CaseId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<SittingQuestion>().WithMany().HasForeignKey(row => row.QuestionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(row => new { row.CaseId, row.UserId });
        builder.HasIndex(row => new { row.QuestionId, row.UserId });
    }
}
