using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Reserve.Web.Pages;

/// <summary>
/// Whether an address of this site opens to the reader: asked of the same policies that stand before the page itself. A page writes its
/// links as they are; <see cref="Tags.LinkTagHelper"/> leaves out those that lead to a refusal.
/// </summary>
public sealed class LinkRights(EndpointDataSource endpoints, IAuthorizationPolicyProvider policies, IAuthorizationService authorization)
{
    private readonly Dictionary<Endpoint, bool> asked = [];

    /// <param name="context">The request of the reader.</param>
    /// <param name="address">An address within this site; others open to everybody.</param>
    public async Task<bool> MayOpen(HttpContext context, string address)
    {
        var isOurs = address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal);
        if (!isOurs || context.User.Identity?.IsAuthenticated != true)
            return true;
        if (Find(address.Split('?', '#')[0]) is not { } endpoint || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return true;
        if (asked.TryGetValue(endpoint, out var known))
            return known;
        var policy = await AuthorizationPolicy.CombineAsync(policies, endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>());
        return asked[endpoint] = policy is null || (await authorization.AuthorizeAsync(context.User, null, policy)).Succeeded;
    }

    private RouteEndpoint? Find(string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return endpoints
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => Fits(endpoint.RoutePattern, segments))
            .MaxBy(endpoint => endpoint.RoutePattern.PathSegments.Count(segment => segment.Parts[0] is RoutePatternLiteralPart));
    }

    private static bool Fits(RoutePattern pattern, string[] segments)
    {
        if (segments.Length > pattern.PathSegments.Count)
            return false;
        for (var i = 0; i < pattern.PathSegments.Count; i++)
        {
            var part = pattern.PathSegments[i].Parts[0];
            var fits = part switch
            {
                _ when i >= segments.Length => part is RoutePatternParameterPart { IsOptional: true },
                RoutePatternLiteralPart literal => literal.Content.Equals(segments[i], StringComparison.OrdinalIgnoreCase),
                RoutePatternParameterPart parameter => parameter.ParameterPolicies.All(policy => IsOf(policy.Content, segments[i])),
                _ => false,
            };
            if (!fits)
                return false;
        }

        return true;
    }

    private static bool IsOf(string? constraint, string segment) =>
        constraint switch
        {
            "guid" => Guid.TryParse(segment, out _),
            "int" => int.TryParse(segment, out _),
            _ => true,
        };
}
