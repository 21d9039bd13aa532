using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Reserve.Documents.Templates;

/// <summary>A reference of a formula to rows of a sheet.</summary>
/// <param name="Sheet">The sheet's name; null for the formula's own.</param>
/// <param name="First">The first row.</param>
/// <param name="Last">The last row; the first again for a single cell.</param>
/// <param name="FirstFixed">Whether the first row is absolute.</param>
/// <param name="Grows">Whether a single cell may become a range: it is all that an aggregate is given.</param>
internal readonly record struct SheetReference(string? Sheet, int First, int Last, bool FirstFixed, bool Grows);

/// <summary>Finds and changes the references in formulas (ECMA-376 part 1, 18.17.2).</summary>
internal static partial class SheetFormula
{
    /// <summary>The formula with other rows in its references.</summary>
    /// <param name="formula">Without the equals sign.</param>
    /// <param name="grow">Whether every single cell may become a range: the text is no formula but names what something covers.</param>
    /// <param name="move">Gives the rows that a reference shall have.</param>
    public static string Moved(string formula, bool grow, Func<SheetReference, (int First, int Last)> move) =>
        Outside(
            formula,
            (piece, behindBracket) =>
                References()
                    .Replace(
                        piece,
                        match =>
                        {
                            // [1]Лист!B3 stands in another file.
                            if (behindBracket && match.Index == 0)
                                return match.Value;
                            var (first, last) = (match.Groups["r1"], match.Groups["r2"]);
                            if (!TryRow(first.Value, out var from) || !TryRow(last.Success ? last.Value : first.Value, out var to))
                                return match.Value;
                            var reference = new SheetReference(
                                Name(match.Groups["sheet"]),
                                Math.Min(from, to),
                                Math.Max(from, to),
                                first.Value.StartsWith('$'),
                                !last.Success && (grow || IsAggregated(piece, match))
                            );
                            var (newFirst, newLast) = move(reference);
                            var start = $"{match.Groups["sheet"].Value}{match.Groups["c1"].Value}{Fixed(first.Value)}{Number(newFirst)}";
                            if (last.Success)
                                return $"{start}:{match.Groups["c2"].Value}{Fixed(last.Value)}{Number(newLast)}";
                            return newLast > newFirst && reference.Grows
                                ? $"{start}:{match.Groups["c1"].Value}{Fixed(first.Value)}{Number(newLast)}"
                                : start;
                        }
                    )
        );

    private static bool IsAggregated(string piece, Match match) =>
        match.Index + match.Length < piece.Length && piece[match.Index + match.Length] == ')' && Aggregate().IsMatch(piece[..match.Index]);

    /// <summary>A formula that stands so many rows and columns further than the one it was written for.</summary>
    public static string Shifted(string formula, int rows, int columns) =>
        Outside(
            formula,
            (piece, _) =>
                Cells()
                    .Replace(
                        piece,
                        match =>
                        {
                            var column = SheetAddress.Column(match.Groups["c"].Value) ?? 1;
                            var row = int.Parse(match.Groups["r"].Value, CultureInfo.InvariantCulture);
                            if (match.Groups["cf"].Length == 0)
                                column = Math.Max(1, column + columns);
                            if (match.Groups["rf"].Length == 0)
                                row = Math.Clamp(row + rows, 1, SheetAddress.LastRow);
                            return $"{match.Groups["cf"].Value}{SheetAddress.Letters(column)}{match.Groups["rf"].Value}{Number(row)}";
                        }
                    )
        );

    /// <summary>Changes what stands outside of texts and of the brackets of structured references.</summary>
    private static string Outside(string formula, Func<string, bool, string> change)
    {
        var result = new StringBuilder();
        var from = 0;
        var depth = 0;
        var quote = false;
        for (var at = 0; at < formula.Length; at++)
        {
            var letter = formula[at];
            if (letter is '"' or '[' && !quote && depth == 0)
            {
                result.Append(change(formula[from..at], from > 0 && formula[from - 1] == ']'));
                from = at;
            }

            if (letter == '"' && depth == 0)
                quote = !quote;
            else if (letter == '[' && !quote)
                depth++;
            else if (letter == ']' && !quote && depth > 0)
                depth--;
            else
                continue;
            if (quote || depth > 0)
                continue;
            result.Append(formula[from..(at + 1)]);
            from = at + 1;
        }

        return result
            .Append(quote || depth > 0 ? formula[from..] : change(formula[from..], from > 0 && formula[from - 1] == ']'))
            .ToString();
    }

    private static string? Name(Group sheet) =>
        !sheet.Success ? null
        : sheet.Value.StartsWith('\'') ? sheet.Value[1..^2].Replace("''", "'", StringComparison.Ordinal)
        : sheet.Value[..^1];

    private static bool TryRow(string text, out int row) =>
        int.TryParse(text.TrimStart('$'), NumberStyles.None, CultureInfo.InvariantCulture, out row)
        && row is >= 1 and <= SheetAddress.LastRow;

    private static string Fixed(string row) => row.StartsWith('$') ? "$" : "";

    private static string Number(int row) => row.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}_.$\]!'])(?<sheet>'(?:[^']|''){1,62}'!|[\p{L}_][\p{L}\p{N}_.]*!)?"
            + @"(?:(?<c1>\$?[A-Z]{1,3})(?<r1>\$?\d{1,7})(?::(?<c2>\$?[A-Z]{1,3})(?<r2>\$?\d{1,7}))?|(?<r1>\$?\d{1,7}):(?<r2>\$?\d{1,7}))"
            + @"(?![\p{L}\p{N}_.(!\[])"
    )]
    private static partial Regex References();

    [GeneratedRegex(@"(?<![\p{L}\p{N}_.$\]])(?<cf>\$?)(?<c>[A-Z]{1,3})(?<rf>\$?)(?<r>\d{1,7})(?![\p{L}\p{N}_.(!\[])")]
    private static partial Regex Cells();

    [GeneratedRegex(@"(?:^|[^\p{L}\p{N}_.])(?:SUM|AVERAGE|COUNT|COUNTA|MIN|MAX|PRODUCT|MEDIAN)\($")]
    private static partial Regex Aggregate();
}
