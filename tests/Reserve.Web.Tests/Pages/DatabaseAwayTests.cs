using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Tests.Database;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Pages;

public sealed partial class DatabaseAwayTests : IAsyncLifetime
{
    private readonly SiteFixture site;
    private DatabaseLine line = null!;

    public DatabaseAwayTests() =>
        site = new SiteFixture
        {
            Adjust = services =>
                services.AddSingleton(_ =>
                {
                    line = new DatabaseLine(site!.ConnectionString);
                    return Web.Data.Database.DataSource(line.ConnectionString);
                }),
        };

    public ValueTask InitializeAsync() => site.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        line.Mend();
        await site.DisposeAsync();
        await line.DisposeAsync();
    }

    [Fact]
    public async Task What_was_typed_while_the_database_was_away_is_sent_again_from_the_page_that_says_so()
    {
        using var client = await site.SignedInClient("admin-away", "RU.74", Roles.Administrator);
        var (address, token) = await client.Form("/appointments/senders");

        line.Cut();
        var away = await client.Send(
            address + "?handler=Add",
            token,
            ("Input.Address", "away@example.test"),
            ("Input.Authority", "Министерство <образования>"),
            ("Input.Territory", "RU.74")
        );
        var page = await away.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.Equal(30, away.Headers.RetryAfter?.Delta?.TotalSeconds);
        Assert.Contains("База данных сейчас недоступна", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/appointments\"", page, StringComparison.Ordinal);
        Assert.Contains("Министерство &lt;образования&gt;", page, StringComparison.Ordinal);

        line.Mend();
        var form = page[page.LastIndexOf("<form method=\"post\" action=\"/appointments", StringComparison.Ordinal)..];
        var fields = Hidden()
            .Matches(form)
            .Select(match => (match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value)))
            .ToArray();
        var again = await client.Send(address + "?handler=Add", Token().Match(form).Groups[1].Value, fields);

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(
            "Министерство <образования>",
            await site.Look("RU", db => db.Set<RegisteredSender>().Select(row => row.Authority).SingleAsync())
        );
    }

    [Fact]
    public async Task Nobody_is_signed_out_because_the_database_could_not_be_asked()
    {
        using var client = await site.SignedInClient("kept-away", "RU.74", Roles.Administrator);
        site.Clock.Advance(TimeSpan.FromMinutes(2));

        line.Cut();
        var away = await client.Get("/users");
        var page = await away.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.Contains("kept-away", page, StringComparison.Ordinal);
        Assert.Contains("Повторить", page, StringComparison.Ordinal);

        line.Mend();
        Assert.Equal(HttpStatusCode.OK, (await client.Get("/users")).StatusCode);
    }

    [Fact]
    public async Task A_password_is_not_given_back_and_signing_in_works_after_the_return()
    {
        await site.CreateUser("signs-in", "RU.74", Roles.HrOfficer);
        using var client = await site.Client();
        var (address, token) = await client.Form("/sign-in");

        line.Cut();
        var away = await client.Send(address, token, ("UserName", "signs-in"), ("Password", SiteFixture.Password));
        var page = await away.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.DoesNotContain(SiteFixture.Password, page, StringComparison.Ordinal);
        Assert.Contains("Вернуться к форме", page, StringComparison.Ordinal);

        line.Mend();
        Assert.Equal("/tasks", (await client.SignIn("signs-in")).RequestMessage!.RequestUri!.AbsolutePath);
    }

    [GeneratedRegex("<textarea name=\"([^\"]+)\" hidden>(?:\n|&#xA;)([^<]*)</textarea>")]
    private static partial Regex Hidden();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
