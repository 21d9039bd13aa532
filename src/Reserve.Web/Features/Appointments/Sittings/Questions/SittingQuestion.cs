using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments.Sittings.Questions;

public readonly record struct SittingQuestionId(Guid Value) : ITypedId<SittingQuestionId>
{
    public static SittingQuestionId From(Guid value) => new(value);
}

/// <summary>What the reserve asks a commission.</summary>
public enum QuestionKind
{
    /// <summary>The final attestation of a candidate.</summary>
    Attestation,

    /// <summary>Whether a term in the reserve is renewed.</summary>
    Renewal,
}

public enum QuestionState
{
    Ready,
    Scheduled,
    Sitting,
    Passed,
    Failed,
    Withdrawn,
}

/// <summary>A question of the reserve that a commission decides at a sitting; the candidate's cycle waits for the decision.</summary>
[Recorded("Вопрос кадрового резерва")]
public sealed class SittingQuestion : ITerritorial, IMatter
{
    /// <summary>The type of <see cref="Runtime.Steps.Subject"/> under which the runtime knows questions.</summary>
    public const string SubjectType = "question";

    private SittingQuestion() { }

    public SittingQuestionId Id { get; private init; }

    /// <summary>The candidate's.</summary>
    public string Territory { get; private init; } = "";

    public CandidateId CandidateId { get; private init; }

    public QuestionKind Kind { get; private init; }

    public string PersonName { get; private init; } = "";

    /// <summary>The result of the test out of 100, of an attestation.</summary>
    public decimal? TestScore { get; private init; }

    /// <summary>Why it is asked, of a renewal.</summary>
    public string? Note { get; private init; }

    public DateTimeOffset RaisedAt { get; private init; }

    [Recorded("Состояние")]
    public QuestionState State { get; private set; }

    [Recorded("Заседание")]
    public DateTimeOffset? SittingAt { get; private set; }

    /// <summary>What the rule said of the votes.</summary>
    [Recorded("Итог")]
    public string? Outcome { get; private set; }

    /// <summary>The result of the attestation by the rule.</summary>
    [Recorded("Итог, процентов")]
    public decimal? Percent { get; private set; }

    [Recorded("Решено")]
    public DateTimeOffset? DecidedAt { get; private set; }

    public Subject Subject => new(SubjectType, Id.Value.ToString());

    public bool IsClosed => State is QuestionState.Passed or QuestionState.Failed or QuestionState.Withdrawn;

    public bool? IsPassed =>
        State switch
        {
            QuestionState.Passed => true,
            QuestionState.Failed => false,
            _ => null,
        };

    public static SittingQuestion Raise(Candidate candidate, QuestionKind kind, decimal? testScore, string? note, Stamp stamp) =>
        new()
        {
            Id = Ids.New<SittingQuestionId>(stamp.At),
            Territory = candidate.Territory,
            CandidateId = candidate.Id,
            Kind = kind,
            PersonName = candidate.FullName,
            TestScore = testScore,
            Note = note,
            RaisedAt = stamp.At,
        };

    public void Schedule(DateTimeOffset at) => (SittingAt, State) = (at, QuestionState.Scheduled);

    public void LeaveAgenda() => (SittingAt, State) = (null, QuestionState.Ready);

    public void OpenSitting() => State = QuestionState.Sitting;

    public void Decide(bool passed, string outcome, decimal? percent, Stamp stamp) =>
        (State, Outcome, Percent, DecidedAt) = (passed ? QuestionState.Passed : QuestionState.Failed, outcome, percent, stamp.At);

    public void Withdraw(Stamp stamp) => (State, DecidedAt) = (QuestionState.Withdrawn, stamp.At);
}

/// <summary>A member of the commission who may not judge a question, by their own word.</summary>
public sealed class QuestionRecusal : ITerritorial
{
    public SittingQuestionId QuestionId { get; init; }

    public Guid UserId { get; init; }

    public string Territory { get; init; } = "";

    public string MemberName { get; init; } = "";

    public string? Note { get; init; }

    public DateTimeOffset DeclaredAt { get; init; }
}

internal sealed class SittingQuestionMapping : IEntityTypeConfiguration<SittingQuestion>, IEntityTypeConfiguration<QuestionRecusal>
{
    public void Configure(EntityTypeBuilder<SittingQuestion> builder)
    {
        builder.ToTable(
            "sitting_questions",
            table =>
            {
                table.HasCheckConstraint(
                    "ck_sitting_questions_decided",
                    "(state in ('Passed', 'Failed', 'Withdrawn')) = (decided_at is not null)"
                );
                table.HasCheckConstraint("ck_sitting_questions_outcome", "(state in ('Passed', 'Failed')) = (outcome is not null)");
                table.HasCheckConstraint(
                    "ck_sitting_questions_test",
                    "(kind = 'Attestation') = (test_score is not null) and test_score between 0 and 100"
                );
            }
        );
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.PersonName).HasMaxLength(400);
        builder.Property(row => row.TestScore).HasPrecision(5, 2);
        builder.Property(row => row.Percent).HasPrecision(5, 2);
        builder.Property(row => row.Note).HasMaxLength(4000);
        builder.Property(row => row.Outcome).HasMaxLength(500);
        builder.Property<uint>("xmin").IsRowVersion();
        builder.Ignore(row => row.Subject);
        builder.Ignore(row => row.IsClosed);
        builder.Ignore(row => row.IsPassed);
        builder.HasOne<Candidate>().WithMany().HasForeignKey(row => row.CandidateId).OnDelete(DeleteBehavior.Cascade);
        // A candidate is asked about once at a time.
        builder.HasIndex(row => new { row.CandidateId, row.Kind }).IsUnique().HasFilter("decided_at is null");
    }

    public void Configure(EntityTypeBuilder<QuestionRecusal> builder)
    {
        builder.ToTable("question_recusals");
        builder.HasKey(row => new { row.QuestionId, row.UserId });
        builder.Property(row => row.MemberName).HasMaxLength(200);
        builder.Property(row => row.Note).HasMaxLength(2000);
        builder.HasOne<SittingQuestion>().WithMany().HasForeignKey(row => row.QuestionId).OnDelete(DeleteBehavior.Cascade);
    }
}
