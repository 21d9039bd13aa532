using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Web.Data;

namespace Reserve.Web.Access;

/// <summary>Sessions begin here, are looked at by each request, and end here: a cookie alone opens nothing.</summary>
internal sealed class Sessions(
    ReserveDb db,
    Caller caller,
    TimeProvider clock,
    IUserClaimsPrincipalFactory<User> principals,
    IOptions<IdentityOptions> identity,
    IOptions<SignInOptions> options
)
{
    public const string Claim = "session";
    private const int LongestAgent = 300;
    private static readonly TimeSpan EndedStay = TimeSpan.FromDays(30);

    private sealed record Row(
        Guid UserId,
        string? Stamp,
        bool Disabled,
        DateTimeOffset ProvenAt,
        bool SecondFactor,
        DateTimeOffset ExpiresAt,
        bool Substitutes
    );

    /// <summary>Begins a session and gives the browser its cookie.</summary>
    public async Task Start(User user, HttpContext context, bool secondFactor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var session = Of(user.Id, user.Territory, Ids.New<UserSessionId>(now), now, now + options.Value.Longest, context, secondFactor);
        using (caller.AsSystem(user.Territory))
        {
            await db.Set<UserSession>()
                .Where(row => row.UserId == user.Id && row.ExpiresAt < now - EndedStay)
                .ExecuteDeleteAsync(cancellationToken);
            db.Add(session);
            await db.SaveChangesAsync(cancellationToken);
        }

        await GiveCookie(user, session.Id.Value, session.ExpiresAt, context);
    }

    /// <summary>The same session under the user's new stamp, after a change of the own password.</summary>
    public Task Renew(User user, LiveSession session, HttpContext context) => GiveCookie(user, session.Id, session.ExpiresAt, context);

    /// <summary>What the database says of a cookie; null when it opens nothing (any more).</summary>
    public async Task<LiveSession?> Find(ClaimsPrincipal principal, HttpContext context)
    {
        if (
            !Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var userId)
            || !Guid.TryParse(principal.FindFirstValue(Claim), out var id)
        )
            return null;
        var stamp = principal.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType);
        var now = clock.GetUtcNow();
        var row = (
            await db
                .Database.SqlQuery<Row>(
                    $"""
                    select user_id as "UserId", stamp as "Stamp", disabled as "Disabled", proven_at as "ProvenAt",
                           second_factor as "SecondFactor", expires_at as "ExpiresAt",
                           substitutes as "Substitutes"
                    from reserve_session({id}, {now}, {now - options.Value.Idle})
                    """
                )
                .ToListAsync(context.RequestAborted)
        ).SingleOrDefault();
        return row is null || row.UserId != userId || row.Disabled || row.Stamp != stamp
            ? null
            : new LiveSession(id, row.ProvenAt, row.SecondFactor, row.ExpiresAt, row.Substitutes);
    }

    /// <summary>The password was typed again.</summary>
    public Task Prove(Guid session, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return db.Set<UserSession>()
            .Where(row => row.Id == new UserSessionId(session))
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.ProvenAt, now), cancellationToken);
    }

    /// <summary>A second factor has been proved in this session.</summary>
    public Task Raise(Guid session, CancellationToken cancellationToken) =>
        db.Set<UserSession>()
            .Where(row => row.Id == new UserSessionId(session))
            .ExecuteUpdateAsync(row => row.SetProperty(it => it.SecondFactor, true), cancellationToken);

    /// <summary>Ends sessions of a user.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="only">The one to end; null: all.</param>
    /// <param name="except">The one to leave.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many there were.</returns>
    public Task<int> End(Guid user, Guid? only, Guid? except, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var sessions = db.Set<UserSession>().Where(row => row.UserId == user && row.EndedAt == null);
        if (only is { } one)
            sessions = sessions.Where(row => row.Id == new UserSessionId(one));
        if (except is { } left)
            sessions = sessions.Where(row => row.Id != new UserSessionId(left));
        return sessions.ExecuteUpdateAsync(row => row.SetProperty(it => it.EndedAt, now), cancellationToken);
    }

    /// <summary>Sessions of a user that are alive, the one used last first.</summary>
    public Task<List<UserSession>> Of(Guid user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var idle = now - options.Value.Idle;
        return db.Set<UserSession>()
            .AsNoTracking()
            .Where(row => row.UserId == user && row.EndedAt == null && row.ExpiresAt > now && row.SeenAt > idle)
            .OrderByDescending(row => row.SeenAt)
            .ThenByDescending(row => row.StartedAt)
            .ToListAsync(cancellationToken);
    }

    private async Task GiveCookie(User user, Guid session, DateTimeOffset expires, HttpContext context)
    {
        var principal = await principals.CreateAsync(user);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(Claim, session.ToString()));
        await context.SignInAsync(
            IdentityConstants.ApplicationScheme,
            principal,
            new AuthenticationProperties { IsPersistent = false, ExpiresUtc = expires }
        );
    }

    private static UserSession Of(
        Guid user,
        string territory,
        UserSessionId id,
        DateTimeOffset begun,
        DateTimeOffset expires,
        HttpContext context,
        bool secondFactor
    )
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        return new UserSession
        {
            Id = id,
            UserId = user,
            Territory = territory,
            StartedAt = begun,
            ExpiresAt = expires,
            SeenAt = begun,
            ProvenAt = begun,
            SecondFactor = secondFactor,
            Address = SourceAddress.Of(context),
            Agent =
                agent.Length == 0 ? null
                : agent.Length > LongestAgent ? agent[..LongestAgent]
                : agent,
        };
    }
}
