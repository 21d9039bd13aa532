using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings;

public readonly record struct AgendaItemId(Guid Value) : ITypedId<AgendaItemId>
{
    public static AgendaItemId From(Guid value) => new(value);
}

/// <summary>How the members vote on an item.</summary>
public enum BallotKind
{
    Open,
    Secret,
}

/// <summary>Where an item of the agenda stands at its sitting.</summary>
public enum ItemState
{
    Waiting,
    Heard,
    Voting,
    Voted,
    Closed,
}

/// <summary>A case, or a question of the reserve, on the agenda of a meeting.</summary>
[Recorded("Вопрос повестки")]
public sealed class AgendaItem : ITerritorial
{
    public AgendaItemId Id { get; init; }

    public CommissionMeetingId MeetingId { get; init; }

    public AppointmentCaseId? CaseId { get; init; }

    /// <summary>The question of the reserve, where it is about none of the cases.</summary>
    public SittingQuestionId? QuestionId { get; init; }

    /// <summary>The matter's.</summary>
    public string Territory { get; init; } = "";

    [Recorded("Место в повестке")]
    public int Position { get; set; }

    /// <summary>When the commission came to it.</summary>
    [Recorded("Слушали с")]
    public DateTimeOffset? HeardAt { get; private set; }

    [Recorded("Голосование открыто")]
    public DateTimeOffset? VoteOpenedAt { get; private set; }

    /// <summary>When the last of those who may vote had voted.</summary>
    [Recorded("Голосование закрыто")]
    public DateTimeOffset? VoteClosedAt { get; private set; }

    [Recorded("Вид голосования")]
    public BallotKind Ballot { get; private set; }

    /// <summary>How often the vote on it was opened; the votes of former rounds count no more.</summary>
    [Recorded("Голосование по счёту")]
    public int Round { get; private set; } = 1;

    /// <summary>What the rule said of the quorum when the vote was opened: the line of the protocol.</summary>
    public string? Quorum { get; private set; }

    /// <summary>What the commission heard, a paragraph a line: СЛУШАЛИ.</summary>
    [Recorded("Слушали")]
    public string? Heard { get; set; }

    /// <summary>Who said what, a paragraph a line: ВЫСТУПИЛИ.</summary>
    [Recorded("Выступили")]
    public string? Spoken { get; set; }

    /// <summary>What is to stand beside the decision: РЕШИЛИ.</summary>
    [Recorded("Решили")]
    public string? Resolved { get; set; }

    /// <summary>Why it left this agenda without a decision.</summary>
    [Recorded("Снят с рассмотрения")]
    public string? ReleasedFor { get; private set; }

    /// <summary>When it was decided, or taken over to another sitting.</summary>
    [Recorded("Рассмотрен")]
    public DateTimeOffset? ClosedAt { get; private set; }

    public uint RowVersion { get; private set; }

    public ItemState State =>
        this switch
        {
            { ClosedAt: not null } => ItemState.Closed,
            { VoteClosedAt: not null } => ItemState.Voted,
            { VoteOpenedAt: not null } => ItemState.Voting,
            { HeardAt: not null } => ItemState.Heard,
            _ => ItemState.Waiting,
        };

    public void Hear(Stamp stamp) => HeardAt = stamp.At;

    /// <param name="ballot">How it is voted.</param>
    /// <param name="quorum">What the rule says of the quorum.</param>
    /// <param name="stamp">Who and when.</param>
    public void OpenVote(BallotKind ballot, string quorum, Stamp stamp) =>
        (VoteOpenedAt, VoteClosedAt, Ballot, Quorum) = (stamp.At, null, ballot, quorum);

    public void CloseVote(Stamp stamp) => VoteClosedAt ??= stamp.At;

    /// <summary>The vote is void, and will be opened again.</summary>
    public void Repeat() => (VoteOpenedAt, VoteClosedAt, Round) = (null, null, Round + 1);

    public void Release(string why, Stamp stamp)
    {
        ReleasedFor = why;
        Close(stamp);
    }

    public void Close(Stamp stamp) => ClosedAt ??= stamp.At;
}

internal sealed class AgendaItemMapping : IEntityTypeConfiguration<AgendaItem>
{
    public void Configure(EntityTypeBuilder<AgendaItem> builder)
    {
        builder.ToTable(
            "agenda_items",
            table => table.HasCheckConstraint("ck_agenda_items_matter", "num_nonnulls(case_id, question_id) = 1")
        );
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Ballot).HasConversion<string>().HasMaxLength(20).HasDefaultValue(BallotKind.Open);
        builder.Property(row => row.Round).HasDefaultValue(1);
        builder.Property(row => row.Quorum).HasMaxLength(500);
        builder.Property(row => row.Heard).HasMaxLength(MinutesText.Most);
        builder.Property(row => row.Spoken).HasMaxLength(MinutesText.Most);
        builder.Property(row => row.Resolved).HasMaxLength(MinutesText.Most);
        builder.Property(row => row.ReleasedFor).HasMaxLength(500);
        builder.Property(row => row.RowVersion).IsRowVersion();
        builder.Ignore(row => row.State);
        builder.HasOne<CommissionMeeting>().WithMany().HasForeignKey(row => row.MeetingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppointmentCase>().WithMany().HasForeignKey(row => row.CaseId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<SittingQuestion>().WithMany().HasForeignKey(row => row.QuestionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(row => new { row.MeetingId, row.Position }).IsUnique();
        // A matter stands on one agenda at a time.
        builder.HasIndex(row => row.CaseId).IsUnique().HasFilter("closed_at is null");
        builder.HasIndex(row => row.QuestionId).IsUnique().HasFilter("closed_at is null");
    }
}
