using System.Net;
using System.Text.RegularExpressions;
using Reserve.Web.Access;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Access;

/// <summary>A form that is sent after the session has ended: nothing of it is lost, with scripts and without.</summary>
public sealed partial class KeptFormTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Senders = "/appointments/senders?handler=Add";

    private static readonly (string, string)[] Typed =
    [
        ("Input.Address", "typed@kept.example"),
        ("Input.Territory", "RU.74"),
        ("Input.Authority", "Министерство «Образование» & наука\nвторая строка"),
    ];

    [Fact]
    public async Task It_is_carried_through_signing_in_and_sent_again()
    {
        using var client = await Expired("kept-in");
        client.Client.Headers.Add("Origin", client.Client.Address.GetLeftPart(UriPartial.Authority));
        var asked = await Page(await client.Client.Send(Senders, client.Token, Typed), HttpStatusCode.Unauthorized);
        Assert.Contains("Сеанс окончен", asked, StringComparison.Ordinal);
        Assert.Contains("Министерство «Образование» &amp; наука", asked, StringComparison.Ordinal);

        var wrong = await Page(await SignIn(client.Client, asked, "kept-in", "wrong"), HttpStatusCode.OK);
        Assert.Contains("Неверное имя для входа или пароль", wrong, StringComparison.Ordinal);
        var back = await Page(await SignIn(client.Client, wrong, "kept-in", SiteFixture.Password), HttpStatusCode.OK);
        Assert.Contains("Вы вошли", back, StringComparison.Ordinal);
        var fields = Area()
            .Matches(back)
            .Select(match => (match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value)[1..]))
            .ToArray();
        Assert.Equal(Typed.Order(), fields.Order());
        await Page(await client.Client.Send(Senders, TokenOf(back), fields), HttpStatusCode.OK);
        Assert.Contains("typed@kept.example", await client.Client.Text("/appointments/senders"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_another_site_is_not_kept_and_a_seal_of_ones_own_opens_nothing()
    {
        using var client = await Expired("kept-out");
        client.Client.Headers.Add("Origin", "https://elsewhere.example");
        var asked = await Page(await client.Client.Send(Senders, client.Token, Typed), HttpStatusCode.OK);
        Assert.DoesNotContain("typed@kept.example", asked, StringComparison.Ordinal);
        var home = await client.Client.Send(
            "/sign-in",
            TokenOf(asked),
            ("UserName", "kept-out"),
            ("Password", SiteFixture.Password),
            ("Kept", "forged"),
            ("ReturnUrl", "/account")
        );
        Assert.Equal("/account", home.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task A_script_is_told_so_and_a_signed_in_one_who_it_is()
    {
        using var client = await site.SignedInClient("asks-session", "RU.74", Roles.Administrator);
        Assert.Contains("\"user\":\"asks-session\"", await client.Text("/session"), StringComparison.Ordinal);
        site.Clock.Advance(TimeSpan.FromHours(13));
        client.Headers.Accept.ParseAdd("application/json");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.Get("/session")).StatusCode);
        client.Headers.Accept.Clear();
        client.Headers.Add("HX-Request", "true");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.Get("/tasks")).StatusCode);
    }

    private sealed record Late(SiteClient Client, string Token) : IDisposable
    {
        public void Dispose() => Client.Dispose();
    }

    private async Task<Late> Expired(string name)
    {
        var client = await site.SignedInClient(name, "RU.74", Roles.Administrator);
        var (_, token) = await client.Form("/appointments/senders");
        site.Clock.Advance(TimeSpan.FromHours(13));
        return new Late(client, token);
    }

    private static Task<HttpResponseMessage> SignIn(SiteClient client, string page, string name, string password) =>
        client.Send("/sign-in", TokenOf(page), ("UserName", name), ("Password", password), ("Kept", Kept().Match(page).Groups[1].Value));

    private static async Task<string> Page(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var page = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == answer.StatusCode, $"{answer.StatusCode}: {page}");
        return page;
    }

    private static string TokenOf(string page) => Token().Matches(page)[0].Groups[1].Value;

    [GeneratedRegex("name=\"Kept\" value=\"([^\"]+)\"")]
    private static partial Regex Kept();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("<textarea name=\"([^\"]+)\" hidden>([^<]*)</textarea>")]
    private static partial Regex Area();
}
