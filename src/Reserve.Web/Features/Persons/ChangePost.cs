using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

/// <summary>Corrects a post; of a proposal it makes a post of the directory.</summary>
[Allow(Roles.HrOfficer, Roles.Administrator), Says("Изменить должность справочника")]
internal sealed record ChangePost(PostId Id, PostFacts Post) : IRequest<Result<Done, PostRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Asked("the post's own territory");
}

internal sealed class ChangePostValidator : AbstractValidator<ChangePost>
{
    public ChangePostValidator() => RuleFor(command => command.Post).IsPost();
}

internal sealed class ChangePostHandler(ReserveDb db, PostKeeper posts, Caller caller)
    : IRequestHandler<ChangePost, Result<Done, PostRefusal>>
{
    public async Task<Result<Done, PostRefusal>> Handle(ChangePost request, CancellationToken cancellationToken)
    {
        if (await posts.Find(request.Id, cancellationToken) is not { SameAs: null } post)
            return PostRefusal.NotFound;
        if (!posts.IsOwn(post))
            return PostRefusal.NotYours;
        if (await posts.IsKnown(request.Post, post.ForTerritory, post.Id, cancellationToken))
            return PostRefusal.Known;
        post.Change(request.Post);
        // Tenures keep whether theirs is a seat for one: the constraint of the database cannot look into another table.
        using (caller.AsSystem(post.ForTerritory ?? Territory.Federation))
        {
            var held = await db.Set<Tenure>().Where(row => row.PostId == post.Id).ToListAsync(cancellationToken);
            foreach (var tenure in held)
                tenure.IsSingle = new Seat(tenure.Territory, post, tenure.Organization, tenure.StartsOn).IsSingle;
            return await db.SavedWithoutOverlap(cancellationToken) ? new Done() : PostRefusal.HeldByTwo;
        }
    }
}
