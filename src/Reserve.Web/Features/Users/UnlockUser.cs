using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Features.Users;

/// <summary>Forgets the failed sign-ins under the user's name, from wherever they came.</summary>
[Allow(Access.Roles.Administrator), Says("Открыть вход пользователю")]
internal sealed record UnlockUser(UserId User) : IRequest<Result<UserId, UserRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("users", User, nameof(User));
}

internal sealed class UnlockUserHandler(UserAccounts userAccounts, SignInGuard guard)
    : IRequestHandler<UnlockUser, Result<UserId, UserRefusal>>
{
    public async Task<Result<UserId, UserRefusal>> Handle(UnlockUser request, CancellationToken cancellationToken)
    {
        if (await userAccounts.Find(request.User) is not { } user)
            return UserRefusal.NotFound;
        await guard.Forgive(user.NormalizedUserName ?? "", address: null, cancellationToken);
        await guard.Forgive(SignInGuard.CodesOf(user), address: null, cancellationToken);
        return request.User;
    }
}
