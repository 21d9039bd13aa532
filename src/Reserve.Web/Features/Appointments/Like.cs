namespace Reserve.Web.Features.Appointments;

/// <summary>Patterns of <c>ilike</c> out of what a person typed.</summary>
internal static class Like
{
    public static string Containing(string typed) =>
        "%"
        + typed
            .Trim()
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal)
        + "%";
}
