using System.Net;
using Reserve.Web.Access;
using Reserve.Web.Demo;
using Reserve.Web.Tests.Site;
using Reserve.Web.Verbs;

namespace Reserve.Web.Tests.Access;

/// <summary>A database without users: whoever has the link becomes the administrator of the federation, once.</summary>
public sealed class FirstAdministratorTests : IAsyncLifetime
{
    private const string Password = "утренний туман над Миассом";
    private readonly SiteFixture site = new();

    public ValueTask InitializeAsync() => site.InitializeAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task The_link_makes_one_administrator_and_opens_no_more()
    {
        var link = (await FirstAdministrator.Link(site.App.Services))!.Path;
        var second = (await FirstAdministrator.Link(site.App.Services))!.Path;
        using var client = await site.Client();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Become(client, link, "bad name", Password)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Become(client, link, "boss", "password2026!")).StatusCode);
        Assert.Equal("/sign-in", (await Become(client, link, "boss", Password)).RequestMessage!.RequestUri!.AbsolutePath);

        Assert.Equal(HttpStatusCode.NotFound, (await client.Get(link)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Get(second)).StatusCode);
        Assert.Null(await FirstAdministrator.Link(site.App.Services));
        await client.SignIn("boss", Password);
        Assert.Equal(HttpStatusCode.OK, (await client.Get("/users")).StatusCode);
    }

    [Fact]
    public async Task Demonstration_users_are_disabled_by_a_start_without_them_and_let_in_again_by_one_with_them()
    {
        await site.AsSystem(async services =>
        {
            await DemoUsers.Create(services);
            return true;
        });
        using var client = await site.Client();
        Assert.NotEqual("/sign-in", (await client.SignIn("admin", DemoUsers.Password)).RequestMessage!.RequestUri!.AbsolutePath);

        var line = await DemoData.Close(site.App.Services);
        Assert.Contains("admin", line, StringComparison.Ordinal);
        Assert.Equal("/sign-in", (await client.Get("/account")).RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal("/sign-in", (await client.SignIn("admin", DemoUsers.Password)).RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Null(await DemoData.Close(site.App.Services));
        Assert.NotNull(await FirstAdministrator.Link(site.App.Services));

        await site.AsSystem(async services =>
        {
            await DemoUsers.Create(services);
            return true;
        });
        using var again = await site.Client();
        Assert.NotEqual("/sign-in", (await again.SignIn("admin", DemoUsers.Password)).RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task A_real_person_with_the_name_of_a_demonstration_user_is_left_alone()
    {
        await site.CreateUser("admin", "RU", Roles.Administrator);
        Assert.Null(await DemoData.Close(site.App.Services));
        using var client = await site.Client();
        Assert.NotEqual("/sign-in", (await client.SignIn("admin")).RequestMessage!.RequestUri!.AbsolutePath);
    }

    private static Task<HttpResponseMessage> Become(SiteClient client, string link, string name, string password) =>
        client.Post(link, null, ("UserName", name), ("DisplayName", "Первая"), ("Password", password), ("PasswordAgain", password));
}
