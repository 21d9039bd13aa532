namespace Reserve.Web.Pages;

/// <summary>What became of a piece between two versions of something.</summary>
public enum PieceKind
{
    Same,
    Removed,
    Added,
}

/// <summary>Compares two sequences by the longest one that both have.</summary>
internal static class CommonSequence
{
    /// <summary>Every piece of both in order; of what both have, the latter's.</summary>
    /// <param name="was">The former sequence; the table grows with the product of the two lengths.</param>
    /// <param name="now">The latter.</param>
    /// <param name="alike">Whether two pieces count as the same.</param>
    public static IReadOnlyList<(PieceKind Kind, T Piece)> Between<T>(IReadOnlyList<T> was, IReadOnlyList<T> now, Func<T, T, bool> alike)
    {
        // From the end, so that reading it goes forward.
        var common = new short[was.Count + 1, now.Count + 1];
        for (var i = was.Count - 1; i >= 0; i--)
        for (var j = now.Count - 1; j >= 0; j--)
            common[i, j] = alike(was[i], now[j]) ? (short)(common[i + 1, j + 1] + 1) : Math.Max(common[i + 1, j], common[i, j + 1]);

        var pieces = new List<(PieceKind, T)>();
        for (int i = 0, j = 0; i < was.Count || j < now.Count; )
        {
            if (i < was.Count && j < now.Count && alike(was[i], now[j]))
            {
                pieces.Add((PieceKind.Same, now[j]));
                (i, j) = (i + 1, j + 1);
            }
            else if (j >= now.Count || (i < was.Count && common[i + 1, j] >= common[i, j + 1]))
            {
                pieces.Add((PieceKind.Removed, was[i++]));
            }
            else
            {
                pieces.Add((PieceKind.Added, now[j++]));
            }
        }

        return pieces;
    }
}
