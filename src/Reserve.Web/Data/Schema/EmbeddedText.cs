using System.Reflection;

namespace Reserve.Web.Data.Schema;

internal static class EmbeddedText
{
    public static string Of(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
