using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings.Ballots;

internal readonly record struct BallotBoxId(Guid Value) : ITypedId<BallotBoxId>
{
    public static BallotBoxId From(Guid value) => new(value);
}

/// <summary>
/// One secret vote. Its ballots are sealed with a key whose other half only the memory of one node knows, until all have voted (ADR 9).
/// </summary>
internal sealed class BallotBox : ITerritorial
{
    public BallotBoxId Id { get; init; }

    public AgendaItemId AgendaItemId { get; init; }

    /// <summary>The case's.</summary>
    public string Territory { get; init; } = "";

    public int Round { get; init; }

    /// <summary>With which ballots are sealed (SubjectPublicKeyInfo).</summary>
    public byte[] PublicKey { get; init; } = [];

    /// <summary>When the node that can open it was last seen.</summary>
    public DateTimeOffset KeySeenAt { get; private set; }

    /// <summary>When its ballots were opened, in no order.</summary>
    public DateTimeOffset? OpenedAt { get; private set; }

    /// <summary>When the process was told the result.</summary>
    public DateTimeOffset? ToldAt { get; private set; }

    /// <summary>When the vote was declared void.</summary>
    public DateTimeOffset? VoidAt { get; private set; }

    public static BallotBox Of(AgendaItem item, BallotBoxId id, byte[] publicKey, Stamp stamp) =>
        new()
        {
            Id = id,
            AgendaItemId = item.Id,
            Territory = item.Territory,
            Round = item.Round,
            PublicKey = publicKey,
            KeySeenAt = stamp.At,
        };

    public void See(DateTimeOffset now) => KeySeenAt = now;

    public void Open(DateTimeOffset now) => OpenedAt = now;

    public void Tell(DateTimeOffset now) => ToldAt = now;

    public void Void(Stamp stamp) => VoidAt ??= stamp.At;
}

/// <summary>That a member has voted, and what nobody can read: one for each member.</summary>
internal sealed class SealedBallot : ITerritorial
{
    public long Id { get; init; }

    public BallotBoxId BoxId { get; init; }

    public string Territory { get; init; } = "";

    public Guid MemberUserId { get; init; }

    /// <summary>Whose seat it is: the holder and a substitute have one ballot between them.</summary>
    public CommissionMemberId SeatId { get; init; }

    public string MemberName { get; init; } = "";

    public byte[] Sealed { get; init; } = [];
}

/// <summary>An opened ballot: what was voted, and nobody knows by whom. The id is random and tells no order.</summary>
internal sealed class OpenedBallot : ITerritorial
{
    public Guid Id { get; init; }

    public BallotBoxId BoxId { get; init; }

    public string Territory { get; init; } = "";

    public Choice Choice { get; init; }

    public decimal? Score { get; init; }
}

internal sealed class BallotMapping
    : IEntityTypeConfiguration<BallotBox>,
        IEntityTypeConfiguration<SealedBallot>,
        IEntityTypeConfiguration<OpenedBallot>
{
    public void Configure(EntityTypeBuilder<BallotBox> builder)
    {
        builder.ToTable(
            "ballot_boxes",
            table => table.HasCheckConstraint("ck_ballot_boxes_told", "told_at is null or opened_at is not null")
        );
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.PublicKey).HasMaxLength(2000);
        builder.HasOne<AgendaItem>().WithMany().HasForeignKey(row => row.AgendaItemId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(row => new { row.AgendaItemId, row.Round }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<SealedBallot> builder)
    {
        builder.ToTable("sealed_ballots");
        builder.Property(row => row.MemberName).HasMaxLength(200);
        builder.Property(row => row.Sealed).HasMaxLength(2000);
        builder.HasOne<BallotBox>().WithMany().HasForeignKey(row => row.BoxId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<CommissionMember>().WithMany().HasForeignKey(row => row.SeatId).OnDelete(DeleteBehavior.Restrict);
        // One member, one ballot; one seat, one ballot.
        builder.HasIndex(row => new { row.BoxId, row.MemberUserId }).IsUnique();
        builder.HasIndex(row => new { row.BoxId, row.SeatId }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<OpenedBallot> builder)
    {
        builder.ToTable("opened_ballots", table => table.HasCheckConstraint("ck_opened_ballots_score", "score between 0 and 100"));
        builder.Property(row => row.Score).HasPrecision(5, 2);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Choice).HasConversion<string>().HasMaxLength(20);
        builder.HasOne<BallotBox>().WithMany().HasForeignKey(row => row.BoxId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(row => row.BoxId);
    }
}
