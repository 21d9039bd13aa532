using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Features.Users;

/// <summary>For whoever has lost telephone and recovery codes; open sessions end.</summary>
[Allow(Access.Roles.Administrator), Says("Снять второй фактор")]
internal sealed record RemoveSecondFactor(UserId User) : IRequest<Result<UserId, UserRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("users", User, nameof(User));
}

internal sealed class RemoveSecondFactorHandler(UserAccounts userAccounts, SecondFactor factor, Sessions sessions)
    : IRequestHandler<RemoveSecondFactor, Result<UserId, UserRefusal>>
{
    public async Task<Result<UserId, UserRefusal>> Handle(RemoveSecondFactor request, CancellationToken cancellationToken)
    {
        if (await userAccounts.Find(request.User) is not { } user)
            return UserRefusal.NotFound;
        await factor.TurnOff(user);
        await sessions.End(user.Id, only: null, except: null, cancellationToken);
        return request.User;
    }
}
