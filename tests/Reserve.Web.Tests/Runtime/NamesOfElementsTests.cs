using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Reserve.Web.Tests.Runtime;

/// <summary>
/// A drawing belongs to its administrator: code knows tasks by command and subject, and reads the runtime's tables nowhere else.
/// </summary>
public sealed partial class NamesOfElementsTests
{
    private static readonly string Source = Path.Combine(Repository.Root, "src", "Reserve.Web");

    [Fact]
    public void No_element_of_a_shipped_drawing_is_named_in_code()
    {
        var ids = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "workflows"), "process.bpmn", SearchOption.AllDirectories)
            .SelectMany(file => XDocument.Load(file).Descendants())
            .Where(element => element.Name.LocalName == "userTask")
            .Select(element => element.Attribute("id")!.Value)
            .ToHashSet();
        Assert.Contains("Vote", ids);
        Assert.Empty(Named(ids, Code()));
        Assert.NotEmpty(Named(ids, [("a guard that can fail", "Complete(\"Vote\")")]));
    }

    [Fact]
    public void Only_the_runtime_reads_its_tables()
    {
        var outside = Code()
            .Where(file => !file.Name.Contains("/Runtime/", StringComparison.Ordinal))
            // The demonstration plays whole years; the check of a backup counts every table.
            .Where(file =>
                !file.Name.Contains("/Demo/", StringComparison.Ordinal) && !file.Name.Contains("/Verbs/", StringComparison.Ordinal)
            );
        Assert.Empty(outside.Where(file => RuntimeTable().IsMatch(file.Text)).Select(file => file.Name));
        Assert.Matches(RuntimeTable(), "select 1 from task t");
    }

    private static IEnumerable<string> Named(HashSet<string> ids, IEnumerable<(string Name, string Text)> code) =>
        from file in code
        from match in Literal().Matches(file.Text)
        where ids.Contains(match.Groups[1].Value)
        select $"{file.Name}: {match.Groups[1].Value}";

    private static IEnumerable<(string Name, string Text)> Code() =>
        Directory
            .EnumerateFiles(Source, "*.cs*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".cshtml", StringComparison.Ordinal))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Select(file => (file, File.ReadAllText(file)));

    [GeneratedRegex("(?<!asp-page-handler=)\"([A-Za-z_]+)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\b(?:from|join|update|into)\s+(?:task|process_run)\b")]
    private static partial Regex RuntimeTable();
}
