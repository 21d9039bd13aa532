using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

/// <summary>After this day the post is chosen no more; null takes that back. Who holds it goes on holding it.</summary>
[Allow(Roles.HrOfficer, Roles.Administrator), Says("Вывести должность из справочника")]
internal sealed record RetirePost(PostId Id, DateOnly? LastDay) : IRequest<Result<Done, PostRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Asked("the post's own territory");
}

internal sealed class RetirePostHandler(PostKeeper posts) : IRequestHandler<RetirePost, Result<Done, PostRefusal>>
{
    public async Task<Result<Done, PostRefusal>> Handle(RetirePost request, CancellationToken cancellationToken)
    {
        if (await posts.Find(request.Id, cancellationToken) is not { SameAs: null } post)
            return PostRefusal.NotFound;
        if (!posts.IsOwn(post))
            return PostRefusal.NotYours;
        if (request.LastDay < post.ValidFrom)
            return PostRefusal.BadTerm;
        if (request.LastDay is { } day)
            post.Retire(day);
        else
            post.Restore();
        return new Done();
    }
}
