using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Users;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Access;

public sealed class SessionTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task After_signing_out_a_copied_cookie_is_dead()
    {
        using var owner = await site.SignedInClient("copied", "RU.74", Roles.HrOfficer);
        using var thief = owner.Thief();
        Assert.True(await IsIn(thief));
        await owner.Send("/sign-out", (await owner.Form("/account")).Token);
        Assert.False(await IsIn(thief));
    }

    [Fact]
    public async Task A_person_sees_where_they_are_signed_in_and_ends_one_or_all_others()
    {
        using var here = await site.SignedInClient("many", "RU.74", Roles.HrOfficer);
        using var phone = await site.Client("127.0.0.7");
        phone.Headers.UserAgent.ParseAdd("Mozilla/5.0 (Linux; Android 16) Chrome/150.0");
        await phone.SignIn("many");
        using var third = await site.Client();
        await third.SignIn("many");

        var page = await here.Text("/account");
        Assert.Contains("Chrome, Android", page, StringComparison.Ordinal);
        Assert.Contains("127.0.0.7", page, StringComparison.Ordinal);
        var lost = (await Own("many")).Single(session => session.Address == "127.0.0.7").Id.Value;
        await here.Post("/account", "End", ("session", lost.ToString()));
        Assert.False(await IsIn(phone));
        Assert.True(await IsIn(third));

        await here.Post("/account", "EndOthers");
        Assert.False(await IsIn(third));
        Assert.True(await IsIn(here));
    }

    [Fact]
    public async Task Nobody_ends_a_session_of_somebody_else_by_its_id()
    {
        using var other = await site.SignedInClient("bystander", "RU.74", Roles.HrOfficer);
        using var intruder = await site.SignedInClient("intruder", "RU.74", Roles.HrOfficer);
        var session = Assert.Single(await Own("bystander"));
        await intruder.Post("/account", "End", ("session", session.Id.Value.ToString()));
        Assert.True(await IsIn(other));
    }

    [Fact]
    public async Task An_administrator_ends_the_sessions_of_a_user_of_the_own_territory_only()
    {
        var user = await site.CreateUser("ended-by", "RU.74", Roles.HrOfficer);
        using var client = await site.Client();
        await client.SignIn("ended-by");
        var foreign = await site.Send("RU.66", Roles.Administrator, new EndUserSessions(new UserId(user.Id)));
        Assert.IsType<Rejection.NotThere>(foreign.Rejection);
        Assert.True(await IsIn(client));
        Assert.True((await site.Send("RU.74", Roles.Administrator, new EndUserSessions(new UserId(user.Id)))).IsOk);
        Assert.False(await IsIn(client));
    }

    [Fact]
    public async Task A_disabled_user_is_out_at_once()
    {
        using var client = await site.SignedInClient("leaver", "RU.74", Roles.HrOfficer);
        var user = await site.Look("RU.74", db => db.Set<User>().SingleAsync(row => row.UserName == "leaver"));
        var change = new ChangeUser(new UserId(user.Id), "Ушёл", null, "RU.74", [Roles.HrOfficer], Disabled: true);
        Assert.True((await site.Send("RU.74", Roles.Administrator, change)).IsOk);
        Assert.False(await IsIn(client));
    }

    [Fact]
    public async Task A_session_ends_after_four_idle_hours_and_a_busy_one_after_twelve()
    {
        var start = site.Clock.GetUtcNow();
        using var idle = await site.SignedInClient("idle", "RU.74", Roles.HrOfficer);
        using var busy = await site.SignedInClient("busy", "RU.74", Roles.HrOfficer);
        for (var hour = 1; hour <= 11; hour++)
        {
            site.Clock.Advance(start.AddHours(hour) - site.Clock.GetUtcNow());
            Assert.True(await IsIn(busy));
        }

        Assert.False(await IsIn(idle));
        site.Clock.Advance(start.AddHours(12) - site.Clock.GetUtcNow());
        Assert.False(await IsIn(busy));
    }

    [Fact]
    public async Task After_a_change_of_the_own_password_this_session_goes_on_and_the_others_end()
    {
        using var here = await site.SignedInClient("changer", "RU.74", Roles.HrOfficer);
        using var elsewhere = await site.Client();
        await elsewhere.SignIn("changer");
        using var thief = here.Thief();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Change(here, "not the present one", "пять зелёных чемоданов")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Change(here, SiteFixture.Password, "qwerty123456")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Change(here, SiteFixture.Password, "пять зелёных чемоданов")).StatusCode);

        Assert.True(await IsIn(here));
        Assert.False(await IsIn(elsewhere));
        Assert.False(await IsIn(thief));
        using var again = await site.Client();
        await again.SignIn("changer", "пять зелёных чемоданов");
        Assert.True(await IsIn(again));
    }

    [Fact]
    public async Task A_cookie_that_names_no_session_opens_nothing_even_with_the_keys_and_the_right_stamp()
    {
        var user = await site.CreateUser("upgraded", "RU.74", Roles.HrOfficer);
        using var client = await site.Client();
        var cookie = await site.AsSystem(async services =>
        {
            var principal = await services.GetRequiredService<IUserClaimsPrincipalFactory<User>>().CreateAsync(user);
            var now = site.Clock.GetUtcNow();
            return services
                .GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
                .Get(IdentityConstants.ApplicationScheme)
                .TicketDataFormat.Protect(
                    new AuthenticationTicket(
                        principal,
                        new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddHours(10) },
                        IdentityConstants.ApplicationScheme
                    )
                );
        });
        client.Keep("reserve", cookie);
        Assert.False(await IsIn(client));
        Assert.Empty(await Own("upgraded"));
    }

    private static Task<HttpResponseMessage> Change(SiteClient client, string current, string password) =>
        client.Post("/account/password", null, ("CurrentPassword", current), ("Password", password), ("PasswordAgain", password));

    private static async Task<bool> IsIn(SiteClient client) =>
        (await client.Get("/account")).RequestMessage!.RequestUri!.AbsolutePath == "/account";

    private Task<List<UserSession>> Own(string name) =>
        site.Look(
            "RU.74",
            db =>
                db.Set<UserSession>()
                    .Where(session =>
                        session.EndedAt == null && db.Set<User>().Any(user => user.Id == session.UserId && user.UserName == name)
                    )
                    .ToListAsync()
        );
}
