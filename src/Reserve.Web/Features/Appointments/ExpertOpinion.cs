using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Opinions;
using Reserve.Web.Features.Appointments.Sittings.Questions;

namespace Reserve.Web.Features.Appointments;

public readonly record struct ExpertOpinionId(Guid Value) : ITypedId<ExpertOpinionId>
{
    public static ExpertOpinionId From(Guid value) => new(value);
}

public enum Verdict
{
    Positive,
    Negative,
}

/// <summary>
/// An expert's opinion on a case: asked for when the expert is appointed, given later, or replaced by a declared conflict. On a question
/// of the reserve nobody is asked: members of the commission give theirs before the vote.
/// </summary>
[Recorded("Заключение эксперта")]
public sealed class ExpertOpinion : ITerritorial
{
    private ExpertOpinion() { }

    public ExpertOpinionId Id { get; private init; }

    /// <summary>Null where it is on a question of the reserve.</summary>
    public AppointmentCaseId? CaseId { get; private init; }

    public SittingQuestionId? QuestionId { get; private init; }

    public string Territory { get; private init; } = "";

    public Guid ExpertUserId { get; private init; }

    [Recorded("Кто дал")]
    public string ExpertName { get; private set; } = "";

    public DateTimeOffset AskedAt { get; private init; }

    [Recorded("Заключение")]
    public Verdict? Verdict { get; private set; }

    [Recorded("Текст")]
    public string? Text { get; private set; }

    [Recorded("Конфликт интересов")]
    public bool HasConflict { get; private set; }

    [Recorded("Дано")]
    public DateTimeOffset? GivenAt { get; private set; }

    /// <summary>Who wrote it: not the expert, where somebody stood in. Null in what was given before this was written down.</summary>
    public Guid? GivenById { get; private set; }

    /// <summary>By which criteria it was marked; null where there were none.</summary>
    public CriteriaSetId? CriteriaId { get; private set; }

    public Guid Author => GivenById ?? ExpertUserId;

    public static ExpertOpinion Ask(AppointmentCase appointment, Guid expert, string name, Stamp stamp) =>
        new()
        {
            Id = Ids.New<ExpertOpinionId>(stamp.At),
            CaseId = appointment.Id,
            Territory = appointment.Territory,
            ExpertUserId = expert,
            ExpertName = name,
            AskedAt = stamp.At,
        };

    public static ExpertOpinion On(SittingQuestion question, Guid member, string name, Stamp stamp) =>
        new()
        {
            Id = Ids.New<ExpertOpinionId>(stamp.At),
            QuestionId = question.Id,
            Territory = question.Territory,
            ExpertUserId = member,
            ExpertName = name,
            AskedAt = stamp.At,
        };

    /// <param name="verdict">What the expert thinks.</param>
    /// <param name="text">Why.</param>
    /// <param name="inPlace">Who gives it in the place of the expert, by which instrument; null when the expert does.</param>
    /// <param name="stamp">Who and when.</param>
    public void Give(Verdict verdict, string text, string? inPlace, Stamp stamp)
    {
        ExpertName = inPlace is null || inPlace.Length <= 200 ? inPlace ?? ExpertName : inPlace[..200];
        Verdict = verdict;
        Text = text;
        GivenAt = stamp.At;
        GivenById = stamp.By;
    }

    public void MarkBy(CriteriaSetId? criteria) => CriteriaId = criteria;

    public void DeclareConflict(Stamp stamp)
    {
        HasConflict = true;
        GivenAt = stamp.At;
    }
}

/// <summary>A member of the commission who may not judge a case, by their own word.</summary>
public sealed class ConflictOfInterest : ITerritorial
{
    public AppointmentCaseId CaseId { get; init; }

    public Guid UserId { get; init; }

    public string Territory { get; init; } = "";

    public string MemberName { get; init; } = "";

    public string? Note { get; init; }

    public DateTimeOffset DeclaredAt { get; init; }
}

internal sealed class ExpertOpinionMapping : IEntityTypeConfiguration<ExpertOpinion>, IEntityTypeConfiguration<ConflictOfInterest>
{
    public void Configure(EntityTypeBuilder<ExpertOpinion> builder)
    {
        builder.ToTable(
            "expert_opinions",
            table =>
            {
                table.HasCheckConstraint("ck_expert_opinions_given", "(given_at is not null) = (has_conflict or verdict is not null)");
                table.HasCheckConstraint("ck_expert_opinions_conflict", "not (has_conflict and verdict is not null)");
                table.HasCheckConstraint("ck_expert_opinions_text", "(verdict is null) = (text is null)");
                table.HasCheckConstraint("ck_expert_opinions_matter", "num_nonnulls(case_id, question_id) = 1");
                table.HasCheckConstraint("ck_expert_opinions_marked", "criteria_id is null or verdict is not null");
            }
        );
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.ExpertName).HasMaxLength(200);
        builder.Property(row => row.Verdict).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.Text).HasMaxLength(8000);
        builder.HasOne<AppointmentCase>().WithMany().HasForeignKey(row => row.CaseId).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(row => row.Author);
        builder.HasOne<SittingQuestion>().WithMany().HasForeignKey(row => row.QuestionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<CriteriaSet>().WithMany().HasForeignKey(row => row.CriteriaId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(row => new { row.CaseId, row.ExpertUserId }).IsUnique();
        builder.HasIndex(row => new { row.QuestionId, row.ExpertUserId }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ConflictOfInterest> builder)
    {
        builder.ToTable("conflicts_of_interest");
        builder.HasKey(row => new { row.CaseId, row.UserId });
        builder.Property(row => row.MemberName).HasMaxLength(200);
        builder.Property(row => row.Note).HasMaxLength(2000);
        builder.HasOne<AppointmentCase>().WithMany().HasForeignKey(row => row.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}
