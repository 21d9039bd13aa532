using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Access;

public sealed class EndpointTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    /// <summary>What strangers may open, spelled out.</summary>
    private static readonly string[] ForEverybody =
    [
        "sign-in",
        "sign-in/code",
        "sign-in/link/{token}",
        "language",
        "error/{code:int}",
        "/health",
        "/health/live",
        "/health/ready",
        "confirm/{number?}",
    ];

    [Fact]
    public async Task Every_endpoint_names_who_may()
    {
        await site.Client();
        var loose = Loose(site.App.Services.GetRequiredService<EndpointDataSource>().Endpoints);
        Assert.Empty(loose);
    }

    [Fact]
    public async Task A_drawing_that_is_opened_by_itself_is_sandboxed()
    {
        using var client = await site.SignedInClient("opens-xml", "RU", Web.Access.Roles.Administrator);
        using var drawing = await client.Get("/processes/reserve-cycle/edit?handler=Xml");
        Assert.Equal("application/xml", drawing.Content.Headers.ContentType?.MediaType);
        Assert.EndsWith("; sandbox", drawing.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var page = await client.Get("/processes/reserve-cycle");
        Assert.DoesNotContain("sandbox", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_without_a_policy_is_found()
    {
        var bare = new RouteEndpointBuilder(
            _ => Task.CompletedTask,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("/bare"),
            0
        ).Build();
        var open = new RouteEndpointBuilder(
            _ => Task.CompletedTask,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("/open"),
            0
        )
        {
            Metadata = { new AllowAnonymousAttribute() },
        }.Build();
        var unnamed = new RouteEndpointBuilder(
            _ => Task.CompletedTask,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("/unnamed"),
            0
        )
        {
            Metadata = { new AuthorizeAttribute() },
        }.Build();
        Assert.Equal(["/bare", "/open", "/unnamed"], Loose([bare, open, unnamed]));
    }

    [Fact]
    public async Task Each_answer_forbids_what_is_not_ours_and_each_post_needs_the_token()
    {
        using var client = await site.Client();
        var page = await client.Get("/sign-in");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        foreach (var part in (string[])["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
            Assert.Contains(part, policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", page.Headers.GetValues("Referrer-Policy").Single());
        Assert.False(page.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostWithoutToken("/sign-in")).StatusCode);
    }

    private static List<string> Loose(IEnumerable<Endpoint> endpoints) =>
        [
            .. endpoints
                .OfType<RouteEndpoint>()
                .Where(endpoint =>
                    endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
                        ? !endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data.Policy is not null)
                        : !ForEverybody.Contains(endpoint.RoutePattern.RawText)
                )
                .Select(endpoint => endpoint.RoutePattern.RawText ?? "?"),
        ];
}
