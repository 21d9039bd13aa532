using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Commission;

[Allow(Roles.CommissionSecretary, Roles.Administrator)]
[Says("Ввести в состав комиссии")]
internal sealed record AddMember(string Territory, Guid User, bool IsChair)
    : IRequest<Result<CommissionMemberId, MemberRefusal>>,
        ITerritorial,
        IPlaced
{
    Area IPlaced.Area => Area.In(Territory);
}

internal sealed class AddMemberHandler(ReserveDb db, People people, Caller caller)
    : IRequestHandler<AddMember, Result<CommissionMemberId, MemberRefusal>>
{
    public async Task<Result<CommissionMemberId, MemberRefusal>> Handle(AddMember request, CancellationToken cancellationToken)
    {
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
}
