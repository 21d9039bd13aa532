namespace Reserve.Web.Features.Monitoring.Formulas;

public enum PieceKind
{
    Same,
    Removed,
    Added,
}

public readonly record struct DifferencePiece(PieceKind Kind, FormulaToken Token);

/// <summary>What differs between two texts, by words: names of several words are compared whole, blanks do not count.</summary>
internal static class FormulaDifference
{
    private const int MostTokens = 3000;

    public static IReadOnlyList<DifferencePiece> Between(string was, string now, IReadOnlyCollection<string> names)
    {
        var (old, fresh) = (FormulaTokens.Of(was, names), FormulaTokens.Of(now, names));
        if (old.Count > MostTokens || fresh.Count > MostTokens)
            return
            [
                .. old.Select(token => new DifferencePiece(PieceKind.Removed, token)),
                .. fresh.Select(token => new DifferencePiece(PieceKind.Added, token)),
            ];
        // The longest common sequence, from the end, so that reading it goes forward.
        var common = new short[old.Count + 1, fresh.Count + 1];
        for (var i = old.Count - 1; i >= 0; i--)
        for (var j = fresh.Count - 1; j >= 0; j--)
            common[i, j] = Alike(old[i], fresh[j]) ? (short)(common[i + 1, j + 1] + 1) : Math.Max(common[i + 1, j], common[i, j + 1]);

        var pieces = new List<DifferencePiece>();
        for (int i = 0, j = 0; i < old.Count || j < fresh.Count; )
        {
            if (i < old.Count && j < fresh.Count && Alike(old[i], fresh[j]))
            {
                pieces.Add(new(PieceKind.Same, fresh[j]));
                (i, j) = (i + 1, j + 1);
            }
            else if (j >= fresh.Count || (i < old.Count && common[i + 1, j] >= common[i, j + 1]))
            {
                pieces.Add(new(PieceKind.Removed, old[i++]));
            }
            else
            {
                pieces.Add(new(PieceKind.Added, fresh[j++]));
            }
        }

        return pieces;
    }

    /// <summary>Whether the texts differ in more than blanks.</summary>
    public static bool Any(IEnumerable<DifferencePiece> pieces) =>
        pieces.Any(piece => piece.Kind != PieceKind.Same && piece.Token.Kind != FormulaTokenKind.Space);

    private static bool Alike(FormulaToken one, FormulaToken other) =>
        one.Kind == other.Kind && (one.Kind == FormulaTokenKind.Space || one.Text == other.Text);
}
