using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Reserve.Web.Access;

/// <summary>Who has given the right password and still owes a code: a cookie of ten minutes that opens nothing else.</summary>
internal static class HalfwayIn
{
    private const string Stamp = "stamp";
    private static readonly TimeSpan Lives = TimeSpan.FromMinutes(10);

    public static Task Remember(HttpContext context, User user, DateTimeOffset now) =>
        context.SignInAsync(
            IdentityConstants.TwoFactorUserIdScheme,
            new ClaimsPrincipal(
                new ClaimsIdentity(
                    [new Claim(ClaimTypes.NameIdentifier, user.Id.ToString()), new Claim(Stamp, user.SecurityStamp ?? "")],
                    IdentityConstants.TwoFactorUserIdScheme
                )
            ),
            new AuthenticationProperties { IsPersistent = false, ExpiresUtc = now + Lives }
        );

    public static async Task<User?> Recall(HttpContext context, UserManager<User> users)
    {
        var seen = await context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme);
        return
            seen.Principal?.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
            && await users.FindByIdAsync(id) is { Disabled: false } user
            && user.SecurityStamp == seen.Principal.FindFirstValue(Stamp)
            ? user
            : null;
    }

    public static Task Forget(HttpContext context) => context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
}
