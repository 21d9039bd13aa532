using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Features.Users;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Access;

public sealed class LinkTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Fresh = "утренний туман над Миассом";

    [Fact]
    public async Task A_link_of_an_administrator_sets_a_password_once_and_ends_the_sessions()
    {
        var user = await site.CreateUser("forgetful", "RU.74", Roles.HrOfficer);
        using var former = await site.Client();
        await former.SignIn("forgetful");
        var first = await Offer(user.Id);
        var second = await Offer(user.Id);

        using var client = await site.Client();
        Assert.Equal(HttpStatusCode.NotFound, (await client.Get(first)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Choose(client, second, "qwerty123456")).StatusCode);
        Assert.Equal("/sign-in", (await Choose(client, second, Fresh)).RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Get(second)).StatusCode);
        Assert.EndsWith("/sign-in", (await former.Get("/account")).RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        Assert.NotEqual("/sign-in", (await client.SignIn("forgetful", Fresh)).RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task A_link_ends_after_a_day_and_with_its_user()
    {
        var user = await site.CreateUser("late", "RU.74", Roles.HrOfficer);
        var link = await Offer(user.Id);
        using var client = await site.Client();
        Assert.Equal(HttpStatusCode.OK, (await client.Get(link)).StatusCode);
        site.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(HttpStatusCode.NotFound, (await client.Get(link)).StatusCode);

        var again = await Offer(user.Id);
        var leaves = new ChangeUser(new UserId(user.Id), "Ушла", null, "RU.74", [Roles.HrOfficer], Disabled: true);
        Assert.True((await site.Send("RU.74", Roles.Administrator, leaves)).IsOk);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Get(again)).StatusCode);
        var refused = await site.Send("RU.74", Roles.Administrator, new OfferSignInLink(new UserId(user.Id)));
        Assert.Equal(UserRefusal.Disabled, refused.Refusal);
    }

    [Fact]
    public async Task A_link_that_is_opened_by_two_at_once_sets_one_password()
    {
        var user = await site.CreateUser("twice", "RU.74", Roles.HrOfficer);
        var link = await Offer(user.Id);
        using var one = await site.Client();
        using var two = await site.Client();
        var forms = (await one.Form(link), await two.Form(link));
        var answers = await Task.WhenAll(
            one.Send(link, forms.Item1.Token, ("Password", Fresh), ("PasswordAgain", Fresh)),
            two.Send(link, forms.Item2.Token, ("Password", "другой длинный пароль"), ("PasswordAgain", "другой длинный пароль"))
        );
        Assert.Single(answers, answer => answer.RequestMessage!.RequestUri!.AbsolutePath == "/sign-in");
    }

    [Theory]
    [InlineData("/sign-in/link/AAAA", HttpStatusCode.NotFound)]
    [InlineData("/sign-in/link/%00", HttpStatusCode.BadRequest)]
    [InlineData("/sign-in/link/' or 1=1 --", HttpStatusCode.NotFound)]
    public async Task A_made_up_link_opens_nothing(string path, HttpStatusCode answer)
    {
        using var client = await site.Client();
        Assert.Equal(answer, (await client.Get(path)).StatusCode);
    }

    [Fact]
    public async Task A_new_user_gets_the_link_by_mail_and_nobody_else_knows_the_password()
    {
        using var administrator = await site.SignedInClient("maker", "RU.74", Roles.Administrator);
        var made = await administrator.Post(
            "/users/card",
            null,
            ("Input.UserName", "newcomer"),
            ("Input.DisplayName", "Новенькая"),
            ("Input.Email", "newcomer@example.org"),
            ("Input.Territory", "RU.74"),
            ("Input.Roles", Roles.HrOfficer)
        );
        var shown = Regex.Match(await made.Content.ReadAsStringAsync(), "/sign-in/link/[A-Za-z0-9_-]+").Value;
        Assert.NotEmpty(shown);
        var mails = await site.Look(
            "RU.74",
            db => db.Database.SqlQuery<string>($"select payload::text as \"Value\" from outbox where kind = 'notification'").ToListAsync()
        );
        Assert.Contains(mails, mail => mail.Contains(shown, StringComparison.Ordinal));
        var text = await administrator.Text(made.RequestMessage!.RequestUri!.PathAndQuery);
        Assert.DoesNotContain(shown, text, StringComparison.Ordinal);

        using var newcomer = await site.Client();
        await Choose(newcomer, shown, Fresh);
        Assert.NotEqual("/sign-in", (await newcomer.SignIn("newcomer", Fresh)).RequestMessage!.RequestUri!.AbsolutePath);
    }

    private async Task<string> Offer(Guid user)
    {
        var offered = await site.Send("RU.74", Roles.Administrator, new OfferSignInLink(new UserId(user)));
        Assert.True(offered.IsOk, offered.ToString());
        return offered.Value.Path;
    }

    private static Task<HttpResponseMessage> Choose(SiteClient client, string link, string password) =>
        client.Post(link, null, ("Password", password), ("PasswordAgain", password));
}
