using System.Runtime.CompilerServices;

namespace Reserve.Web.Tests;

/// <summary>The sources that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Of();

    private static string Of([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
