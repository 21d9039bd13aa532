namespace Reserve.Web.Data;

/// <summary>A page of a list that is paged by key, with the keys from which its neighbours go on; null where there is none.</summary>
/// <param name="Rows">In the order of the list.</param>
/// <param name="Next">The following page holds the rows after this key.</param>
/// <param name="Previous">The page before holds the rows before this key.</param>
/// <param name="IsPartly">Only a part of the list was looked through for this page: the neighbour goes on from where it ended.</param>
public sealed record KeyPage<T>(IReadOnlyList<T> Rows, string? Next, string? Previous, bool IsPartly = false)
{
    public static KeyPage<T> Empty { get; } = new([], null, null);

    /// <param name="found">One row more than the page holds, when there are more; in the order in which they were looked for.</param>
    /// <param name="size">Rows on a page.</param>
    /// <param name="at">Where they were looked for.</param>
    /// <param name="keyOf">The key of a row.</param>
    /// <param name="edge">How far the list was looked through, when that was not to its end.</param>
    internal static KeyPage<T> Of(IReadOnlyList<T> found, int size, Cursor? at, Func<T, string> keyOf, string? edge = null)
    {
        var rows = found.Take(size).ToList();
        var onward =
            found.Count > size ? keyOf(rows[^1])
            : edge is not null ? edge
            : null;
        var partly = found.Count <= size && edge is not null;
        var backward =
            at is null ? null
            : rows.Count > 0 ? keyOf(rows[0])
            : at.Key;
        if (at is not { IsBack: true })
            return new(rows, onward, backward, partly);
        rows.Reverse();
        return new(rows, backward, onward, partly);
    }
}
