using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Users;

[Allow(Access.Roles.Administrator), Says("Изменить пользователя")]
internal sealed record ChangeUser(
    UserId User,
    string DisplayName,
    string? Email,
    string Territory,
    IReadOnlyList<string> Roles,
    bool Disabled
) : IRequest<Result<UserId, UserRefusal>>, ITerritorial, IUserRights, IPlaced
{
    Area IPlaced.Area => Area.Each(Area.Of("users", User, nameof(User)), Area.In(Territory));
}

internal sealed class ChangeUserValidator : AbstractValidator<ChangeUser>
{
    public ChangeUserValidator(ReserveDb db) => Include(new UserRightsValidator<ChangeUser>(db));
}

internal sealed class ChangeUserHandler(UserManager<User> users, Caller caller, UserAccounts userAccounts, Sessions sessions)
    : IRequestHandler<ChangeUser, Result<UserId, UserRefusal>>
{
    public async Task<Result<UserId, UserRefusal>> Handle(ChangeUser request, CancellationToken cancellationToken)
    {
        if (await userAccounts.Find(request.User) is not { } user)
            return UserRefusal.NotFound;
        if (user.Id == caller.UserId && (request.Disabled || !request.Roles.Contains(Roles.Administrator)))
            return UserRefusal.Self;
        var changesRights =
            user.Territory != request.Territory || user.Disabled != request.Disabled || !user.Roles.ToHashSet().SetEquals(request.Roles);
        // Sessions lie in the territory in which they began: they end before their user moves.
        if (changesRights)
            await sessions.End(user.Id, only: null, except: null, cancellationToken);
        user.DisplayName = request.DisplayName.Trim();
        user.Email = request.Email;
        user.Territory = request.Territory;
        user.Roles = [.. request.Roles.Distinct()];
        user.Disabled = request.Disabled;
        // The new stamp closes whatever runs on the former rights.
        return UserAccounts.Of(user, changesRights ? await users.UpdateSecurityStampAsync(user) : await users.UpdateAsync(user));
    }
}
