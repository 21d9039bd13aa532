using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Commission;

[Allow(Roles.CommissionSecretary, Roles.Administrator)]
[Says("Вывести из состава комиссии")]
internal sealed record RemoveMember(CommissionMemberId Member) : IRequest<Result<Done, MemberRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("commission_members", Member, nameof(Member));
}

internal sealed class RemoveMemberHandler(ReserveDb db, Caller caller) : IRequestHandler<RemoveMember, Result<Done, MemberRefusal>>
{
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
