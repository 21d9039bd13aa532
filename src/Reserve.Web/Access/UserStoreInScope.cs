using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Access;

/// <summary>
/// Users for ASP.NET Core Identity. Three lookups go through functions made for sign-in: a name and a passkey are unique in the whole
/// country, and the cookie's stamp is compared before the request has a scope. Everything else, and every write, is bound by the
/// caller's scope.
/// </summary>
internal sealed class UserStoreInScope(ReserveDb db, IdentityErrorDescriber describer) : UserOnlyStore<User, ReserveDb, Guid>(db, describer)
{
    public override Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken = default) =>
        Context
            .Set<User>()
            .FromSql($"select * from reserve_user_by_name({normalizedUserName})")
            .IgnoreQueryFilters()
            .SingleOrDefaultAsync(cancellationToken);

    public override Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken = default) =>
        Context.Scope is not null ? base.FindByIdAsync(userId, cancellationToken)
        : Guid.TryParse(userId, out var id)
            ? Context
                .Set<User>()
                .FromSql($"select * from reserve_user_by_id({id})")
                .IgnoreQueryFilters()
                .SingleOrDefaultAsync(cancellationToken)
        : Task.FromResult<User?>(null);

    /// <summary>A key is unique in the country, too: whoever signs in with one types no name.</summary>
    public override Task<User?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        Context
            .Set<User>()
            .FromSql($"select * from reserve_user_by_passkey({credentialId})")
            .IgnoreQueryFilters()
            .SingleOrDefaultAsync(cancellationToken);
}
