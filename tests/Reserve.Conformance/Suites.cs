namespace Reserve.Conformance;

/// <summary>The suites known here, and where they lie: <c>RESERVE_SUITES</c>, or <c>../shared/suites</c> beside the repository.</summary>
public static class Suites
{
    public static IReadOnlyList<Suite> All { get; } =
    [
        new Suite("dmn-tck", "dmn-tck", DmnTckSuite.Run),
        new Suite("bpmn-exec", "bpmn-exec", BpmnScenarioSuite.Run),
        new Suite("betsy", "bpmn-exec", BetsySuite.Run),
        new Suite("miwg", "miwg", MiwgSuite.Run),
        new Suite("mime", "mime", MimeSuite.Run),
        new Suite("names", "names", NamesSuite.Run),
    ];

    /// <summary>The root folder of the suites, or null when there is none.</summary>
    public static string? Root()
    {
        if (Environment.GetEnvironmentVariable("RESERVE_SUITES") is { Length: > 0 } named)
            return Directory.Exists(named) ? Path.GetFullPath(named) : null;
        var repository = Repository();
        var beside = Path.Combine(repository, "..", "shared", "suites");
        return Directory.Exists(beside) ? Path.GetFullPath(beside) : null;
    }

    /// <summary>Cases known not to pass: name to reason, from <c>docs/conformance/NAME.txt</c> (case, tab, reason).</summary>
    public static IReadOnlyDictionary<string, string> Known(string suite)
    {
        var file = Path.Combine(Repository(), "docs", "conformance", suite + ".txt");
        return File.Exists(file)
            ? File.ReadLines(file)
                .Where(line => line.Length > 0 && line[0] != '#')
                .Select(line => line.Split('\t', 2))
                .ToDictionary(parts => parts[0], parts => parts.Length > 1 ? parts[1] : "", StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal);
    }

    private static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Reserve.sln")))
                return folder.FullName;
        }

        return Directory.GetCurrentDirectory();
    }
}
