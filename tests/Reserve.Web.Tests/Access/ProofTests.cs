using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Access;

/// <summary>Dangerous acts ask for the password again, and lose nothing of what was typed.</summary>
public sealed partial class ProofTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task After_ten_minutes_a_dangerous_act_asks_for_the_password_and_goes_on_with_all_that_was_typed()
    {
        using var client = await site.SignedInClient("careful", "RU.74", Roles.Administrator);
        var (path, token) = await client.Form("/users/card");
        var fields = New("made-after-proof", "Имя с «кавычками» & <угловыми>\nв две строки");
        site.Clock.Advance(TimeSpan.FromMinutes(11));

        var asked = await Page(await client.Send(path, token, fields), HttpStatusCode.UnprocessableEntity);
        Assert.Contains("Подтвердите, что это вы", asked, StringComparison.Ordinal);
        Assert.False(await Exists("made-after-proof"));
        var kept = Kept(asked);
        Assert.Equal(fields.Order(), kept.Order());

        var wrong = await Page(
            await client.Send(path, Token(asked), [.. kept, ("proof-password", "wrong")]),
            HttpStatusCode.UnprocessableEntity
        );
        Assert.Contains("Неверный пароль", wrong, StringComparison.Ordinal);
        Assert.Equal(fields.Order(), Kept(wrong).Order());
        Assert.False(await Exists("made-after-proof"));

        await Page(await client.Send(path, Token(wrong), [.. Kept(wrong), ("proof-password", SiteFixture.Password)]), HttpStatusCode.OK);
        Assert.True(await Exists("made-after-proof"));
        // For the next ten minutes nothing is asked.
        await Page(await client.Send(path, token, New("made-right-after", "Ещё одна")), HttpStatusCode.OK);
        Assert.True(await Exists("made-right-after"));
        var acts = await site.Look(
            "RU.74",
            db => db.Set<AuditEvent>().Where(row => row.UserName == "careful").Select(row => row.Command).ToListAsync()
        );
        Assert.Contains("ProvePassword", acts);
    }

    [Fact]
    public async Task Five_wrong_passwords_in_an_open_browser_are_the_last()
    {
        using var client = await site.SignedInClient("left-open", "RU.74", Roles.Administrator);
        var (path, token) = await client.Form("/users/card");
        site.Clock.Advance(TimeSpan.FromMinutes(11));
        for (var i = 0; i < 5; i++)
            await client.Send(path, token, [.. New("made-by-guess", "Угадана"), ("proof-password", "guess")]);
        await Page(
            await client.Send(path, token, [.. New("made-by-guess", "Угадана"), ("proof-password", SiteFixture.Password)]),
            HttpStatusCode.UnprocessableEntity
        );
        Assert.False(await Exists("made-by-guess"));
    }

    [Fact]
    public async Task Reading_and_harmless_acts_ask_nothing()
    {
        using var client = await site.SignedInClient("reads", "RU.74", Roles.Administrator);
        site.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(HttpStatusCode.OK, (await client.Get("/users/card")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.Post("/account", "EndOthers")).StatusCode);
    }

    private static (string, string)[] New(string name, string displayName) =>
        [("Input.UserName", name), ("Input.DisplayName", displayName), ("Input.Territory", "RU.74"), ("Input.Roles", Roles.HrOfficer)];

    private Task<bool> Exists(string name) => site.Look("RU.74", db => db.Set<User>().AnyAsync(user => user.UserName == name));

    private static async Task<string> Page(HttpResponseMessage answer, HttpStatusCode expected)
    {
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>The fields as a browser would send them on.</summary>
    private static (string, string)[] Kept(string page) =>
        [.. Hidden().Matches(page).Select(match => (match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value)[1..]))];

    private static string Token(string page) =>
        Form().Match(page[page.IndexOf("id=\"proof\"", StringComparison.Ordinal)..]).Groups[1].Value;

    [GeneratedRegex("<textarea name=\"([^\"]+)\" hidden[^>]*>(.*?)</textarea>", RegexOptions.Singleline)]
    private static partial Regex Hidden();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Form();
}
