using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Access;

/// <summary>
/// Whether a name and a password belong together. A wrong password, an unknown, a locked and a disabled name cost the same work: one
/// look-up, one look at the failures, one hash, one more failure and one row of the journal.
/// </summary>
internal sealed class PasswordCheck(UserManager<User> users, SignInGuard guard, SignInJournal journal, Caller caller, ReserveDb db)
{
    /// <summary>Somebody whose password nobody knows, for names that nobody bears.</summary>
    private static readonly User Nobody = new()
    {
        DisplayName = "",
        Territory = Territory.Federation,
        Roles = [],
    };

    private static string? hashOfNobody;

    /// <summary>The user whose name and password these are; null when anything is against it, which is not told.</summary>
    public async Task<User?> Check(string name, string password, HttpContext context, CancellationToken cancellationToken)
    {
        name = name.Trim();
        if (name.Length > 256 || password.Length > CommonPasswords.Longest)
            password = "";
        name = name.Length > 256 ? name[..256] : name;
        var normalized = users.NormalizeName(name) ?? "";
        var address = SourceAddress.Counted(context);
        var user = await users.FindByNameAsync(name);
        var closed = await guard.IsClosed(normalized, address, user?.Id, cancellationToken);
        hashOfNobody ??= users.PasswordHasher.HashPassword(Nobody, Guid.NewGuid().ToString());
        var verified = users.PasswordHasher.VerifyHashedPassword(user ?? Nobody, user?.PasswordHash ?? hashOfNobody, password);
        var fits = verified != PasswordVerificationResult.Failed;
        SignInJournal.Why? why =
            user is null ? SignInJournal.Why.UnknownName
            : closed ? SignInJournal.Why.Closed
            : user.Disabled ? SignInJournal.Why.Disabled
            : !fits ? SignInJournal.Why.WrongPassword
            : null;
        if (why is not { } refusal)
        {
            await guard.Forgive(normalized, address, cancellationToken);
            if (verified == PasswordVerificationResult.SuccessRehashNeeded)
                await Rehash(user!, password, cancellationToken);
            return user;
        }

        await guard.Failed(normalized, address, cancellationToken);
        await journal.RecordFailure(user, name, refusal, SourceAddress.Of(context));
        return null;
    }

    /// <summary>A password that was hashed with fewer rounds is hashed with today's; the sessions go on.</summary>
    private async Task Rehash(User user, string password, CancellationToken cancellationToken)
    {
        var hash = users.PasswordHasher.HashPassword(user, password);
        using (caller.AsSystem(user.Territory))
        {
            await db.Set<User>()
                .Where(row => row.Id == user.Id)
                .ExecuteUpdateAsync(row => row.SetProperty(it => it.PasswordHash, hash), cancellationToken);
        }
    }
}
