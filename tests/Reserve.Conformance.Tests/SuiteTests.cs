namespace Reserve.Conformance.Tests;

public sealed class SuiteTests
{
    public static TheoryData<string> Names => [.. Suites.All.Select(suite => suite.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_case_passes_or_is_known_not_to_and_no_known_one_passes(string name)
    {
        var suite = Suites.All.Single(suite => suite.Name == name);
        var folder = Path.Combine(Suites.Root() ?? "", suite.Folder);
        if (Suites.Root() is null || !Directory.Exists(folder))
            Assert.Skip($"skipped: {name}, no folder {suite.Folder} among the suites");

        var known = Suites.Known(name);
        var results = suite.Run(folder).ToList();
        Assert.NotEmpty(results);
        Assert.Empty(
            results
                .Where(result => !result.Passed && !known.ContainsKey(result.Name))
                .Select(result => $"{result.Name}: {result.Detail}")
                .Take(40)
        );
        Assert.Empty(
            results
                .Where(result => result.Passed && known.ContainsKey(result.Name))
                .Select(result => $"{result.Name} passes and is on the list")
        );
    }
}
