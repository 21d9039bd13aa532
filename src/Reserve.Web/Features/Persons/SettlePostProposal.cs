using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

/// <summary>A proposal is a known post by another name: its wording means that post from here on, in what is written already too.</summary>
[Allow(Roles.HrOfficer, Roles.Administrator), Says("Признать предложенную должность известной")]
internal sealed record SettlePostProposal(PostId Id, PostId Known) : IRequest<Result<Done, PostRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Asked("the territory of the proposal");
}

internal sealed class SettlePostProposalHandler(ReserveDb db, PostKeeper posts, Caller caller)
    : IRequestHandler<SettlePostProposal, Result<Done, PostRefusal>>
{
    public async Task<Result<Done, PostRefusal>> Handle(SettlePostProposal request, CancellationToken cancellationToken)
    {
        if (
            await posts.Find(request.Id, cancellationToken) is not { SameAs: null } proposal
            || await posts.Find(request.Known, cancellationToken) is not { IsProposal: false } known
        )
            return PostRefusal.NotFound;
        if (!proposal.IsProposal)
            return PostRefusal.NotProposed;
        if (!posts.IsOwn(proposal))
            return PostRefusal.NotYours;
        proposal.IsReally(known);
        using (caller.AsSystem(proposal.ForTerritory ?? Territory.Federation))
        {
            foreach (var tenure in await db.Set<Tenure>().Where(row => row.PostId == proposal.Id).ToListAsync(cancellationToken))
            {
                tenure.PostId = known.Id;
                tenure.IsSingle = new Seat(tenure.Territory, known, tenure.Organization, tenure.StartsOn).IsSingle;
            }
            return await db.SavedWithoutOverlap(cancellationToken) ? new Done() : PostRefusal.HeldByTwo;
        }
    }
}
