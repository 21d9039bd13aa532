namespace Reserve.Web.Access;

/// <summary>
/// On a page's handler of a dangerous act: whose password was typed more than ten minutes ago is asked for it again, or for a passkey,
/// and goes on with everything that was typed.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsProofAttribute : Attribute;
