namespace Reserve.Web.Access;

/// <summary>
/// Who may send a command: any of the roles. Without roles only the system itself (workers, activities of a process, verbs).
/// The system may send every command: what it does was decided by the administrator who published the process.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
internal sealed class AllowAttribute(params string[] roles) : Attribute
{
    public IReadOnlyList<string> Roles { get; } = roles;

    /// <summary>Every signed-in person may.</summary>
    public bool AnySignedIn { get; init; }

    /// <summary>Nobody needs to have signed in (sign-in itself, public confirmation pages).</summary>
    public bool Anonymous { get; init; }

    public bool Permits(Caller caller) =>
        caller.IsSystem || Anonymous || (AnySignedIn && caller.UserId is not null) || Roles.Any(caller.IsInRole);
}
