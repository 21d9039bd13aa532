using System.Buffers.Binary;
using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Commands;
using Reserve.Web.Features.Users;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Access;

public sealed class SignInTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_person_signs_in_and_out_and_both_stand_in_the_journal()
    {
        using var client = await site.SignedInClient("first", "RU.74", Roles.Administrator);
        Assert.Contains("/sign-out", await client.Text("/users"), StringComparison.Ordinal);
        await client.Post("/users/card", null);
        await client.Post("/sign-out");
        Assert.Contains("UserName", await client.Text("/users"), StringComparison.Ordinal);
        var commands = await site.Look(
            "RU.74",
            db => db.Set<AuditEvent>().Where(row => row.UserName == "first").Select(row => row.Command).ToListAsync()
        );
        Assert.Contains("SignIn", commands);
        Assert.Contains("SignOut", commands);
    }

    [Fact]
    public async Task After_five_wrong_passwords_the_right_one_does_not_open_either_until_an_administrator_unlocks()
    {
        var user = await site.CreateUser("second", "RU.74", Roles.HrOfficer);
        using var client = await site.Client();
        for (var i = 0; i < 5; i++)
            await client.SignIn("second", "wrong");
        Assert.Equal("/sign-in", (await client.SignIn("second")).RequestMessage!.RequestUri!.AbsolutePath);
        Assert.True((await site.Send("RU.74", Roles.Administrator, new UnlockUser(new UserId(user.Id)))).IsOk);
        Assert.NotEqual("/sign-in", (await client.SignIn("second")).RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task A_password_hashed_with_fewer_rounds_is_hashed_anew_when_it_is_used()
    {
        var user = await site.CreateUser("rounds", "RU.74", Roles.HrOfficer);
        var hasher = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 10 }));
        var weak = hasher.HashPassword(user, SiteFixture.Password);
        await site.Look(
            "RU.74",
            db => db.Set<User>().Where(row => row.Id == user.Id).ExecuteUpdateAsync(row => row.SetProperty(it => it.PasswordHash, weak))
        );
        using var client = await site.Client();
        await client.SignIn("rounds");
        Assert.Contains("/sign-out", await client.Text("/account"), StringComparison.Ordinal);
        var hash = await site.Look(
            "RU.74",
            db => db.Set<User>().Where(row => row.Id == user.Id).Select(row => row.PasswordHash).SingleAsync()
        );
        Assert.Equal(1000u, BinaryPrimitives.ReadUInt32BigEndian(Convert.FromBase64String(hash!).AsSpan(5)));
        using var again = await site.Client();
        await again.SignIn("rounds");
        Assert.Contains("/sign-out", await again.Text("/account"), StringComparison.Ordinal);
    }

    [Fact]
    public void Passwords_are_hashed_with_as_many_rounds_as_is_advised() =>
        Assert.Equal(
            Web.Access.SignInOptions.HashRounds,
            new ServiceCollection()
                .AddAccess()
                .BuildServiceProvider()
                .GetRequiredService<IOptions<PasswordHasherOptions>>()
                .Value.IterationCount
        );

    [Theory]
    [InlineData("/candidates?q=Иванов и другие", "/candidates")]
    [InlineData("//elsewhere.example/", "/tasks")]
    [InlineData("https://elsewhere.example/", "/tasks")]
    [InlineData("/\\elsewhere.example", "/tasks")]
    [InlineData("/\r\nSet-Cookie: a=b", "/tasks")]
    public async Task The_way_back_is_an_address_of_this_site_whatever_it_holds(string back, string ends)
    {
        using var client = await site.SignedInClient($"back-{Guid.NewGuid():N}", "RU.74", Roles.HrOfficer);
        using var answer = await client.Post("/language", null, ("language", "ru"), ("back", back));
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        Assert.Equal(site.App.Urls.First().TrimEnd('/') + ends, answer.RequestMessage!.RequestUri!.GetLeftPart(UriPartial.Path));
    }

    [Fact]
    public async Task Who_signs_in_anew_in_the_same_browser_leaves_no_session_behind()
    {
        using var client = await site.SignedInClient("twice", "RU.74", Roles.HrOfficer);
        using var thief = client.Thief();
        await client.SignIn("twice");
        Assert.Contains("/sign-out", await client.Text("/account"), StringComparison.Ordinal);
        Assert.DoesNotContain("/sign-out", await thief.Text("/account"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_for_other_roles_answers_403()
    {
        using var client = await site.SignedInClient("third", "RU.74", Roles.Auditor);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.Get("/users")).StatusCode);
    }

    [Fact]
    public async Task An_administrator_of_a_region_sees_and_makes_users_of_that_region_only()
    {
        await site.CreateUser("elsewhere", "RU.66", Roles.HrOfficer);
        using var client = await site.SignedInClient("fourth", "RU.74", Roles.Administrator);
        Assert.DoesNotContain("elsewhere", await client.Text("/users"), StringComparison.Ordinal);
        var made = await client.Post(
            "/users/card",
            null,
            ("Input.UserName", "fifth"),
            ("Input.DisplayName", "Пятая"),
            ("Input.Territory", "RU.74.01"),
            ("Input.Roles", Roles.HrOfficer)
        );
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        Assert.Contains("/sign-in/link/", await made.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("fifth", await client.Text("/users"), StringComparison.Ordinal);
        var refused = await site.Send(
            "RU.74",
            Roles.Administrator,
            new CreateUser("sixth", "Шестая", null, "RU.66", [Roles.HrOfficer], SiteFixture.Password)
        );
        Assert.IsType<Rejection.OutsideTerritory>(refused.Rejection);
    }

    [Fact]
    public async Task A_name_that_is_taken_in_another_region_is_told_as_taken_and_shows_nothing_else_of_its_holder()
    {
        var user = await site.CreateUser("taken", "RU.66", Roles.HrOfficer);
        var refused = await site.Send(
            "RU.74",
            Roles.Administrator,
            new CreateUser("Taken", "Другая", null, "RU.74", [Roles.HrOfficer], SiteFixture.Password)
        );
        Assert.Equal(UserRefusal.NameTaken, refused.Refusal);
        Assert.Empty(await site.Look("RU.74", db => db.Set<User>().IgnoreQueryFilters().Where(row => row.Id == user.Id).ToListAsync()));
        Assert.IsType<Rejection.NotThere>(
            (await site.Send("RU.74", Roles.Administrator, new OfferSignInLink(new UserId(user.Id)))).Rejection
        );
    }

    [Fact]
    public async Task A_changed_right_ends_the_session_at_once()
    {
        using var client = await site.SignedInClient("ended", "RU.66", Roles.Administrator);
        Assert.Contains("/sign-out", await client.Text("/users"), StringComparison.Ordinal);
        var user = await site.Look("RU.66", db => db.Set<User>().SingleAsync(row => row.UserName == "ended"));
        var changed = new ChangeUser(new UserId(user.Id), "Другая", null, "RU.66", [Roles.Auditor], Disabled: false);
        Assert.True((await site.Send("RU.66", Roles.Administrator, changed)).IsOk);
        Assert.Contains("UserName", await client.Text("/users"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_with_faults_shows_each_beside_its_field()
    {
        using var client = await site.SignedInClient("seventh", "RU.74", Roles.Administrator);
        var answer = await client.Post("/users/card", null, ("Input.UserName", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        foreach (var problem in (string[])["Укажите имя.", "Укажите имя для входа.", "Отметьте хотя бы одну роль.", "Выберите территорию."])
            Assert.Contains(problem, page, StringComparison.Ordinal);
    }
}
