using Reserve.Web.Features.Monitoring.Import;

namespace Reserve.Web.Tests.Features.Monitoring;

/// <summary>The published tables in the repository's <c>demo</c> folder.</summary>
internal static class DemoFiles
{
    public static IReadOnlyList<ImportFile> All { get; } =
    [
        .. Directory
            .GetFiles(Path.Combine(Repository.Root, "demo"), "*.csv")
            .Order(StringComparer.Ordinal)
            .Select(file => new ImportFile(Path.GetFileName(file), File.ReadAllBytes(file))),
    ];

    public static ImportFile Of(string part) => All.Single(file => file.Name.Contains(part, StringComparison.Ordinal));
}
