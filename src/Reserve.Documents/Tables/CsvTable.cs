using System.Globalization;
using System.Text;

namespace Reserve.Documents.Tables;

/// <summary>Writes a table as CSV (RFC 4180).</summary>
public static class CsvTable
{
    /// <summary>What a Russian spreadsheet program opens by a double click: semicolons, decimal commas, a byte order mark.</summary>
    public static CsvFlavor Spreadsheet { get; } =
        new(';', CultureInfo.GetCultureInfo("ru-RU").NumberFormat.NumberDecimalSeparator, ByteOrderMark: true);

    /// <summary>What programs read: commas, decimal points, no mark.</summary>
    public static CsvFlavor Plain { get; } = new(',', ".", ByteOrderMark: false);

    /// <summary>
    /// Writes the table in UTF-8. A text that a spreadsheet would take for a formula (it begins with =, +, -, @, a tab or a return)
    /// gets an apostrophe before it; numbers do not. Dates are written as 2026-11-22.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="output">Where to; left open.</param>
    /// <param name="flavor">Separators; <see cref="Spreadsheet"/> when left out.</param>
    public static void Write(TableData table, Stream output, CsvFlavor? flavor = null)
    {
        flavor ??= Spreadsheet;
        using var writer = new StreamWriter(output, new UTF8Encoding(flavor.ByteOrderMark), leaveOpen: true) { NewLine = "\r\n" };
        writer.WriteLine(string.Join(flavor.Separator, table.Columns.Select(column => Quoted(Harmless(column.Heading), flavor))));
        foreach (var row in table.Rows)
            writer.WriteLine(string.Join(flavor.Separator, row.Select(cell => Cell(cell, flavor))));
    }

    private static string Cell(TableCell cell, CsvFlavor flavor) =>
        cell switch
        {
            { Text: { } text } => Quoted(Harmless(text), flavor),
            { Number: { } number } => Quoted(
                number.ToString(CultureInfo.InvariantCulture).Replace(".", flavor.DecimalSeparator, StringComparison.Ordinal),
                flavor
            ),
            { Date: { } date } => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => "",
        };

    private static string Harmless(string text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;

    private static string Quoted(string text, CsvFlavor flavor) =>
        text.Contains(flavor.Separator) || text.AsSpan().ContainsAny("\"\r\n") || text.StartsWith(' ') || text.EndsWith(' ')
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
}

/// <summary>The separators of a CSV file.</summary>
/// <param name="Separator">Between cells.</param>
/// <param name="DecimalSeparator">Within numbers.</param>
/// <param name="ByteOrderMark">Whether the file begins with one.</param>
public sealed record CsvFlavor(char Separator, string DecimalSeparator, bool ByteOrderMark);
