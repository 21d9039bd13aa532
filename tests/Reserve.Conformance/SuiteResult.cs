namespace Reserve.Conformance;

/// <summary>
/// One case of an outside suite: its name within the suite, whether it held, and what was expected and found when it did not.
/// </summary>
public sealed record CaseResult(string Name, bool Passed, string Detail);

/// <summary>An outside suite that is found in a folder of the suites' layout.</summary>
/// <param name="Name">The name printed and used for the list of known failures.</param>
/// <param name="Folder">The sub-folder of the suites' root that must exist; absent means skipped.</param>
/// <param name="Run">Discovers the cases below the folder and runs them.</param>
public sealed record Suite(string Name, string Folder, Func<string, IEnumerable<CaseResult>> Run);
