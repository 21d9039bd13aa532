using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

/// <summary>Corrects what the base says of a tenure; what it said before stays in the journal.</summary>
[Allow(Roles.HrOfficer), Says("Исправить пребывание в должности")]
internal sealed record ChangeTenure(
    TenureId Tenure,
    PostId? Post,
    string? Position,
    string? Organization,
    DateOnly? StartsOn,
    DateOnly? EndsOn,
    string ActNumber,
    DateOnly? ActDate
) : IRequest<Result<Done, TenureRefusal>>, ITenureFacts, IPlaced
{
    Area IPlaced.Area => Area.Of("tenures", Tenure, nameof(Tenure));
}

internal sealed class ChangeTenureValidator : TenureValidator<ChangeTenure>;

internal sealed class ChangeTenureHandler(ReserveDb db, PostFinder posts, TenureKeeper tenures, Caller caller)
    : IRequestHandler<ChangeTenure, Result<Done, TenureRefusal>>
{
    public async Task<Result<Done, TenureRefusal>> Handle(ChangeTenure request, CancellationToken cancellationToken)
    {
        if (await db.Set<Tenure>().SingleOrDefaultAsync(row => row.Id == request.Tenure, cancellationToken) is not { } tenure)
            return new TenureRefusal.NotFound();
        if (await posts.Chosen(request.Post, request.Position, tenure.Territory, cancellationToken) is not { } post)
            return new TenureRefusal.NoPost();
        var seat = new Seat(
            tenure.Territory,
            post,
            post.Level == PostLevel.School ? request.Organization?.Trim() ?? "" : "",
            request.StartsOn!.Value,
            request.EndsOn
        );
        using (caller.AsSystem(Territory.RegionOf(tenure.Territory)))
        {
            if (await tenures.Holders(seat, tenure.Id, cancellationToken) is [var holder, ..])
                return new TenureRefusal.Taken(holder.Head.PersonName, holder.Tenure.StartsOn);
            tenure.Position = string.IsNullOrWhiteSpace(request.Position) ? post.Name : request.Position.Trim();
            tenure.PostId = post.Id;
            tenure.Organization = seat.Organization;
            tenure.IsSingle = seat.IsSingle;
            tenure.StartsOn = seat.StartsOn;
            tenure.ActNumber = request.ActNumber.Trim();
            tenure.ActDate = request.ActDate!.Value;
            var isOpen = seat.EndsOn is null;
            tenure.End(
                seat.EndsOn,
                isOpen ? null : tenure.EndActNumber,
                isOpen ? null : tenure.EndActDate,
                isOpen ? null : tenure.EndReason
            );
            return await db.SavedWithoutOverlap(cancellationToken) ? new Done() : new TenureRefusal.Overlaps();
        }
    }
}
