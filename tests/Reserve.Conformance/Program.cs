using Reserve.Conformance;

// reserve-conformance [NAME…]: runs the suites that are there and prints failing cases, then "NAME: N passed, M failed".
var root = Suites.Root();
var failed = false;
foreach (var suite in Suites.All.Where(suite => args.Length == 0 || args.Contains(suite.Name)))
{
    var folder = root is null ? null : Path.Combine(root, suite.Folder);
    if (folder is null || !Directory.Exists(folder))
    {
        Console.WriteLine($"{suite.Name}: skipped, no folder {suite.Folder} among the suites");
        continue;
    }

    var known = Suites.Known(suite.Name);
    var results = suite.Run(folder).ToList();
    foreach (var result in results.Where(result => !result.Passed))
        Console.WriteLine(
            $"{suite.Name} {result.Name}: {result.Detail}{(known.TryGetValue(result.Name, out var why) ? $" [known: {why}]" : "")}"
        );
    Console.WriteLine($"{suite.Name}: {results.Count(result => result.Passed)} passed, {results.Count(result => !result.Passed)} failed");
    failed |= results.Any(result => !result.Passed && !known.ContainsKey(result.Name));
}

return failed ? 1 : 0;
