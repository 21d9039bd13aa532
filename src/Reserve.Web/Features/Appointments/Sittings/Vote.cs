using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments.Sittings;

public readonly record struct VoteId(Guid Value) : ITypedId<VoteId>
{
    public static VoteId From(Guid value) => new(value);
}

public enum Choice
{
    Approve,
    Refuse,
    Abstain,
}

/// <summary>A member's own vote on an item of a sitting: one member, one vote, nobody for another.</summary>
[Recorded("Голос")]
public sealed class Vote : ITerritorial
{
    public VoteId Id { get; init; }

    public AgendaItemId AgendaItemId { get; init; }

    /// <summary>Null where the item is a question of the reserve.</summary>
    public AppointmentCaseId? CaseId { get; init; }

    public string Territory { get; init; } = "";

    public Guid MemberUserId { get; init; }

    public string MemberName { get; init; } = "";

    public bool IsChair { get; init; }

    public Choice Choice { get; init; }

    /// <summary>How the member judged the defence, in per cent; of an attestation only.</summary>
    public decimal? Score { get; init; }

    /// <summary>In which vote on the item: see <see cref="AgendaItem.Round"/>.</summary>
    public int Round { get; init; } = 1;

    /// <summary>Cast at a former sitting of a case that came back.</summary>
    [Recorded("Заменён другим")]
    public bool Superseded { get; set; }

    public DateTimeOffset CastAt { get; init; }

    /// <summary>The secretary who wrote it down for a raised hand; null when the member voted at the own place.</summary>
    [Recorded("Внёс секретарь")]
    public string? EnteredBy { get; init; }

    /// <summary>By which a second delivery of what the secretary wrote down is known.</summary>
    public Guid? EntryId { get; init; }
}

/// <summary>What a member wants to stand in the protocol beside the decision.</summary>
internal sealed class DissentingOpinion : ITerritorial
{
    public VoteId VoteId { get; init; }

    /// <summary>Null where the item is a question of the reserve.</summary>
    public AppointmentCaseId? CaseId { get; init; }

    public string Territory { get; init; } = "";

    public string Text { get; init; } = "";
}

internal sealed class VoteMapping : IEntityTypeConfiguration<Vote>, IEntityTypeConfiguration<DissentingOpinion>
{
    public void Configure(EntityTypeBuilder<Vote> builder)
    {
        builder.ToTable(
            "votes",
            table =>
            {
                table.HasCheckConstraint("ck_votes_score", "score between 0 and 100");
                table.HasCheckConstraint("ck_votes_entered", "(entry_id is null) = (entered_by is null)");
            }
        );
        builder.Property(row => row.EnteredBy).HasMaxLength(200);
        builder.HasIndex(row => row.EntryId).IsUnique().HasFilter("entry_id is not null");
        builder.Property(row => row.Score).HasPrecision(5, 2);
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.MemberName).HasMaxLength(200);
        builder.Property(row => row.Choice).HasConversion<string>().HasMaxLength(20);
        builder.HasOne<AgendaItem>().WithMany().HasForeignKey(row => row.AgendaItemId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppointmentCase>().WithMany().HasForeignKey(row => row.CaseId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(row => row.Round).HasDefaultValue(1);
        builder
            .HasIndex(row => new
            {
                row.AgendaItemId,
                row.MemberUserId,
                row.Round,
            })
            .IsUnique();
        builder.HasIndex(row => row.CaseId);
    }

    public void Configure(EntityTypeBuilder<DissentingOpinion> builder)
    {
        builder.ToTable("dissenting_opinions");
        builder.HasKey(row => row.VoteId);
        builder.Property(row => row.Text).HasMaxLength(8000);
        builder.HasOne<Vote>().WithOne().HasForeignKey<DissentingOpinion>(row => row.VoteId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppointmentCase>().WithMany().HasForeignKey(row => row.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}
