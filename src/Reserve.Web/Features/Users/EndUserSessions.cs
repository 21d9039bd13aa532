using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Features.Users;

[Allow(Access.Roles.Administrator), Says("Завершить сеансы пользователя")]
internal sealed record EndUserSessions(UserId User) : IRequest<Result<UserId, UserRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("users", User, nameof(User));
}

internal sealed class EndUserSessionsHandler(UserAccounts userAccounts, Sessions sessions)
    : IRequestHandler<EndUserSessions, Result<UserId, UserRefusal>>
{
    public async Task<Result<UserId, UserRefusal>> Handle(EndUserSessions request, CancellationToken cancellationToken)
    {
        if (await userAccounts.Find(request.User) is not { } user)
            return UserRefusal.NotFound;
        await sessions.End(user.Id, only: null, except: null, cancellationToken);
        return request.User;
    }
}
