using Reserve.Documents.Tables;

namespace Reserve.Web.Features.Persons.Import;

/// <summary>One row of a file by column, as text; dates of a spreadsheet as <c>dd.MM.yyyy</c>.</summary>
public sealed record SheetRow(int Line, IReadOnlyDictionary<string, string> Cells)
{
    public string? this[string column] => Cells.TryGetValue(column, out var text) && text.Length > 0 ? text : null;
}

/// <summary>What came of reading a file: its rows, or why it is none.</summary>
internal sealed record SheetReading(IReadOnlyList<SheetRow> Rows, string? Problem);

/// <summary>
/// Reads rows by their headings from the first sheet of an Excel file or from CSV (UTF-8 or Windows-1251; semicolons, commas or tabs).
/// </summary>
internal static class TableSheet
{
    public const int MostBytes = 5 * 1024 * 1024;
    public const int MostRows = 1000;

    /// <param name="content">The file.</param>
    /// <param name="required">Headings that must be there.</param>
    public static SheetReading Read(byte[] content, IReadOnlyList<string> required)
    {
        if (content.Length == 0)
            return Fail("Приложите файл.");
        if (content.Length > MostBytes)
            return Fail("Файл больше 5 МБ.");
        return TableFile.Read(content, MostRows + 1, "dd.MM.yyyy") is { } rows
            ? Arrange(rows, required)
            : Fail("Файл не читается: нужен Excel (.xlsx, .xls) или CSV.");
    }

    private static SheetReading Arrange(IReadOnlyList<TableFileRow> rows, IReadOnlyList<string> required)
    {
        if (rows.Count == 0)
            return Fail("В файле нет строк с данными.");
        var headings = rows[0].Cells.Select(cell => cell.Trim()).ToArray();
        var missing = required.Where(column => !headings.Contains(column, StringComparer.OrdinalIgnoreCase)).ToList();
        if (missing.Count > 0)
            return Fail($"В первой строке нет столбцов: {string.Join(", ", missing)}.");
        return rows.Count switch
        {
            1 => Fail("В файле нет строк с данными."),
            > MostRows + 1 => Fail($"В файле больше {MostRows} строк: разделите его."),
            _ => new([.. rows.Skip(1).Select(Arranged)], null),
        };

        SheetRow Arranged(TableFileRow row)
        {
            var cells = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            for (var i = 0; i < Math.Min(headings.Length, row.Cells.Count); i++)
                cells[headings[i]] = row.Cells[i].Trim();
            return new(row.Number, cells);
        }
    }

    private static SheetReading Fail(string problem) => new([], problem);
}
