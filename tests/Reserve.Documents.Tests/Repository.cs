namespace Reserve.Documents.Tests;

/// <summary>The folder of the project, for files that are tested where they lie.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Reserve.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
