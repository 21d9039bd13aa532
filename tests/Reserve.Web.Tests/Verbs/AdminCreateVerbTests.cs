using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Verbs;

/// <summary><c>reserve admin create</c> as an operator calls it, beside a running site.</summary>
public sealed class AdminCreateVerbTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Password = "утренний туман над Миассом";

    [Fact]
    public async Task It_prints_a_link_that_opens_once_for_an_administrator()
    {
        using var client = await site.Client();
        var made = await Run("boss", "--display-name", "Главная", "--address", "https://reserve.example.org");
        Assert.Equal((0, ""), (made.Code, made.Problems));
        var link = made.Json.GetProperty("link").GetString()!;
        Assert.StartsWith("https://reserve.example.org/sign-in/link/", link, StringComparison.Ordinal);
        var path = new Uri(link).AbsolutePath;
        await client.Post(path, null, ("Password", Password), ("PasswordAgain", Password));
        await client.SignIn("boss", Password);
        Assert.Equal("/users", (await client.Get("/users")).RequestMessage!.RequestUri!.AbsolutePath);

        var taken = await Run("boss", "--display-name", "Вторая");
        Assert.Equal((1, ""), (taken.Code, taken.Output));
        Assert.Contains("уже занято", taken.Problems, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_comes_by_standard_input_and_has_to_be_a_good_one()
    {
        var simple = await VerbProcess.RunWithInput(
            site.ConnectionString,
            "Reserve-2026\n",
            "admin",
            "create",
            "typed",
            "--display-name",
            "Набранная",
            "--password-stdin",
            "--data",
            site.DataFolder
        );
        Assert.Equal((1, ""), (simple.Code, simple.Output));
        Assert.Contains("слишком прост", simple.Problems, StringComparison.Ordinal);

        var made = await VerbProcess.RunWithInput(
            site.ConnectionString,
            Password + "\n",
            "admin",
            "create",
            "typed",
            "--display-name",
            "Набранная",
            "--territory",
            "RU.74",
            "--password-stdin",
            "--data",
            site.DataFolder
        );
        Assert.Equal((0, ""), (made.Code, made.Problems));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, made.Json.GetProperty("link").ValueKind);
        using var client = await site.Client();
        await client.SignIn("typed", Password);
        Assert.Equal("/users", (await client.Get("/users")).RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(2, "name-only")]
    [InlineData(2, "name", "--display-name", "Имя", "--password", "in-an-argument")]
    [InlineData(2, "name", "--display-name", "Имя", "--address", "nowhere")]
    [InlineData(1, "name", "--display-name", "Имя", "--territory", "RU.nowhere")]
    [InlineData(1, "имя", "--display-name", "Имя")]
    public async Task A_wrong_call_ends_with_two_and_bad_input_with_one(int code, params string[] arguments)
    {
        var end = await Run(arguments);
        Assert.Equal((code, ""), (end.Code, end.Output));
        Assert.NotEmpty(end.Problems);
    }

    [Fact]
    public async Task Serve_refuses_demonstration_users_on_an_address_that_others_reach()
    {
        var end = await VerbProcess.Run(
            site.ConnectionString,
            "serve",
            "--urls",
            "http://0.0.0.0:0",
            "--demo",
            "true",
            "--data",
            site.DataFolder
        );
        Assert.Equal(2, end.Code);
        Assert.Contains("--demo", end.Problems, StringComparison.Ordinal);
    }

    private Task<VerbProcess.Outcome> Run(params string[] arguments) =>
        VerbProcess.Run(site.ConnectionString, ["admin", "create", .. arguments, "--data", site.DataFolder]);
}
