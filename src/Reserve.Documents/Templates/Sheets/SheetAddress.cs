using System.Globalization;

namespace Reserve.Documents.Templates;

/// <summary>Addresses of cells: <c>B12</c>, columns and rows from 1 (ECMA-376 part 1, 18.18.7).</summary>
internal static class SheetAddress
{
    public const int LastRow = 1_048_576;
    private const int LastColumn = 16_384;

    /// <summary>The row of an address or of a row's number; null when the text is neither.</summary>
    public static int? Row(string? text)
    {
        var digits = (text ?? "").AsSpan().TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZ$");
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var row) && row is >= 1 and <= LastRow
            ? row
            : null;
    }

    /// <summary>The column of an address; null when the text is none.</summary>
    public static int? Column(string? text)
    {
        var column = 0;
        foreach (var letter in text ?? "")
        {
            if (letter is < 'A' or > 'Z')
                break;
            column = (column * 26) + letter - 'A' + 1;
            if (column > LastColumn)
                return null;
        }

        return column == 0 ? null : column;
    }

    public static string Of(int column, int row) => string.Create(CultureInfo.InvariantCulture, $"{Letters(column)}{row}");

    public static string Letters(int column)
    {
        var text = "";
        for (; column > 0; column = (column - 1) / 26)
            text = (char)('A' + ((column - 1) % 26)) + text;
        return text;
    }
}
