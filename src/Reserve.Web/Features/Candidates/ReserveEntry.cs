using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Candidates;

/// <summary>The seven stages of the reserve cycle.</summary>
public enum CycleStage
{
    Enrolment,
    Development,
    Attestation,
    Rating,
    Use,
    Support,
    Effectiveness,
}

/// <summary>The zones of the reserve.</summary>
public enum ReserveZone
{
    Priority,
    Pool,
    Risk,
}

public enum EntryStatus
{
    /// <summary>Applied, not yet decided upon.</summary>
    Applied,

    /// <summary>In the reserve.</summary>
    InReserve,

    /// <summary>Left the reserve, or never came in.</summary>
    Closed,
}

public enum ClosingReason
{
    Rejected,
    Appointed,
    OwnWish,
    Barred,
    AttestationFailed,
    OfferRefused,
    TermOver,
}

/// <summary>One pass of a candidate through the stages, with the rules of the term and the zone.</summary>
[Recorded("Запись в резерве")]
public sealed class ReserveEntry : ITerritorial
{
    /// <summary>How long one stays in the reserve (domain: term).</summary>
    public const int TermYears = 3;

    public required ReserveEntryId Id { get; init; }

    public required CandidateId CandidateId { get; init; }

    public required string Territory { get; init; }

    /// <summary>The latest entry of the candidate.</summary>
    public bool IsCurrent { get; private set; } = true;

    [Recorded("Состояние")]
    public EntryStatus Status { get; private set; }

    [Recorded("Этап")]
    public CycleStage Stage { get; private set; }

    public required DateTimeOffset StageSince { get; set; }

    public required DateTimeOffset AppliedAt { get; init; }

    [Recorded("Зачислен")]
    public DateTimeOffset? EnrolledAt { get; private set; }

    [Recorded("Срок до")]
    public DateTimeOffset? TermEnds { get; private set; }

    [Recorded("Продлений")]
    public int Renewals { get; private set; }

    [Recorded("Зона")]
    public ReserveZone? Zone { get; private set; }

    [Recorded("Баллы")]
    public decimal? Score { get; private set; }

    public DateTimeOffset? RatedAt { get; private set; }

    /// <summary>How the decision table came to the zone, as JSON.</summary>
    public string? ZoneExplanation { get; private set; }

    [Recorded("Назначен")]
    public DateTimeOffset? AppointedAt { get; private set; }

    [Recorded("Вышестоящая должность")]
    public bool HigherPost { get; private set; }

    [Recorded("Закрыта")]
    public DateTimeOffset? ClosedAt { get; private set; }

    [Recorded("Причина закрытия")]
    public ClosingReason? ClosingReason { get; private set; }

    [Recorded("Пояснение к закрытию")]
    public string? ClosingNote { get; private set; }

    /// <summary>The process run that carries this entry.</summary>
    public Guid? RunId { get; set; }

    public uint RowVersion { get; private set; }

    public void EnterStage(CycleStage stage, Stamp stamp)
    {
        Stage = stage;
        StageSince = stamp.At;
    }

    /// <summary>Takes the candidate into the reserve for the term; false when that has happened before or the entry is closed.</summary>
    public bool Enrol(Stamp stamp)
    {
        if (Status != EntryStatus.Applied)
            return false;
        Status = EntryStatus.InReserve;
        EnrolledAt = stamp.At;
        TermEnds = stamp.At.AddYears(TermYears);
        return true;
    }

    public void SetZone(ReserveZone zone, decimal score, string explanation, Stamp stamp)
    {
        Zone = zone;
        Score = score;
        ZoneExplanation = explanation;
        RatedAt = stamp.At;
    }

    /// <summary>One renewal by one more term; false when there was one already.</summary>
    public bool RenewTerm()
    {
        if (Renewals > 0 || Status != EntryStatus.InReserve || TermEnds is not { } ends)
            return false;
        Renewals++;
        TermEnds = ends.AddYears(TermYears);
        return true;
    }

    public void Appoint(bool higherPost, Stamp stamp)
    {
        AppointedAt = stamp.At;
        HigherPost = higherPost;
    }

    /// <summary>Closes the entry; a closed one keeps its first reason.</summary>
    public void Close(ClosingReason reason, string? note, Stamp stamp)
    {
        if (Status == EntryStatus.Closed)
            return;
        Status = EntryStatus.Closed;
        ClosedAt = stamp.At;
        ClosingReason = reason;
        ClosingNote = note;
    }
}

internal sealed class ReserveEntryMapping : IEntityTypeConfiguration<ReserveEntry>
{
    public void Configure(EntityTypeBuilder<ReserveEntry> builder)
    {
        builder.ToTable(
            "reserve_entries",
            table =>
            {
                table.HasCheckConstraint(
                    "ck_reserve_entries_closed",
                    "(status = 'Closed') = (closed_at is not null) and (closed_at is null) = (closing_reason is null)"
                );
                table.HasCheckConstraint(
                    "ck_reserve_entries_enrolled",
                    "(enrolled_at is null) = (term_ends is null) and (status <> 'InReserve' or enrolled_at is not null)"
                );
                table.HasCheckConstraint(
                    "ck_reserve_entries_rated",
                    "(zone is null) = (rated_at is null) and (zone is null) = (score is null)"
                );
                table.HasCheckConstraint("ck_reserve_entries_score", "score between 0 and 100");
                table.HasCheckConstraint("ck_reserve_entries_renewals", "renewals between 0 and 1");
            }
        );
        builder.Property(entry => entry.Id).ValueGeneratedNever();
        builder.Property(entry => entry.Status).HasConversion<string>().HasMaxLength(20);
        builder.Property(entry => entry.Stage).HasConversion<string>().HasMaxLength(20);
        builder.Property(entry => entry.Zone).HasConversion<string>().HasMaxLength(20);
        builder.Property(entry => entry.Score).HasPrecision(6, 2);
        builder.Property(entry => entry.ZoneExplanation).HasColumnType("jsonb");
        builder.Property(entry => entry.ClosingReason).HasConversion<string>().HasMaxLength(30);
        builder.Property(entry => entry.ClosingNote).HasMaxLength(2000);
        builder.Property(entry => entry.RowVersion).IsRowVersion();
        builder.HasOne<Candidate>().WithMany().HasForeignKey(entry => entry.CandidateId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(entry => entry.CandidateId).IsUnique().HasFilter("is_current");
        builder.HasIndex(entry => new { entry.Stage, entry.Zone }).HasFilter("is_current");
        // reserve_entries_by_stage, _by_score and _by_score_down, for the orders of the list, stand in Data/Sql: EF Core has no
        // expressions.
    }
}
