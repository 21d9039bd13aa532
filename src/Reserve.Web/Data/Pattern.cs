namespace Reserve.Web.Data;

/// <summary>Makes what a person typed into a pattern for LIKE.</summary>
internal static class Pattern
{
    /// <summary>Anything that contains the text; its own wildcards mean themselves.</summary>
    public static string Containing(string text) =>
        "%"
        + text.Trim()
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal)
        + "%";
}
