using MediatR;
using Microsoft.AspNetCore.Identity;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Features.Users;

[Allow(Access.Roles.Administrator), Says("Сменить пароль пользователя")]
internal sealed record ResetPassword(UserId User, string Password) : IRequest<Result<UserId, UserRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("users", User, nameof(User));
}

internal sealed class ResetPasswordHandler(UserManager<User> users, UserAccounts userAccounts)
    : IRequestHandler<ResetPassword, Result<UserId, UserRefusal>>
{
    public async Task<Result<UserId, UserRefusal>> Handle(ResetPassword request, CancellationToken cancellationToken)
    {
        if (await userAccounts.Find(request.User) is not { } user)
            return UserRefusal.NotFound;
        return UserAccounts.Of(
            user,
            await users.ResetPasswordAsync(user, await users.GeneratePasswordResetTokenAsync(user), request.Password)
        );
    }
}
