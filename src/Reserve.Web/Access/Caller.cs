using System.Security.Claims;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Data;

namespace Reserve.Web.Access;

/// <summary>
/// On whose behalf the current unit of work acts: a signed-in person, the system, or nobody. One per dependency-injection scope.
/// It decides what the database shows (<see cref="DataScope"/>) and what the audit trail says.
/// </summary>
public sealed class Caller(DataScope scope, TimeProvider clock)
{
    public const string TerritoryClaim = "territory";
    public const string DisplayNameClaim = "display_name";

    /// <summary>How the system is called in the journal and on what it made.</summary>
    public const string SystemName = "система";

    private HashSet<string> roles = [];

    public Guid? UserId { get; private set; }

    /// <summary>The sign-in name; <c>система</c> for the system; empty for nobody.</summary>
    public string Name { get; private set; } = "";

    public string DisplayName { get; private set; } = "";

    public string? Territory => scope.Path;

    public bool IsSystem { get; private set; }

    public IReadOnlySet<string> Roles => roles;

    public bool IsInRole(string role) => roles.Contains(role);

    /// <summary>Who and when, to be handed to whatever changes something.</summary>
    public Stamp Stamp() => new(UserId, Name, clock.GetUtcNow()) { For = ActsFor?.Shown, Under = ActsFor?.Id.Value };

    /// <summary>In whose place, while an act is done for somebody absent.</summary>
    public Grant? ActsFor { get; private set; }

    /// <summary>The name that an act is signed with: with the instrument, where it is done for somebody absent.</summary>
    public string Signature => ActsFor is { } grant ? $"{(DisplayName.Length > 0 ? DisplayName : Name)} {grant.Shown}" : DisplayName;

    /// <summary>Who started the run that the system works on, by the sign-in name; null when it works on none.</summary>
    public string? OnBehalfOf { get; set; }

    /// <summary>The same for the journal: what a run does is written down under the name of whoever started it.</summary>
    public Stamp JournalStamp() => IsSystem && UserId is null && OnBehalfOf is { } starter ? Stamp() with { Name = starter } : Stamp();

    /// <summary>From now on the person of this principal acts; an unauthenticated principal is nobody.</summary>
    public void Become(ClaimsPrincipal principal)
    {
        if (principal.Identity?.IsAuthenticated != true || !Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id))
        {
            Set(null, "", "", null, [], false);
            return;
        }

        Set(
            id,
            principal.Identity.Name ?? "",
            principal.FindFirstValue(DisplayNameClaim) ?? "",
            principal.FindFirstValue(TerritoryClaim),
            principal.FindAll(ClaimTypes.Role).Select(claim => claim.Value),
            false
        );
    }

    /// <summary>From now on the system acts, over the whole federation unless told a narrower territory.</summary>
    public void BecomeSystem(string territory = Data.Territory.Federation) => Set(null, SystemName, "", territory, [], true);

    /// <summary>From now on the system does in a territory what a person has ordered; stamps and the journal name the person.</summary>
    public void BecomeSystemFor(Guid? person, string name, string territory) => Set(person, name, "", territory, [], true);

    /// <summary>
    /// The system acts until the returned value is disposed, then the former caller again: for the activities that a person's
    /// command sets going. The stamp keeps naming the person who set them going.
    /// </summary>
    public IDisposable AsSystem(string territory = Data.Territory.Federation)
    {
        var former = new Former(this, IsSystem, scope.Path);
        IsSystem = true;
        scope.Path = territory;
        return former;
    }

    /// <summary>What is done now is done for somebody absent.</summary>
    public void ActFor(Grant grant) => ActsFor = grant;

    /// <summary>The same, with that one's roles and in that territory, and no more.</summary>
    public void ActIn(Grant grant)
    {
        ActsFor = grant;
        roles = [.. grant.Roles];
        scope.Path = grant.Territory;
    }

    /// <summary>When the returned value is disposed, the caller acts as now again.</summary>
    public IDisposable Remembered() => new Place(this, ActsFor, roles, scope.Path);

    private void Set(Guid? userId, string name, string displayName, string? territory, IEnumerable<string> itsRoles, bool isSystem)
    {
        UserId = userId;
        Name = name;
        DisplayName = displayName;
        roles = [.. itsRoles];
        IsSystem = isSystem;
        OnBehalfOf = null;
        ActsFor = null;
        scope.Path = territory;
    }

    private void Narrow(string? territory) => scope.Path = territory;

    private sealed class Place(Caller caller, Grant? grant, HashSet<string> roles, string? territory) : IDisposable
    {
        public void Dispose()
        {
            caller.ActsFor = grant;
            caller.roles = roles;
            caller.Narrow(territory);
        }
    }

    private sealed class Former(Caller caller, bool wasSystem, string? territory) : IDisposable
    {
        public void Dispose()
        {
            caller.IsSystem = wasSystem;
            caller.Narrow(territory);
        }
    }
}
