using System.Buffers.Text;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Web.Data;

namespace Reserve.Web.Access;

/// <summary>
/// People's passkeys: asked for, added, renamed, used and removed. Who answered with one is told by <see cref="PasskeyCheck"/>.
/// </summary>
internal sealed class Passkeys(
    ReserveDb db,
    UserManager<User> users,
    IPasskeyHandler<User> handler,
    PasskeyChallenges challenges,
    Caller caller,
    TimeProvider clock,
    IOptions<SignInOptions> options
)
{
    public const int Most = 20;

    /// <summary>No authenticator's answer is nearly as long.</summary>
    public const int LongestAnswer = 16 * 1024;

    /// <summary>A key as its person sees it.</summary>
    public sealed record Shown(string Id, string Name, DateTimeOffset AddedAt, DateTimeOffset? UsedAt);

    public enum Refusal
    {
        TooMany,
        Stale,
        Known,
        Unfit,
    }

    /// <summary>What the browser hands to an authenticator that shall use a key.</summary>
    /// <param name="purpose">What the answer will be good for.</param>
    /// <param name="user">Whose keys; null: any that the device has for this host.</param>
    /// <param name="context">The request, whose answer takes the challenge along.</param>
    public async Task<string> Ask(PasskeyChallenges.Purpose purpose, User? user, HttpContext context)
    {
        using (caller.AsSystem(user?.Territory ?? Territory.Federation))
        {
            var asked = await handler.MakeRequestOptionsAsync(user, context);
            challenges.Give(context, purpose, asked.AssertionState);
            return asked.RequestOptionsJson;
        }
    }

    /// <summary>The same for one that shall make a key.</summary>
    public async Task<string> AskForNew(User user, HttpContext context)
    {
        var entity = new PasskeyUserEntity
        {
            Id = user.Id.ToString(),
            Name = user.UserName ?? "",
            DisplayName = user.DisplayName,
        };
        var asked = await handler.MakeCreationOptionsAsync(entity, context);
        challenges.Give(context, PasskeyChallenges.Purpose.NewKey, asked.AttestationState);
        return asked.CreationOptionsJson;
    }

    /// <summary>Keeps the key that an authenticator has made for this user; null: it is kept.</summary>
    public async Task<Refusal?> Add(User user, string answer, string name, HttpContext context, CancellationToken cancellationToken)
    {
        if (await Count(user, cancellationToken) >= Most)
            return Refusal.TooMany;
        if (challenges.Take(context, PasskeyChallenges.Purpose.NewKey) is not { } challenge)
            return Refusal.Stale;
        if (IdOf(answer) is not { } id)
            return Refusal.Unfit;
        if (await users.FindByPasskeyIdAsync(id) is not null)
            return Refusal.Known;
        var made = await handler.PerformAttestationAsync(
            new PasskeyAttestationContext
            {
                HttpContext = context,
                CredentialJson = answer,
                AttestationState = challenge.State,
            }
        );
        ThrowIfAway(made.Failure);
        if (!made.Succeeded || made.UserEntity.Id != user.Id.ToString())
            return Refusal.Unfit;
        var key = made.Passkey;
        await users.AddOrUpdatePasskeyAsync(
            user,
            new UserPasskeyInfo(
                key.CredentialId,
                key.PublicKey,
                clock.GetUtcNow(),
                key.SignCount,
                key.Transports,
                key.IsUserVerified,
                key.IsBackupEligible,
                key.IsBackedUp,
                [],
                []
            )
            {
                Name = name,
            }
        );
        return null;
    }

    public async Task<IReadOnlyList<Shown>> Of(Guid user, CancellationToken cancellationToken) =>
        [
            .. (
                await db.Set<IdentityUserPasskey<Guid>>()
                    .Where(row => row.UserId == user)
                    .OrderBy(row => row.Data.CreatedAt)
                    .Select(row => new
                    {
                        row.CredentialId,
                        row.Data.Name,
                        row.Data.CreatedAt,
                        UsedAt = EF.Property<DateTimeOffset?>(row, PasskeyMapping.UsedAt),
                    })
                    .ToListAsync(cancellationToken)
            ).Select(row => new Shown(Base64Url.EncodeToString(row.CredentialId), row.Name ?? "", row.CreatedAt, row.UsedAt)),
        ];

    public async Task<int> Count(User user, CancellationToken cancellationToken)
    {
        using (caller.AsSystem(user.Territory))
            return await db.Set<IdentityUserPasskey<Guid>>().CountAsync(row => row.UserId == user.Id, cancellationToken);
    }

    /// <summary>A password alone does not let in whose role must have a second factor and who has a key for it.</summary>
    public async Task<bool> AreDutyOf(User user, CancellationToken cancellationToken) =>
        options.Value.AsksSecondFactorOf(user) && await Count(user, cancellationToken) > 0;

    /// <returns>Whether this user has such a key.</returns>
    public async Task<bool> Rename(Guid user, string id, string name, CancellationToken cancellationToken) =>
        Decoded(id) is { } key
        && await db.Set<IdentityUserPasskey<Guid>>()
            .Where(row => row.UserId == user && row.CredentialId == key)
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.Data.Name, name), cancellationToken) == 1;

    /// <returns>Whether this user had such a key.</returns>
    public async Task<bool> Remove(Guid user, string id, CancellationToken cancellationToken) =>
        Decoded(id) is { } key
        && await db.Set<IdentityUserPasskey<Guid>>()
            .Where(row => row.UserId == user && row.CredentialId == key)
            .ExecuteDeleteAsync(cancellationToken) == 1;

    public Task<int> RemoveAll(Guid user, CancellationToken cancellationToken) =>
        db.Set<IdentityUserPasskey<Guid>>().Where(row => row.UserId == user).ExecuteDeleteAsync(cancellationToken);

    /// <summary>
    /// Notes that a key was used, with its new counter. Refused when the counter has not grown meanwhile, or the challenge was given before
    /// the key's last use: then somebody plays an old answer again.
    /// </summary>
    public async Task<bool> Use(UserPasskeyInfo key, DateTimeOffset challengedAt, CancellationToken cancellationToken)
    {
        var counter = (long)key.SignCount;
        return await db.Database.ExecuteSqlAsync(
                $"""
                update user_passkeys
                set sign_count = {counter}, is_backed_up = {key.IsBackedUp}, last_used_at = greatest({clock.GetUtcNow()}, {challengedAt})
                where credential_id = {key.CredentialId} and (last_used_at is null or last_used_at < {challengedAt})
                  and (sign_count < {counter} or sign_count = 0 and {counter} = 0)
                """,
                cancellationToken
            ) == 1;
    }

    /// <summary>The identifier of the key that an answer speaks of; null when it is no answer.</summary>
    public static byte[]? IdOf(string answer)
    {
        if (answer.Length is 0 or > LongestAnswer)
            return null;
        try
        {
            using var document = JsonDocument.Parse(answer);
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("id", out var id)
                && id.ValueKind == JsonValueKind.String
                ? Decoded(id.GetString()!)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Identity's handler takes every exception for a wrong answer; a database that is away is none.</summary>
    public static void ThrowIfAway(Exception? failure)
    {
        if (DatabaseAway.Is(failure))
            ExceptionDispatchInfo.Throw(failure!);
    }

    private static byte[]? Decoded(string id) =>
        id.Length is > 0 and <= 1364 && Base64Url.IsValid(id) && Base64Url.DecodeFromChars(id) is { Length: > 0 } bytes ? bytes : null;
}
