using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Features.Users;

/// <summary>For whoever has lost the devices with the keys; open sessions end.</summary>
[Allow(Access.Roles.Administrator), Says("Удалить ключи доступа пользователя")]
internal sealed record RemovePasskeys(UserId User) : IRequest<Result<UserId, UserRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("users", User, nameof(User));
}

internal sealed class RemovePasskeysHandler(UserAccounts userAccounts, Passkeys passkeys, Sessions sessions)
    : IRequestHandler<RemovePasskeys, Result<UserId, UserRefusal>>
{
    public async Task<Result<UserId, UserRefusal>> Handle(RemovePasskeys request, CancellationToken cancellationToken)
    {
        if (await userAccounts.Find(request.User) is not { } user)
            return UserRefusal.NotFound;
        await passkeys.RemoveAll(user.Id, cancellationToken);
        await sessions.End(user.Id, only: null, except: null, cancellationToken);
        return request.User;
    }
}
