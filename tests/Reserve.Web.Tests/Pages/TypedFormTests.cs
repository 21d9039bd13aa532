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

    [GeneratedRegex("(?:asp-for|name)=\"([^\"]+)\"")]
    private static partial Regex Name();
}
