using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Reserve.Web.Data;

namespace Reserve.Web.Access;

/// <summary>
/// What an authenticator is asked to sign. The browser keeps it in a protected cookie of five minutes, for one purpose; who answers it
/// loses the cookie, and a copy of it opens nothing, because a key takes no challenge that was given before its last use
/// (<see cref="Passkeys.Use"/>).
/// </summary>
internal sealed class PasskeyChallenges(IDataProtectionProvider protection, TimeProvider clock)
{
    public static readonly TimeSpan Lives = TimeSpan.FromMinutes(5);

    public enum Purpose
    {
        SignIn,
        SecondStep,
        Proof,
        NewKey,
    }

    /// <param name="State">What Identity's handler compares with.</param>
    /// <param name="GivenAt">When it was given, to the microsecond.</param>
    public sealed record Given(string State, DateTimeOffset GivenAt);

    public void Give(HttpContext context, Purpose purpose, string? state) =>
        context.Response.Cookies.Append(
            NameOf(purpose),
            ProtectorOf(purpose).Protect(clock.GetUtcNow().UtcTicks.ToString(CultureInfo.InvariantCulture) + ' ' + state),
            CookieFor(context)
        );

    /// <summary>The challenge, which the browser loses by this; null when there is none (any more).</summary>
    public Given? Take(HttpContext context, Purpose purpose)
    {
        if (context.Request.Cookies[NameOf(purpose)] is not { Length: > 0 } cookie)
            return null;
        context.Response.Cookies.Delete(NameOf(purpose), CookieFor(context));
        try
        {
            var parts = ProtectorOf(purpose).Unprotect(cookie).Split(' ', 2);
            var ticks = long.Parse(parts[0], CultureInfo.InvariantCulture);
            var givenAt = new DateTimeOffset(ticks, TimeSpan.Zero).ToMicroseconds();
            return givenAt + Lives > clock.GetUtcNow() ? new Given(parts[1], givenAt) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector ProtectorOf(Purpose purpose) => protection.CreateProtector("passkey", purpose.ToString());

    private static string NameOf(Purpose purpose) =>
        purpose switch
        {
            Purpose.SignIn => "reserve-passkey",
            Purpose.SecondStep => "reserve-passkey-second",
            Purpose.Proof => "reserve-passkey-proof",
            Purpose.NewKey => "reserve-passkey-new",
        };

    private static CookieOptions CookieFor(HttpContext context) =>
        new()
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = Lives,
            Path = "/",
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
        };
}
