using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Features.Mail;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Pages;

public sealed class FaultTests : IAsyncLifetime
{
    private readonly SiteFixture site = new()
    {
        Adjust = services => services.AddScoped<AsideLetters>(_ => throw new InvalidOperationException("A fault of the program.")),
    };

    public ValueTask InitializeAsync() => site.InitializeAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task A_fault_is_a_page_in_the_layout_with_a_number_and_nothing_of_the_fault()
    {
        using var client = await site.SignedInClient("meets-a-fault", "RU", Roles.Administrator);

        var answer = await client.Get("/letters/aside");
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("Номер обращения", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/users\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("A fault of the program", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }
}
