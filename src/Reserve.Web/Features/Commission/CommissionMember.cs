using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Commission;

public readonly record struct CommissionMemberId(Guid Value) : ITypedId<CommissionMemberId>
{
    public static CommissionMemberId From(Guid value) => new(value);
}

/// <summary>A seat in the expert commission of a territory. The commission of <c>RU</c> is the federal one.</summary>
public sealed class CommissionMember : ITerritorial
{
    public CommissionMemberId Id { get; init; }

    public string Territory { get; init; } = "";

    public Guid UserId { get; init; }

    public string Name { get; init; } = "";

    public bool IsChair { get; init; }

    public DateTimeOffset JoinedAt { get; init; }

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

[Allow(Roles.CommissionSecretary, Roles.Administrator)]
public sealed record AddMember(string Territory, Guid User, bool IsChair)
    : IRequest<Result<CommissionMemberId, MemberRefusal>>,
        ITerritorial;

[Allow(Roles.CommissionSecretary, Roles.Administrator)]
public sealed record RemoveMember(CommissionMemberId Member) : IRequest<Result<Done, MemberRefusal>>;

public enum MemberRefusal
{
    [Says("Эта территория не ваша.")]
    OutsideTerritory,

    [Says("Пользователь не найден или не имеет роли члена или председателя комиссии.")]
    NotEligible,

    [Says("Этот пользователь уже член комиссии.")]
    AlreadyMember,

    [Says("У комиссии уже есть председатель.")]
    ChairTaken,

    [Says("Член комиссии не найден.")]
    NotFound,
}

internal sealed class MemberHandler(ReserveDb db, People people, Caller caller)
    : IRequestHandler<AddMember, Result<CommissionMemberId, MemberRefusal>>,
        IRequestHandler<RemoveMember, Result<Done, MemberRefusal>>
{
    public async Task<Result<CommissionMemberId, MemberRefusal>> Handle(AddMember request, CancellationToken cancellationToken)
    {
        if (!Territory.Covers(caller.Territory, request.Territory))
            return MemberRefusal.OutsideTerritory;
        var role = request.IsChair ? Roles.CommissionChair : Roles.CommissionMember;
        var user = (await people.Named([request.User], cancellationToken)).SingleOrDefault();
        if (user is null or { Disabled: true } || !user.Roles.Contains(role) || !Territory.Covers(user.Territory, request.Territory))
            return MemberRefusal.NotEligible;
        var seats = db.Set<CommissionMember>().Where(row => row.Territory == request.Territory && row.LeftAt == null);
        if (await seats.AnyAsync(row => row.UserId == request.User, cancellationToken))
            return MemberRefusal.AlreadyMember;
        if (request.IsChair && await seats.AnyAsync(row => row.IsChair, cancellationToken))
            return MemberRefusal.ChairTaken;
        var stamp = caller.Stamp();
        var member = new CommissionMember
        {
            Id = Ids.New<CommissionMemberId>(stamp.At),
            Territory = request.Territory,
            UserId = user.Id,
            Name = user.DisplayName,
            IsChair = request.IsChair,
            JoinedAt = stamp.At,
        };
        db.Add(member);
        return member.Id;
    }

    public async Task<Result<Done, MemberRefusal>> Handle(RemoveMember request, CancellationToken cancellationToken)
    {
        if (
            await db.Set<CommissionMember>().SingleOrDefaultAsync(row => row.Id == request.Member && row.LeftAt == null, cancellationToken)
            is not { } member
        )
            return MemberRefusal.NotFound;
        member.Leave(caller.Stamp());
        return new Done();
    }
}
