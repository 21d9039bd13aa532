using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

/// <summary>Puts a post into the directory of a territory; null is for all.</summary>
[Allow(Roles.HrOfficer, Roles.Administrator), Says("Внести должность в справочник")]
internal sealed record AddPost(string? ForTerritory, PostFacts Post) : IRequest<Result<PostId, PostRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

internal sealed class AddPostValidator : AbstractValidator<AddPost>
{
    public AddPostValidator() => RuleFor(command => command.Post).IsPost();
}

internal sealed class AddPostHandler(ReserveDb db, PostKeeper posts, Caller caller) : IRequestHandler<AddPost, Result<PostId, PostRefusal>>
{
    public async Task<Result<PostId, PostRefusal>> Handle(AddPost request, CancellationToken cancellationToken)
    {
        if (await posts.IsKnown(request.Post, request.ForTerritory, null, cancellationToken))
            return PostRefusal.Known;
        var post = Post.Of(request.Post, request.ForTerritory, caller.Stamp());
        db.Add(post);
        return post.Id;
    }
}
