using System.Net;
using Reserve.Web.Access;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Access;

public sealed class RateLimitTests : IAsyncLifetime
{
    private readonly SiteFixture site = new()
    {
        Settings = ["--Limits:SignInPerMinute=4", "--Limits:ConfirmationsPerMinute=3", "--Limits:SearchesPerMinute=3"],
    };

    public ValueTask InitializeAsync() => site.InitializeAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task Sign_in_is_limited_by_address_and_the_page_says_so()
    {
        using var client = await site.Client("127.0.0.20");
        for (var i = 0; i < 4; i++)
            Assert.Equal(HttpStatusCode.OK, (await client.SignIn($"guess-{i}", "wrong")).StatusCode);
        var refused = await client.SignIn("guess-5", "wrong");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("Слишком много запросов", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.Get("/sign-in")).StatusCode);
        using var other = await site.Client("127.0.0.21");
        Assert.Equal(HttpStatusCode.OK, (await other.SignIn("guess-6", "wrong")).StatusCode);
    }

    [Fact]
    public async Task Codes_of_certificates_are_not_tried_one_after_another()
    {
        using var client = await site.Client("127.0.0.22");
        for (var i = 0; i < 3; i++)
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await client.Get($"/confirm/AAAA-000{i}")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.Get("/confirm?number=AAAA-0004")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.Get("/confirm")).StatusCode);
    }

    [Fact]
    public async Task Searches_are_limited_by_person()
    {
        await site.CreateUser("seeker", "RU.74", Roles.Administrator);
        await site.CreateUser("other", "RU.74", Roles.Administrator);
        using var seeker = await site.Client("127.0.0.23");
        await seeker.SignIn("seeker");
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await seeker.Get($"/users?q=a{i}")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await seeker.Get("/users?q=b")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await seeker.Get("/users")).StatusCode);
        using var other = await site.Client("127.0.0.23");
        await other.SignIn("other");
        Assert.Equal(HttpStatusCode.OK, (await other.Get("/users?q=c")).StatusCode);
    }
}
