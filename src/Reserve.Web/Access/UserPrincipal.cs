using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Reserve.Web.Access;

/// <summary>What the cookie says of a user: roles and territory, from the user's own row.</summary>
internal sealed class UserPrincipal(UserManager<User> users, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<User>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(User user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(Caller.TerritoryClaim, user.Territory));
        identity.AddClaim(new Claim(Caller.DisplayNameClaim, user.DisplayName));
        foreach (var role in user.Roles)
            identity.AddClaim(new Claim(identity.RoleClaimType, role));
        return identity;
    }
}

/// <summary>Those who left do not sign in.</summary>
internal sealed class WorkingUsersOnly : IUserConfirmation<User>
{
    public Task<bool> IsConfirmedAsync(UserManager<User> manager, User user) => Task.FromResult(!user.Disabled);
}
