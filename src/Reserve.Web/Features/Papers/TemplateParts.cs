namespace Reserve.Web.Features.Papers;

/// <summary>Templates that lie in a folder.</summary>
internal static class TemplateParts
{
    /// <summary>Finds a file by its name in a folder, and nowhere else.</summary>
    public static Func<string, byte[]?> Beside(string folder) =>
        file =>
            file == Path.GetFileName(file) && Path.Combine(folder, file) is var path && File.Exists(path) ? File.ReadAllBytes(path) : null;
}
