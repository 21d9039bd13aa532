namespace Reserve.Web.Runtime.Desk;

/// <summary>What is done to many cases at once.</summary>
public enum BulkKind
{
    Retry,
    Cancel,
    Suspend,
    Resume,
    Reassign,

    /// <summary>Only chooses the cases: the wizard of their process takes them over.</summary>
    Migrate,
}

internal static class BulkKinds
{
    public static string Text(BulkKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>Null when the text is none of them.</summary>
    public static BulkKind? Parse(string? text) =>
        Enum.GetValues<BulkKind>().Select(kind => (BulkKind?)kind).FirstOrDefault(kind => Text(kind!.Value) == text);
}
