using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Web.Data;

namespace Reserve.Web.Access;

/// <summary>Makes and honours one-time links. Whoever has one chooses what it opens, so it is told to one person only.</summary>
internal sealed class SignInLinks(
    ReserveDb db,
    UserManager<User> users,
    Sessions sessions,
    SignInJournal journal,
    Caller caller,
    TimeProvider clock,
    IOptions<SignInOptions> options
)
{
    private const int TokenBytes = 32;

    /// <summary>What is told of a link, once.</summary>
    public sealed record Offered(string Path, DateTimeOffset ExpiresAt);

    public static string PathOf(string token) => "/sign-in/link/" + token;

    /// <summary>A link by which this user chooses a password; the links before it end. Saved by the caller's transaction.</summary>
    public async Task<Offered> OfferTo(User user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await db.Set<SignInLink>()
            .Where(link => link.UserId == user.Id && link.UsedAt == null)
            .ExecuteUpdateAsync(link => link.SetProperty(row => row.UsedAt, now), cancellationToken);
        return Make(user.Id, user.Territory, now);
    }

    /// <summary>
    /// A link by which the first administrator is made; null when somebody is there already. Several nodes may offer one each: the first
    /// that is used ends the others.
    /// </summary>
    public async Task<Offered?> OfferToFirst(CancellationToken cancellationToken)
    {
        if (await HasUsers(cancellationToken))
            return null;
        var offered = Make(null, Territory.Federation, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return offered;
    }

    /// <summary>The link behind a token, and whose it is; null when it does not open (any more).</summary>
    public async Task<(SignInLink Link, User? User)?> Find(string token, CancellationToken cancellationToken)
    {
        var hash = HashOf(token);
        var now = clock.GetUtcNow();
        var link = (
            await db.Set<SignInLink>()
                .FromSql($"select * from reserve_sign_in_link({hash}, {now})")
                .IgnoreQueryFilters()
                .AsNoTracking()
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();
        if (link is null)
            return null;
        if (link.UserId is not { } id)
        {
            using (caller.AsSystem())
                return await HasUsers(cancellationToken) ? null : (link, null);
        }

        // Whoever opens it may be signed in as somebody of another territory.
        using (caller.AsSystem(link.Territory))
            return await users.FindByIdAsync(id.ToString()) is { Disabled: false } user ? (link, user) : null;
    }

    /// <summary>The user of the link has chosen a password: all sessions end, the link opens no more.</summary>
    public async Task<IdentityResult> Accept(
        SignInLink link,
        User user,
        string password,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        using (caller.AsSystem(user.Territory))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (!await Use(link, cancellationToken))
                return IdentityResult.Failed(users.ErrorDescriber.InvalidToken());
            var outcome = await users.ResetPasswordAsync(user, await users.GeneratePasswordResetTokenAsync(user), password);
            if (!outcome.Succeeded)
                return outcome;
            await sessions.End(user.Id, only: null, except: null, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await journal.Record(SignInJournal.Act.UseSignInLink, user, context);
        return IdentityResult.Success;
    }

    /// <summary>The first administrator of the federation; whoever comes second finds the link used.</summary>
    public async Task<IdentityResult> AcceptAsFirst(
        SignInLink link,
        User first,
        string password,
        HttpContext context,
        CancellationToken cancellationToken
    )
    {
        using (caller.AsSystem())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            // Whoever updates these rows waits for whoever did so before, and then finds a user.
            var now = clock.GetUtcNow();
            await db.Set<SignInLink>()
                .Where(row => row.UserId == null && row.UsedAt == null)
                .ExecuteUpdateAsync(row => row.SetProperty(it => it.UsedAt, now), cancellationToken);
            if (await HasUsers(cancellationToken))
                return IdentityResult.Failed(users.ErrorDescriber.InvalidToken());
            var outcome = await users.CreateAsync(first, password);
            if (!outcome.Succeeded)
                return outcome;
            await transaction.CommitAsync(cancellationToken);
        }

        await journal.Record(SignInJournal.Act.BecomeFirstAdministrator, first, context);
        return IdentityResult.Success;
    }

    /// <summary>Demonstration users are nobody.</summary>
    private Task<bool> HasUsers(CancellationToken cancellationToken) => db.Set<User>().AnyAsync(user => !user.IsDemo, cancellationToken);

    private async Task<bool> Use(SignInLink link, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.Set<SignInLink>()
                .Where(row => row.Id == link.Id && row.UsedAt == null)
                .ExecuteUpdateAsync(row => row.SetProperty(it => it.UsedAt, now), cancellationToken) == 1;
    }

    private Offered Make(Guid? user, string territory, DateTimeOffset now)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var expires = now + options.Value.Link;
        db.Add(
            new SignInLink
            {
                Id = Ids.New<SignInLinkId>(now),
                UserId = user,
                Territory = territory,
                TokenHash = HashOf(token),
                MadeAt = now,
                ExpiresAt = expires,
            }
        );
        return new Offered(PathOf(token), expires);
    }

    private static byte[] HashOf(string token) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token));
}
