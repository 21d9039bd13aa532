using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Access;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Commission;

public readonly record struct CommissionMemberId(Guid Value) : ITypedId<CommissionMemberId>
{
    public static CommissionMemberId From(Guid value) => new(value);
}

public enum SeatRole
{
    Chair,
    Deputy,
    Secretary,
    Member,
}

/// <summary>A seat in the expert commission of a territory. The commission of <c>RU</c> is the federal one.</summary>
[Recorded("Член комиссии")]
public sealed class CommissionMember : ITerritorial
{
    public CommissionMemberId Id { get; init; }

    public string Territory { get; init; } = "";

    public Guid UserId { get; init; }

    public string Name { get; init; } = "";

    /// <summary>A row of the release before says only who is the chair.</summary>
    public SeatRole Role
    {
        get => SeatRole ?? (IsChair ? Commission.SeatRole.Chair : Commission.SeatRole.Member);
        init => (SeatRole, IsChair) = (value, value == Commission.SeatRole.Chair);
    }

    public SeatRole? SeatRole { get; private init; }

    public bool IsChair { get; private init; }

    /// <summary>A secretary may sit without a vote; then the seat counts in no quorum.</summary>
    public bool Votes { get; init; } = true;

    /// <summary>The order by which the seat was given.</summary>
    [Recorded("Номер приказа о составе")]
    public string? OrderNumber { get; private set; }

    [Recorded("Дата приказа о составе")]
    public DateOnly? OrderDate { get; private set; }

    public DateTimeOffset JoinedAt { get; init; }

    /// <summary>The first moment after the term of the composition; null when it has none.</summary>
    [Recorded("Срок полномочий до")]
    public DateTimeOffset? EndsAt { get; private set; }

    /// <summary>Left, or was removed, before the term.</summary>
    [Recorded("Вышел из состава")]
    public DateTimeOffset? LeftAt { get; private set; }

    /// <summary>When the seat ended or will end; null when that is not known.</summary>
    public DateTimeOffset? Ends => LeftAt is { } left && (EndsAt is null || left < EndsAt) ? left : EndsAt;

    /// <summary>By which order the seat is held, and until when.</summary>
    public CommissionMember By(string? number, DateOnly? date, DateTimeOffset? endsAt)
    {
        (OrderNumber, OrderDate, EndsAt) = (number, date, endsAt);
        return this;
    }

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
        builder.Ignore(row => row.Role).Ignore(row => row.Ends);
        builder.Property(row => row.SeatRole).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.Votes).HasDefaultValue(true).HasSentinel(true);
        builder.Property(row => row.OrderNumber).HasMaxLength(50);
        builder.HasOne<User>().WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Restrict);
        // One seat of a person and one chair at a time: Sql/685-substitutions.sql.
        builder.HasIndex(row => new { row.Territory, row.UserId });
    }
}
