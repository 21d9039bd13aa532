using System.Reflection;
using Microsoft.AspNetCore.Razor.Hosting;
using Microsoft.AspNetCore.Routing.Template;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>The addresses of the program's pages, as their files name them; known without a running host.</summary>
internal static class PageAddresses
{
    private static readonly TemplateMatcher[] Matchers;

    static PageAddresses()
    {
        All =
        [
            .. typeof(PageAddresses)
                .Assembly.GetCustomAttributes<RazorCompiledItemAttribute>()
                .SelectMany(page => page.Type.GetCustomAttributes<RazorCompiledItemMetadataAttribute>())
                .Where(metadata => metadata.Key == "RouteTemplate")
                .Select(metadata => "/" + metadata.Value.TrimStart('/'))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        Matchers = [.. All.Select(address => new TemplateMatcher(TemplateParser.Parse(address.TrimStart('/')), []))];
    }

    /// <summary>The templates, <c>/candidates/{id:guid}</c>.</summary>
    public static IReadOnlyList<string> All { get; }

    /// <summary>Whether an address is a path of this site, and leads to no other.</summary>
    public static bool IsPath(string address) =>
        address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal) && !address.Contains('\\', StringComparison.Ordinal);

    /// <summary>Whether a page answers at an address; what fills its parameters is not looked at.</summary>
    public static bool Has(string address)
    {
        var path = address.Split('?', '#')[0];
        return Matchers.Any(matcher => matcher.TryMatch(path, []));
    }
}
