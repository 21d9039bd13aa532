using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Access;

/// <summary>
/// Counts failed sign-ins by name and source address together, so that nobody locks another out. Who guesses one name from many
/// addresses closes it for addresses from which its holder has never signed in.
/// </summary>
internal sealed class SignInGuard(ReserveDb db, TimeProvider clock)
{
    public const int MostHere = 5;
    public const int MostAnywhere = 100;
    private static readonly TimeSpan Here = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Anywhere = TimeSpan.FromDays(1);

    private sealed record Failures(long Here, long Anywhere, bool Known);

    /// <summary>The name under which wrong codes of the second factor are counted.</summary>
    public static string CodesOf(User user) => user.NormalizedUserName + "/code";

    public async Task<bool> IsClosed(string normalizedName, string address, Guid? user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var failures = (
            await db
                .Database.SqlQuery<Failures>(
                    $"""
                    select here as "Here", anywhere as "Anywhere", known as "Known"
                    from reserve_sign_in_failures({Hash(normalizedName)}, {address}, {now - Here}, {now - Anywhere}, {user ?? Guid.Empty})
                    """
                )
                .ToListAsync(cancellationToken)
        ).Single();
        return failures.Here >= MostHere || (failures.Anywhere >= MostAnywhere && !failures.Known);
    }

    public Task Failed(string normalizedName, string address, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"select reserve_sign_in_failed({Hash(normalizedName)}, {address}, {clock.GetUtcNow()})",
            cancellationToken
        );

    /// <param name="normalizedName">The name as it is looked up.</param>
    /// <param name="address">The one address that is forgiven; null: all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task Forgive(string normalizedName, string? address, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"select reserve_sign_in_forgiven({Hash(normalizedName)}, {address})", cancellationToken);

    private static byte[] Hash(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name));
}
