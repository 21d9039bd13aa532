using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace Reserve.Web.Access.Substitutions;

/// <summary>
/// A page that a person may open only for somebody absent is opened in that one's place: in that territory and with those roles. What the
/// person's own roles open stays as it is.
/// </summary>
internal static class GrantedPages
{
    private const string Kind = "substitution";
    private const string RoleClaim = "granted_role";

    /// <summary>Lets the policies of pages see the roles of those for whom the person acts.</summary>
    public static void Add(ClaimsPrincipal principal, IEnumerable<Grant> grants)
    {
        var roles = grants.SelectMany(grant => grant.Roles).Distinct().Select(role => new Claim(RoleClaim, role)).ToList();
        if (roles.Count > 0)
            principal.AddIdentity(new ClaimsIdentity(roles, Kind, ClaimTypes.Name, RoleClaim));
    }

    /// <summary>Narrows the caller to the place of the absent person where only that opens the page.</summary>
    public static async Task Narrow(HttpContext context)
    {
        if (context.User.Identities.All(identity => identity.AuthenticationType != Kind))
            return;
        var own = new ClaimsPrincipal(context.User.Identities.Where(identity => identity.AuthenticationType != Kind));
        var asked = context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>() ?? [];
        if (asked.Count == 0 || await Opens(context, own, asked))
            return;
        foreach (var grant in await context.RequestServices.GetRequiredService<Grants>().Mine(context.RequestAborted))
        {
            var other = own.Clone();
            Add(other, [grant]);
            if (!await Opens(context, other, asked))
                continue;
            context.RequestServices.GetRequiredService<Caller>().ActIn(grant);
            return;
        }
    }

    private static async Task<bool> Opens(HttpContext context, ClaimsPrincipal principal, IReadOnlyList<IAuthorizeData> asked)
    {
        var authorization = context.RequestServices.GetRequiredService<IAuthorizationService>();
        foreach (var policy in asked.Select(data => data.Policy).OfType<string>())
        {
            if (!(await authorization.AuthorizeAsync(principal, null, policy)).Succeeded)
                return false;
        }

        return true;
    }
}
