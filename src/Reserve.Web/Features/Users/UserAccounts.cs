using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Users;

internal sealed class UserAccounts(UserManager<User> users, Caller caller)
{
    internal async Task<User?> Find(UserId id) =>
        await users.FindByIdAsync(id.Value.ToString()) is { } user && Territory.Covers(caller.Territory, user.Territory) ? user : null;

    internal static Result<UserId, UserRefusal> Of(User user, IdentityResult outcome)
    {
        if (outcome.Succeeded)
            return new UserId(user.Id);
        var codes = outcome.Errors.Select(error => error.Code).ToArray();
        return codes switch
        {
            _ when codes.Contains(nameof(IdentityErrorDescriber.DuplicateUserName)) => UserRefusal.NameTaken,
            _ when codes.Any(code => code.StartsWith("Password", StringComparison.Ordinal)) => UserRefusal.WeakPassword,
            _ when codes.Contains(nameof(IdentityErrorDescriber.ConcurrencyFailure)) => throw new DbUpdateConcurrencyException(
                "The user was changed meanwhile."
            ),
            _ => UserRefusal.Malformed,
        };
    }
}
