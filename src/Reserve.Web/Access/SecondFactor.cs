using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Reserve.Web.Access;

/// <summary>
/// A user's authenticator and recovery codes. The secret is protected by the ring of keys, of recovery codes slow salted hashes are kept
/// (PBKDF2, one salt for a set), and a code opens once.
/// </summary>
internal sealed class SecondFactor(UserManager<User> users, IDataProtectionProvider protection, Caller caller, TimeProvider clock)
{
    public const int RecoveryCodes = 10;
    private const string Provider = "reserve";
    private const string SecretName = "totp";
    private const string StepName = "totp-step";
    private const string CodesName = "recovery";
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private readonly IDataProtector protector = protection.CreateProtector("second-factor");

    public enum Kind
    {
        Authenticator,
        RecoveryCode,
    }

    /// <summary>A secret for the page that sets up, which hands it back: nothing is kept before the first right code.</summary>
    public string Wrap(string secret) => protector.Protect(secret);

    /// <summary>What the page handed back; null when it is not of ours.</summary>
    public string? Unwrap(string? wrapped)
    {
        try
        {
            return string.IsNullOrEmpty(wrapped) ? null : protector.Unprotect(wrapped);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The first code fits: from now on it is asked for. Gives the recovery codes, which are shown once.</summary>
    public async Task<IReadOnlyList<string>?> TurnOn(User user, string secret, string code)
    {
        if (Totp.StepOf(secret, code, clock.GetUtcNow()) is not { } step)
            return null;
        using (caller.AsSystem(user.Territory))
        {
            await users.SetAuthenticationTokenAsync(user, Provider, SecretName, Wrap(secret));
            await users.SetAuthenticationTokenAsync(user, Provider, StepName, step.ToString(CultureInfo.InvariantCulture));
            await users.SetTwoFactorEnabledAsync(user, true);
            return await NewCodes(user);
        }
    }

    public async Task<IReadOnlyList<string>> NewCodes(User user)
    {
        string[] codes =
        [
            .. Enumerable
                .Range(0, RecoveryCodes)
                .Select(_ => RandomNumberGenerator.GetString(Letters, 5) + "-" + RandomNumberGenerator.GetString(Letters, 5)),
        ];
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var hashes = codes.Select(code => Hash(code, salt));
        using (caller.AsSystem(user.Territory))
            await users.SetAuthenticationTokenAsync(user, Provider, CodesName, string.Join(';', hashes.Prepend(salt)));
        return codes;
    }

    public async Task<int> CodesLeft(User user)
    {
        using (caller.AsSystem(user.Territory))
            return Split(await users.GetAuthenticationTokenAsync(user, Provider, CodesName)).Hashes.Count;
    }

    public async Task TurnOff(User user)
    {
        using (caller.AsSystem(user.Territory))
        {
            foreach (var name in (string[])[SecretName, StepName, CodesName])
                await users.RemoveAuthenticationTokenAsync(user, Provider, name);
            await users.SetTwoFactorEnabledAsync(user, false);
        }
    }

    /// <summary>What a code proves; null when it is wrong, or was used before.</summary>
    public async Task<Kind?> Check(User user, string code)
    {
        try
        {
            using (caller.AsSystem(user.Territory))
                return await IsTotp(user, code) ? Kind.Authenticator
                    : await IsRecoveryCode(user, code) ? Kind.RecoveryCode
                    : null;
        }
        catch (DbUpdateConcurrencyException)
        {
            // The same code at the same moment from elsewhere.
            return null;
        }
    }

    private async Task<bool> IsTotp(User user, string code)
    {
        if (
            Unwrap(await users.GetAuthenticationTokenAsync(user, Provider, SecretName)) is not { } secret
            || Totp.StepOf(secret, code, clock.GetUtcNow()) is not { } step
        )
            return false;
        var last = await users.GetAuthenticationTokenAsync(user, Provider, StepName);
        return (last is null || step > long.Parse(last, CultureInfo.InvariantCulture))
            && (await users.SetAuthenticationTokenAsync(user, Provider, StepName, step.ToString(CultureInfo.InvariantCulture))).Succeeded;
    }

    private async Task<bool> IsRecoveryCode(User user, string code)
    {
        var (salt, left) = Split(await users.GetAuthenticationTokenAsync(user, Provider, CodesName));
        return left.Count > 0
            && left.Remove(Hash(code.Trim().ToUpperInvariant(), salt))
            && (
                await users.SetAuthenticationTokenAsync(
                    user,
                    Provider,
                    CodesName,
                    string.Join(';', salt is null ? left : left.Prepend(salt))
                )
            ).Succeeded;
    }

    /// <summary>The salt and the hashes; a set that was made before there was a salt has none.</summary>
    private static (string? Salt, List<string> Hashes) Split(string? kept)
    {
        List<string> parts = [.. (kept ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)];
        return parts is [{ Length: 32 } salt, ..] ? (salt, parts[1..]) : (null, parts);
    }

    private static string Hash(string code, string? salt) =>
        Convert.ToHexStringLower(
            salt is null
                ? SHA256.HashData(Encoding.UTF8.GetBytes(code))
                : Rfc2898DeriveBytes.Pbkdf2(code, Convert.FromHexString(salt), SignInOptions.HashRounds, HashAlgorithmName.SHA512, 32)
        );
}
