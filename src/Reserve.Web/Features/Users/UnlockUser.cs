using MediatR;
using Microsoft.AspNetCore.Identity;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Features.Users;

[Allow(Access.Roles.Administrator), Says("Открыть вход пользователю")]
internal sealed record UnlockUser(UserId User) : IRequest<Result<UserId, UserRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("users", User, nameof(User));
}

internal sealed class UnlockUserHandler(UserManager<User> users, UserAccounts userAccounts)
    : IRequestHandler<UnlockUser, Result<UserId, UserRefusal>>
{
    public async Task<Result<UserId, UserRefusal>> Handle(UnlockUser request, CancellationToken cancellationToken)
    {
        if (await userAccounts.Find(request.User) is not { } user)
            return UserRefusal.NotFound;
        await users.ResetAccessFailedCountAsync(user);
        return UserAccounts.Of(user, await users.SetLockoutEndDateAsync(user, null));
    }
}
