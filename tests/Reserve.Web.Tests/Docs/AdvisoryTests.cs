using System.Globalization;
using System.Text.Json;

namespace Reserve.Web.Tests.Docs;

/// <summary>
/// No package of the lock files has a version that <c>docs/security/advisories.json</c> names. The file is renewed by a person; where the
/// package managers' own audits can see advisories, <c>.ci/run</c> asks them instead.
/// </summary>
public sealed class AdvisoryTests
{
    [Fact]
    public void No_locked_package_has_a_known_fault()
    {
        var locked = Directory
            .EnumerateFiles(Repository.Root, "*.json", SearchOption.AllDirectories)
            .Where(IsLock)
            .SelectMany(Packages)
            .ToList();

        Assert.Contains(locked, package => package.Name == "npgsql");
        Assert.Contains(locked, package => package.Name == "bpmn-js");
        Assert.Empty(locked.SelectMany(Faults).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("nuget", "newtonsoft.json", "12.0.1", "GHSA-5crp-9r3c-p9vr")]
    [InlineData("nuget", "newtonsoft.json", "13.0.1-beta1", "GHSA-5crp-9r3c-p9vr")]
    [InlineData("nuget", "newtonsoft.json", "13.0.1", null)]
    [InlineData("nuget", "npgsql", "5.0.17", "GHSA-x9vc-6hfv-hg8c")]
    [InlineData("nuget", "npgsql", "5.0.18", null)]
    [InlineData("npm", "nanoid", "4.0.2", "GHSA-mwcw-c2x4-8c55")]
    [InlineData("npm", "newtonsoft.json", "12.0.1", null)]
    public void A_faulty_version_is_found(string ecosystem, string name, string version, string? id) =>
        Assert.Equal(id is null ? [] : [$"{name} {version}: {id}"], Faults(new Package(ecosystem, name, version)));

    private static readonly Advisory[] Advisories = Read();

    private static Advisory[] Read()
    {
        using var file = File.OpenRead(Path.Combine(Repository.Root, "docs", "security", "advisories.json"));
        return JsonSerializer.Deserialize<AdvisoryFile>(file, JsonSerializerOptions.Web)!.Advisories;
    }

    private static IEnumerable<string> Faults(Package package) =>
        Advisories
            .Where(advisory =>
                advisory.Ecosystem == package.Ecosystem
                && advisory.Package.Equals(package.Name, StringComparison.OrdinalIgnoreCase)
                && advisory.Affected.Any(range => range.Split(' ').All(bound => IsWithin(package.Version, bound)))
            )
            .Select(advisory => $"{package.Name} {package.Version}: {advisory.Id}");

    private static bool IsWithin(string version, string bound) =>
        bound switch
        {
            ['>', '=', .. var from] => Compare(version, from) >= 0,
            ['<', .. var until] => Compare(version, until) < 0,
            _ => throw new FormatException($"Not a bound: {bound}"),
        };

    /// <summary>By numbers; a preview comes before its release.</summary>
    private static int Compare(string left, string right)
    {
        var (a, b) = (Numbers(left), Numbers(right));
        for (var i = 0; i < Math.Max(a.Length, b.Length); i++)
        {
            var difference = a.ElementAtOrDefault(i).CompareTo(b.ElementAtOrDefault(i));
            if (difference != 0)
                return difference;
        }

        return right.Contains('-', StringComparison.Ordinal).CompareTo(left.Contains('-', StringComparison.Ordinal));
    }

    private static long[] Numbers(string version) =>
        [.. version.Split('-', '+')[0].Split('.').Select(part => long.Parse(part, CultureInfo.InvariantCulture))];

    private static bool IsLock(string file) =>
        Path.GetFileName(file) is "packages.lock.json" or "package-lock.json"
        && !file.Contains("node_modules", StringComparison.Ordinal)
        && !file.Contains("artifacts", StringComparison.Ordinal);

    private static IEnumerable<Package> Packages(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        if (Path.GetFileName(file) == "package-lock.json")
        {
            foreach (var entry in json.RootElement.GetProperty("packages").EnumerateObject())
                if (entry.Name.Length > 0 && entry.Value.TryGetProperty("version", out var version))
                    yield return new("npm", entry.Name.Split("node_modules/")[^1], version.GetString()!);
            yield break;
        }

        foreach (var framework in json.RootElement.GetProperty("dependencies").EnumerateObject())
        foreach (var entry in framework.Value.EnumerateObject())
            if (entry.Value.TryGetProperty("resolved", out var version))
                yield return new("nuget", entry.Name.ToLowerInvariant(), version.GetString()!);
    }

    private sealed record Package(string Ecosystem, string Name, string Version);

    private sealed record Advisory(string Id, string Ecosystem, string Package, string[] Affected);

    private sealed record AdvisoryFile(Advisory[] Advisories);
}
