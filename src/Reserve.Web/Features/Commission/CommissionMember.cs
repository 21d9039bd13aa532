using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Access;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Commission;

public readonly record struct CommissionMemberId(Guid Value) : ITypedId<CommissionMemberId>
{
    public static CommissionMemberId From(Guid value) => new(value);
}

/// <summary>A seat in the expert commission of a territory. The commission of <c>RU</c> is the federal one.</summary>
[Recorded("Член комиссии")]
public sealed class CommissionMember : ITerritorial
{
    public CommissionMemberId Id { get; init; }

    public string Territory { get; init; } = "";

    public Guid UserId { get; init; }

    public string Name { get; init; } = "";

    public bool IsChair { get; init; }

    public DateTimeOffset JoinedAt { get; init; }

    [Recorded("Вышел из состава")]
    public DateTimeOffset? LeftAt { get; private set; }

    public void Leave(Stamp stamp) => LeftAt ??= stamp.At;
}

internal sealed class CommissionMemberMapping : IEntityTypeConfiguration<CommissionMember>
{
    public void Configure(EntityTypeBuilder<CommissionMember> builder)
    {
        builder.ToTable("commission_members");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Name).HasMaxLength(200);
        builder.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(row => new { row.Territory, row.UserId }).IsUnique().HasFilter("left_at is null");
        builder
            .HasIndex(row => row.Territory)
            .IsUnique()
            .HasFilter("is_chair and left_at is null")
            .HasDatabaseName("ux_commission_members_chair");
    }
}
