namespace Reserve.Web.Features.Papers;

/// <summary>Templates that others include by name.</summary>
internal static class TemplateParts
{
    /// <summary>Finds <c>NAME.docx</c> in a folder, and nowhere else.</summary>
    public static Func<string, byte[]?> Beside(string folder) =>
        name =>
            name == Path.GetFileName(name) && Path.Combine(folder, name + ".docx") is var file && File.Exists(file)
                ? File.ReadAllBytes(file)
                : null;
}
