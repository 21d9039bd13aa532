using Reserve.Web.Pages;

namespace Reserve.Web.Features.Monitoring.Formulas;

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
        return [.. CommonSequence.Between(old, fresh, Alike).Select(piece => new DifferencePiece(piece.Kind, piece.Piece))];
    }

    /// <summary>Whether the texts differ in more than blanks.</summary>
    public static bool Any(IEnumerable<DifferencePiece> pieces) =>
        pieces.Any(piece => piece.Kind != PieceKind.Same && piece.Token.Kind != FormulaTokenKind.Space);

    private static bool Alike(FormulaToken one, FormulaToken other) =>
        one.Kind == other.Kind && (one.Kind == FormulaTokenKind.Space || one.Text == other.Text);
}
