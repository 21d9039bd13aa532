using System.Text.RegularExpressions;

namespace Reserve.Web.Tests.Access;

/// <summary>
/// What <c>docs/security.md</c> and <c>docs/security/*.md</c> claim: each number of <c>docs/security/asvs-5.0.txt</c> stands in the list
/// once, with one of the words for its state, and the tests that are named are there.
/// </summary>
public sealed partial class SecurityListTests
{
    private const string Mark = "v5.0.0-";

    /// <summary>In the order of the columns of the counts.</summary>
    private static readonly string[] States = ["holds", "in part", "does not apply", "missing"];

    private static readonly string Docs = Path.Combine(Repository.Root, "docs");

    private sealed record Row(string Number, string Level, string State, string Proof);

    [Fact]
    public void Each_requirement_stands_in_the_list_once()
    {
        var numbers = File.ReadAllLines(Path.Combine(Docs, "security", "asvs-5.0.txt")).Where(line => line.Length > 0).ToList();
        Assert.Equal(253, numbers.Count);
        Assert.Empty(Differences(numbers, Rows(Text())));
    }

    [Fact]
    public void Each_row_has_a_known_state_and_what_holds_names_its_test_or_that_there_is_none() => Assert.Empty(Faults(Rows(Text())));

    [Fact]
    public void Each_test_that_is_named_is_there() => Assert.Empty(Lost(Text(), Sources()));

    [Fact]
    public void The_counts_are_those_of_the_list()
    {
        var text = Text();
        var rows = Rows(text);
        foreach (var level in (string[])["L1", "L2"])
        {
            var ofLevel = rows.Where(row => row.Level == level).ToList();
            var counts = States.Select(state => ofLevel.Count(row => row.State == state)).Append(ofLevel.Count);
            Assert.Contains($"| {level} | {string.Join(" | ", counts)} |", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_missing_and_a_doubled_number_a_strange_state_and_a_lost_test_are_found()
    {
        var rows = Rows(
            """
            | v5.0.0-1.1.1 | L1 | asked | holds | `SecurityListTests` |
            | v5.0.0-1.1.1 | L1 | asked | perhaps | no test |
            | v5.0.0-1.1.3 | L2 | asked | holds | because |
            | v5.0.0-1.1.4 | L2 | holds |
            """
        );
        Assert.Equal(
            ["missing: 1.1.2 L2", "unknown: 1.1.3 L2", "unknown: 1.1.4 ", "twice: 1.1.1 L1"],
            Differences(["1.1.1 L1", "1.1.2 L2"], rows)
        );
        Assert.Equal(["1.1.1: perhaps", "1.1.3: holds", "1.1.4: "], Faults(rows));
        Assert.Equal(
            ["`SecurityListTests.No_such_test`", "`NoSuchTests`"],
            Lost("`SecurityListTests`, `SecurityListTests.No_such_test` and `NoSuchTests`", Sources())
        );
    }

    private static string Text() =>
        string.Join(
            '\n',
            Directory
                .EnumerateFiles(Path.Combine(Docs, "security"), "*.md")
                .Prepend(Path.Combine(Docs, "security.md"))
                .Select(file => File.ReadAllText(file))
        );

    private static List<Row> Rows(string text) =>
        [
            .. text.Split('\n')
                .Where(line => line.StartsWith("| " + Mark, StringComparison.Ordinal))
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
                .Select(cells =>
                    cells.Length == 7 ? new Row(Number(cells), cells[2], cells[4], cells[5]) : new Row(Number(cells), "", "", "")
                ),
        ];

    private static string Number(string[] cells) => cells[1][Mark.Length..];

    private static IEnumerable<string> Differences(IReadOnlyList<string> numbers, IReadOnlyList<Row> rows)
    {
        var given = rows.Select(row => $"{row.Number} {row.Level}").ToList();
        return numbers
            .Except(given)
            .Select(one => "missing: " + one)
            .Concat(given.Except(numbers).Select(one => "unknown: " + one))
            .Concat(given.GroupBy(one => one).Where(same => same.Count() > 1).Select(same => "twice: " + same.Key));
    }

    private static IEnumerable<string> Faults(IEnumerable<Row> rows) =>
        rows.Where(row => !States.Contains(row.State) || row.Proof.Length == 0 || (row.State == "holds" && !HasProof(row.Proof)))
            .Select(row => $"{row.Number}: {row.State}");

    private static bool HasProof(string proof) => proof.Contains("no test", StringComparison.Ordinal) || TestName().IsMatch(proof);

    private static IEnumerable<string> Lost(string text, ILookup<string, string> sources) =>
        TestName()
            .Matches(text)
            .Where(match => !Exists(match.Groups[1].Value, match.Groups[2].Value, sources))
            .Select(match => match.Value)
            .Distinct();

    private static bool Exists(string type, string method, ILookup<string, string> sources) =>
        sources[type].Any(source => method.Length == 0 || source.Contains($" {method}(", StringComparison.Ordinal));

    /// <summary>The texts of the tests' files by the classes that they declare.</summary>
    private static ILookup<string, string> Sources() =>
        Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            .Select(file => File.ReadAllText(file))
            .SelectMany(source => TestClass().Matches(source).Select(match => (Class: match.Groups[1].Value, Source: source)))
            .ToLookup(pair => pair.Class, pair => pair.Source, StringComparer.Ordinal);

    /// <summary>A class, or a test of it, in backticks.</summary>
    [GeneratedRegex("`([A-Z][A-Za-z]*Tests)(?:\\.([A-Za-z0-9_]+))?`")]
    private static partial Regex TestName();

    [GeneratedRegex("\\bclass ([A-Z][A-Za-z]*Tests)\\b")]
    private static partial Regex TestClass();
}
