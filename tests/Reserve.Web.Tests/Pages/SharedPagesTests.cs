using System.Text.Json;
using System.Text.RegularExpressions;
using Reserve.Web.Pages;
using Reserve.Web.Pages.Tags;

namespace Reserve.Web.Tests.Pages;

public sealed partial class SharedPagesTests
{
    [Theory]
    [InlineData(0, "0 задач")]
    [InlineData(1, "1 задача")]
    [InlineData(2, "2 задачи")]
    [InlineData(5, "5 задач")]
    [InlineData(11, "11 задач")]
    [InlineData(14, "14 задач")]
    [InlineData(21, "21 задача")]
    [InlineData(112, "112 задач")]
    [InlineData(122, "122 задачи")]
    public void Numbers_bend_their_nouns(long number, string expected) =>
        Assert.Equal(expected, new Words().Count(number, "задача|задачи|задач"));

    [Fact]
    public void Paging_shows_the_ends_and_the_neighbours() =>
        Assert.Equal([1, null, 8, 9, 10, 11, 12, null, 20], PagingTagHelper.Numbers(10, 20));

    [Fact]
    public void Every_text_of_a_translated_folder_has_its_English_twin()
    {
        var source = Path.Combine(Root(), "src", "Reserve.Web");
        var twins = Files(source, "en.json")
            .SelectMany(file => JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))!.Keys)
            .ToHashSet();
        var missing = Files(source, "*.cshtml")
            .Where(file => File.Exists(Path.Combine(Path.GetDirectoryName(file)!, "en.json")))
            .SelectMany(file =>
                Text().Matches(File.ReadAllText(file)).Select(match => (File: Path.GetFileName(file), Key: match.Groups[1].Value))
            )
            .Where(text => !twins.Contains(text.Key))
            .Select(text => $"{text.File}: {text.Key}")
            .Distinct()
            .ToList();
        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [Fact]
    public void Every_icon_that_a_page_names_is_in_the_sprite()
    {
        var source = Path.Combine(Root(), "src", "Reserve.Web");
        var sprite = File.ReadAllText(Path.Combine(source, "Front", "sprite.js"));
        var missing = Files(source, "*.cshtml")
            .SelectMany(file => Icon().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value + match.Groups[2].Value))
            .Where(icon => !sprite.Contains($"'{icon}'", StringComparison.Ordinal))
            .Distinct();
        Assert.Empty(missing);
    }

    [Fact]
    public void No_page_carries_inline_script_or_style()
    {
        var found = Files(Path.Combine(Root(), "src", "Reserve.Web"), "*.cshtml")
            .Where(file => Inline().IsMatch(File.ReadAllText(file)))
            .Select(Path.GetFileName);
        Assert.Empty(found);
    }

    [Fact]
    public void Inline_script_and_style_are_recognised()
    {
        Assert.Matches(Inline(), "<p style=\"color: red\">");
        Assert.Matches(Inline(), "<script>alert(1)</script>");
        Assert.Matches(Inline(), "<a onclick=\"go()\">");
        Assert.DoesNotMatch(Inline(), "<script type=\"module\" src=\"/a.js\"></script>");
    }

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory
            .EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
            .Where(file =>
                !file.Contains("node_modules", StringComparison.Ordinal)
                && !file.Contains("/bin/", StringComparison.Ordinal)
                && !file.Contains("/obj/", StringComparison.Ordinal)
            );

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Reserve.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }

    [GeneratedRegex("\\bL(?:\\[\\s*|\\.Count\\([^\"]*?)\"([^\"]+)\"")]
    private static partial Regex Text();

    [GeneratedRegex("<icon name=\"([a-z0-9-]+)\"|icon=\"([a-z0-9-]+)\"")]
    private static partial Regex Icon();

    [GeneratedRegex("\\sstyle=\"|<script(?![^>]*\\ssrc=)|<style|\\son[a-z]+=\"", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
