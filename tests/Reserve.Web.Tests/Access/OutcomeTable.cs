using System.Runtime.CompilerServices;

namespace Reserve.Web.Tests.Access;

/// <summary>
/// A table of expected outcomes, one row for what is tried and the roles that fare alike: <c>what | roles | own | above | below |
/// foreign</c>. Roles that are refused everywhere are not named. Written anew with RESERVE_WRITE_MATRIX=1, to be read before it is
/// committed.
/// </summary>
internal static class OutcomeTable
{
    public const string Denied = "denied";

    /// <summary>The rows of what was found: for each thing tried, the outcomes of each role in the four places.</summary>
    public static List<string> Rows(IEnumerable<(string What, IReadOnlyDictionary<string, string[]> ByRole)> found) =>
        [
            .. found
                .SelectMany(tried =>
                    tried.ByRole.All(role => role.Value.All(outcome => outcome == Denied))
                        ? [$"{tried.What} | nobody |"]
                        : tried
                            .ByRole.Where(role => role.Value.Any(outcome => outcome != Denied))
                            .GroupBy(role => string.Join(" | ", role.Value), role => role.Key)
                            .Select(alike =>
                                $"{tried.What} | {(alike.Count() == tried.ByRole.Count ? "all" : string.Join(", ", alike))} | {alike.Key}"
                            )
                )
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>What differs from the file, in both directions; nothing when it has just been written.</summary>
    public static async Task<IReadOnlyList<string>> Differences(string name, string[] heading, IReadOnlyList<string> rows)
    {
        var file = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("RESERVE_WRITE_MATRIX") is { Length: > 0 })
        {
            await File.WriteAllTextAsync(file, string.Join('\n', (string[])[.. heading.Select(line => "# " + line), .. rows]) + "\n");
            return [];
        }

        return Differences(await File.ReadAllLinesAsync(file), rows);
    }

    public static IReadOnlyList<string> Differences(IEnumerable<string> lines, IReadOnlyList<string> rows)
    {
        var expected = lines.Where(line => line.Length > 0 && line[0] != '#').ToList();
        return [.. expected.Except(rows).Select(line => "expected: " + line), .. rows.Except(expected).Select(line => "found:    " + line)];
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
