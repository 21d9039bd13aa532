using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Reserve.Web.Pages;

namespace Reserve.Web.Tests.Pages;

public sealed partial class TypedFormTests
{
    [Fact]
    public void Every_field_of_a_password_is_known_as_one()
    {
        var names = Directory
            .EnumerateFiles(Path.Combine(Root(), "src", "Reserve.Web"), "*.cshtml", SearchOption.AllDirectories)
            .SelectMany(file => PasswordInput().Matches(File.ReadAllText(file)).Select(match => match.Value))
            .Select(input => Name().Match(input).Groups[1].Value)
            .ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(TypedForm.IsPassword(name), name));
        Assert.False(TypedForm.IsPassword("UserName"));
    }

    /// <summary>The framework adds the token by itself only where a form has no address of its own.</summary>
    [Fact]
    public void Every_form_that_posts_to_an_address_of_its_own_brings_the_token()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(Root(), "src", "Reserve.Web"), "*.cshtml", SearchOption.AllDirectories);
        var forms = pages.SelectMany(file => PostedElsewhere().Matches(File.ReadAllText(file))).Select(form => form.Value).ToList();
        Assert.True(forms.Count > 8, "There are such forms.");
        Assert.DoesNotContain(forms, WithoutToken);
        Assert.True(WithoutToken("""<form method="post" action="/x"><input name="a"></form>"""));
    }

    private static bool WithoutToken(string form) =>
        !form.Contains("asp-antiforgery=\"true\"", StringComparison.Ordinal)
        && !form.Contains("@Html.AntiForgeryToken()", StringComparison.Ordinal);

    [Theory]
    [InlineData(PostgresErrorCodes.AdminShutdown, true)]
    [InlineData(PostgresErrorCodes.TooManyConnections, true)]
    [InlineData(PostgresErrorCodes.DiskFull, true)]
    [InlineData(PostgresErrorCodes.UniqueViolation, false)]
    [InlineData(PostgresErrorCodes.UndefinedColumn, false)]
    public void A_refusal_of_the_server_is_told_from_its_absence(string state, bool isAway) =>
        Assert.Equal(isAway, Web.Data.DatabaseAway.Is(new DbUpdateException("x", new PostgresException("x", "ERROR", "ERROR", state))));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Reserve.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex("<input[^>]*type=\"password\"[^>]*>")]
    private static partial Regex PasswordInput();

    [GeneratedRegex("<form(?=[^<]*?method=\"post\")(?=[^<]*?\\saction=\").*?</form>", RegexOptions.Singleline)]
    private static partial Regex PostedElsewhere();

    [GeneratedRegex("(?:asp-for|name)=\"([^\"]+)\"")]
    private static partial Regex Name();
}
