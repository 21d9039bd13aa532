namespace Reserve.Web.Data;

/// <summary>The bound of every count that a page shows of a list that may be long.</summary>
internal static class Counted
{
    /// <summary>Rows are counted up to this number and one; a count above it means "more than".</summary>
    public const int Most = 10_000;
}
