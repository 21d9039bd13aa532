using System.Net;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Access;

/// <summary>Behind a proxy at which TLS ends: what it says is believed, what others say is not.</summary>
public sealed class HttpsTests : IAsyncLifetime
{
    private readonly SiteFixture site = new() { Settings = ["--Proxy:From=127.0.0.50", "--AllowedHosts=reserve.example.org;127.0.0.1"] };

    public ValueTask InitializeAsync() => site.InitializeAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task Over_https_every_cookie_is_of_this_host_and_secure_and_a_planted_one_counts_for_nothing()
    {
        await site.CreateUser("secure", "RU.74", Roles.HrOfficer);
        using var client = await Behind("127.0.0.50");
        var form = await client.Get("/sign-in");
        Assert.Equal("max-age=31536000", form.Headers.GetValues("Strict-Transport-Security").Single());
        var set = form.Headers.GetValues("Set-Cookie").ToList();
        Assert.All(set, cookie => Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal));
        Assert.All(set, cookie => Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.All(set, cookie => Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.All(set, cookie => Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase));

        var session = await SignIn(form, client);
        Assert.StartsWith("__Host-reserve=", session, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Open(session)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Open(session["__Host-".Length..])).StatusCode);
    }

    [Fact]
    public async Task Who_is_no_proxy_is_not_believed_and_the_journal_has_the_address_behind_the_proxy()
    {
        using var liar = await Behind("127.0.0.51");
        var page = await liar.Get("/sign-in");
        Assert.False(page.Headers.Contains("Strict-Transport-Security"));
        Assert.All(page.Headers.GetValues("Set-Cookie"), cookie => Assert.DoesNotContain("__Host-", cookie, StringComparison.Ordinal));

        await liar.SignIn("liar", "wrong");
        Assert.Equal(["127.0.0.51"], await Addresses("liar"));
    }

    [Fact]
    public async Task A_request_for_another_host_is_refused()
    {
        using var client = await site.Client();
        Assert.Equal(HttpStatusCode.OK, (await client.Get("/sign-in")).StatusCode);
        client.Headers.Host = "evil.example.net";
        Assert.Equal(HttpStatusCode.BadRequest, (await client.Get("/sign-in")).StatusCode);
    }

    [Theory]
    [InlineData("--Proxy:From=everybody")]
    [InlineData("--Proxy:From=10.0.0.0/99")]
    public async Task A_proxy_that_is_written_wrongly_is_told(string setting)
    {
        var wrong = new SiteFixture { Settings = [setting] };
        await Assert.ThrowsAsync<SetupException>(async () => await wrong.InitializeAsync());
    }

    private async Task<SiteClient> Behind(string proxy)
    {
        var client = await site.Client(proxy);
        client.Headers.Host = "reserve.example.org";
        client.Headers.Add("X-Forwarded-For", "203.0.113.7");
        client.Headers.Add("X-Forwarded-Proto", "https");
        return client;
    }

    /// <summary>A client of the runtime keeps no __Host- cookie that came over http, so the cookies are handed on by hand.</summary>
    private async Task<string> SignIn(HttpResponseMessage form, SiteClient client)
    {
        var token = System.Text.RegularExpressions.Regex.Match(
            await form.Content.ReadAsStringAsync(),
            "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\""
        );
        using var http = Plain();
        http.DefaultRequestHeaders.Add("Cookie", string.Join("; ", form.Headers.GetValues("Set-Cookie").Select(Pair)));
        using var fields = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["UserName"] = "secure",
                ["Password"] = SiteFixture.Password,
                ["__RequestVerificationToken"] = token.Groups[1].Value,
            }
        );
        using var answer = await http.PostAsync(new Uri(client.Address, "/sign-in"), fields);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(["203.0.113.7"], await Addresses("secure"));
        return Pair(
            answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("__Host-reserve=", StringComparison.Ordinal))
        );
    }

    private async Task<HttpResponseMessage> Open(string cookie)
    {
        using var client = await site.Client();
        using var http = Plain();
        http.DefaultRequestHeaders.Add("Cookie", cookie);
        return await http.GetAsync(new Uri(client.Address, "/account"));
    }

    private static HttpClient Plain()
    {
        var http = new HttpClient(
            new SocketsHttpHandler
            {
                UseCookies = false,
                AllowAutoRedirect = false,
                ConnectCallback = (to, end) => SiteClient.Connect(to, IPAddress.Parse("127.0.0.50"), end),
            }
        );
        http.DefaultRequestHeaders.Host = "reserve.example.org";
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        return http;
    }

    private static string Pair(string cookie) => cookie.Split(';')[0];

    private Task<List<string?>> Addresses(string name) =>
        site.Look(
            "RU",
            db =>
                Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ToListAsync(
                    db.Set<Web.Audit.AuditEvent>().Where(row => row.UserName == name && row.Command == "SignIn").Select(row => row.Address)
                )
        );
}
