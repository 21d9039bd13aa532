namespace Reserve.Web.Tests;

/// <summary>What a person writes ends at 140 columns, so that two files fit beside each other.</summary>
public sealed class LineTests
{
    private const int Columns = 140;

    /// <summary>Folders of what is built, fetched or stored, and of data: nobody reads those by lines.</summary>
    private static readonly HashSet<string> Elsewhere =
    [
        ".git",
        ".data",
        "bin",
        "obj",
        "node_modules",
        "dist",
        "artifacts",
        "TestResults",
        "Migrations",
        "conformance",
        "demo",
        // Where a line of a letter breaks, it breaks for its reader.
        "letters",
    ];

    /// <summary>
    /// Drawings, rules, their samples and texts with their twins stand as their tools write them: a text of JSON cannot be broken.
    /// </summary>
    private static readonly HashSet<string> Written =
    [
        ".cs",
        ".cshtml",
        ".csproj",
        ".css",
        ".js",
        ".md",
        ".props",
        ".sh",
        ".sql",
        ".targets",
        ".ts",
        ".yaml",
        ".yml",
        "",
    ];

    [Fact]
    public void Lines_end_at_140_columns() => Assert.Empty(Texts(Repository.Root).SelectMany(file => TooLong(file, File.ReadLines(file))));

    [Fact]
    public void A_longer_line_is_found_and_a_row_of_a_table_is_not()
    {
        var longer = new string('я', Columns + 1);
        Assert.Equal(["a.cs:2"], TooLong("a.cs", [longer[1..], longer]));
        Assert.Empty(TooLong("a.md", ["| " + longer]));
        Assert.Contains(Texts(Repository.Root), file => file.EndsWith("LineTests.cs", StringComparison.Ordinal));
        Assert.Contains(Texts(Repository.Root), file => Path.GetFileName(file) == "test");
    }

    private static IEnumerable<string> Texts(string folder) =>
        Directory
            .EnumerateFiles(folder)
            .Where(file => Written.Contains(Path.GetExtension(file)))
            .Concat(Directory.EnumerateDirectories(folder).Where(inner => !Elsewhere.Contains(Path.GetFileName(inner))).SelectMany(Texts));

    /// <summary>A row of a table in Markdown is one line, however long.</summary>
    private static IEnumerable<string> TooLong(string file, IEnumerable<string> lines) =>
        from line in lines.Index()
        where line.Item.Length > Columns && !(file.EndsWith(".md", StringComparison.Ordinal) && line.Item.TrimStart().StartsWith('|'))
        select $"{file}:{line.Index + 1}";
}
