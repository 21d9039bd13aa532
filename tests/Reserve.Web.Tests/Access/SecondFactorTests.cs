using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Users;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Access;

public sealed partial class SecondFactorTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task After_it_is_set_up_a_password_alone_opens_nothing_and_a_code_opens_once()
    {
        using var client = await site.SignedInClient("two-factors", "RU.74", Roles.HrOfficer);
        var (secret, _) = await TurnOn(client);

        using var next = await site.Client();
        var asked = await next.SignIn("two-factors");
        Assert.Equal("/sign-in/code", asked.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal("/sign-in", await Where(next, "/account"));
        // The code that set it up has been used, and one step is the same code.
        Assert.Equal(
            "/sign-in/code",
            (await Enter(next, Totp.Code(secret, site.Clock.GetUtcNow()))).RequestMessage!.RequestUri!.AbsolutePath
        );
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        var code = Totp.Code(secret, site.Clock.GetUtcNow());
        await Enter(next, code);
        Assert.Equal("/account", await Where(next, "/account"));

        using var replay = await site.Client();
        await replay.SignIn("two-factors");
        await Enter(replay, code);
        Assert.Equal("/sign-in", await Where(replay, "/account"));
    }

    [Fact]
    public async Task A_recovery_code_opens_once_and_none_lies_in_the_database_in_plain()
    {
        using var client = await site.SignedInClient("no-phone", "RU.74", Roles.HrOfficer);
        var (secret, codes) = await TurnOn(client);
        Assert.Equal(SecondFactor.RecoveryCodes, codes.Count);
        var kept = await site.Look("RU", db => db.Database.SqlQuery<string>($"select value as \"Value\" from user_tokens").ToListAsync());
        Assert.DoesNotContain(kept, value => value.Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain(kept, value => codes.Any(code => value.Contains(code, StringComparison.Ordinal)));

        using var next = await site.Client();
        await next.SignIn("no-phone");
        await Enter(next, codes[3].ToLowerInvariant());
        Assert.Equal("/account", await Where(next, "/account"));
        using var again = await site.Client();
        await again.SignIn("no-phone");
        await Enter(again, codes[3]);
        Assert.Equal("/sign-in", await Where(again, "/account"));
        await Enter(again, codes[4]);
        Assert.Equal("/account", await Where(again, "/account"));
    }

    [Fact]
    public async Task Codes_are_not_guessed_for_long()
    {
        using var client = await site.SignedInClient("guessed", "RU.74", Roles.HrOfficer);
        var (_, codes) = await TurnOn(client);
        using var guesser = await site.Client("127.0.0.30");
        await guesser.SignIn("guessed");
        for (var i = 0; i < 5; i++)
            await Enter(guesser, "000000");
        await Enter(guesser, codes[0]);
        Assert.Equal("/sign-in", await Where(guesser, "/account"));
        using var owner = await site.Client("127.0.0.31");
        await owner.SignIn("guessed");
        await Enter(owner, codes[0]);
        Assert.Equal("/account", await Where(owner, "/account"));
    }

    [Fact]
    public async Task A_wrong_code_sets_nothing_up_and_a_secret_of_ones_own_making_is_not_taken()
    {
        using var client = await site.SignedInClient("set-up", "RU.74", Roles.HrOfficer);
        var page = await client.Text("/account/second-factor");
        var wrapped = Wrapped().Match(page).Groups[1].Value;
        var refused = await client.Post("/account/second-factor", "On", ("Wrapped", wrapped), ("Code", "123"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        // The picture stays the same: the telephone has scanned it already.
        Assert.Contains(Secret(page), Secret(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        var own = await client.Post(
            "/account/second-factor",
            "On",
            ("Wrapped", "AAAA"),
            ("Code", Totp.Code("AAAA", site.Clock.GetUtcNow()))
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, own.StatusCode);
        var user = await site.Look("RU.74", db => db.Set<User>().SingleAsync(row => row.UserName == "set-up"));
        Assert.False(user.TwoFactorEnabled);
    }

    [Fact]
    public async Task An_administrator_of_the_territory_takes_it_off_for_whoever_lost_the_telephone()
    {
        using var client = await site.SignedInClient("lost-phone", "RU.74", Roles.HrOfficer);
        await TurnOn(client);
        var user = await site.Look("RU.74", db => db.Set<User>().SingleAsync(row => row.UserName == "lost-phone"));
        var command = new RemoveSecondFactor(new UserId(user.Id));
        Assert.IsType<Rejection.NotThere>((await site.Send("RU.66", Roles.Administrator, command)).Rejection);
        Assert.True((await site.Send("RU.74", Roles.Administrator, command)).IsOk);
        Assert.Equal("/sign-in", await Where(client, "/account"));
        using var next = await site.Client();
        await next.SignIn("lost-phone");
        Assert.Equal("/account", await Where(next, "/account"));
    }

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_RFC_6238(long seconds, string code) =>
        Assert.Equal(code, Totp.Code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Fact]
    public void A_new_secret_is_32_letters_that_authenticators_read() => Assert.Matches("^[A-Z2-7]{32}$", Totp.NewSecret());

    internal static async Task<(string Secret, IReadOnlyList<string> Codes)> TurnOn(SiteClient client, DateTimeOffset now)
    {
        var page = await client.Text("/account/second-factor");
        var secret = Secret(page);
        var done = await client.Post(
            "/account/second-factor",
            "On",
            ("Wrapped", WebUtility.HtmlDecode(Wrapped().Match(page).Groups[1].Value)),
            ("Code", Totp.Code(secret, now))
        );
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        return (secret, [.. Recovery().Matches(await done.Content.ReadAsStringAsync()).Select(match => match.Value)]);
    }

    private Task<(string Secret, IReadOnlyList<string> Codes)> TurnOn(SiteClient client) => TurnOn(client, site.Clock.GetUtcNow());

    private static Task<HttpResponseMessage> Enter(SiteClient client, string code) => client.Post("/sign-in/code", null, ("Code", code));

    private static async Task<string> Where(SiteClient client, string path) =>
        (await client.Get(path)).RequestMessage!.RequestUri!.AbsolutePath;

    private static string Secret(string page) => Typed().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);

    [GeneratedRegex("name=\"Wrapped\" value=\"([^\"]+)\"")]
    private static partial Regex Wrapped();

    [GeneratedRegex("<code class=\"text-break\">([A-Z2-7 ]+)</code>")]
    private static partial Regex Typed();

    [GeneratedRegex("(?<=>)[A-Z2-9]{5}-[A-Z2-9]{5}(?=<)")]
    private static partial Regex Recovery();
}

/// <summary>A setting makes it a duty for a role.</summary>
public sealed class SecondFactorRequiredTests : IAsyncLifetime
{
    private readonly SiteFixture site = new() { Settings = ["--SignIn:SecondFactorFor=Administrator"] };

    public ValueTask InitializeAsync() => site.InitializeAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task An_administrator_without_it_opens_no_other_page_and_changes_nothing()
    {
        using var client = await site.SignedInClient("duty", "RU.74", Roles.Administrator);
        Assert.Equal("/account/second-factor", (await client.Get("/users")).RequestMessage!.RequestUri!.AbsolutePath);
        var (_, token) = await client.Form("/account/second-factor");
        var act = await client.Send("/users/card", token, ("Input.UserName", "x"));
        Assert.Equal(HttpStatusCode.Forbidden, act.StatusCode);

        await SecondFactorTests.TurnOn(client, site.Clock.GetUtcNow());
        Assert.Equal("/users", (await client.Get("/users")).RequestMessage!.RequestUri!.AbsolutePath);
        var off = await client.Post("/account/second-factor", "Off");
        Assert.Contains("обязателен", await off.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_roles_are_left_alone()
    {
        using var client = await site.SignedInClient("free", "RU.74", Roles.HrOfficer);
        Assert.Equal("/tasks", (await client.Get("/tasks")).RequestMessage!.RequestUri!.AbsolutePath);
    }
}
