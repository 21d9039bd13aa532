using Reserve.Documents.Tables;

namespace Reserve.Web.Features.Monitoring.Import;

/// <summary>The first sheet of a workbook, or a CSV file: a heading and rows. Blank rows are left out.</summary>
internal sealed record Sheet(IReadOnlyList<string> Heading, IReadOnlyList<TableFileRow> Rows)
{
    public const int MostBytes = 2 * 1024 * 1024;
    private const int MostRows = 20_000;

    /// <summary>Reads; null with the reason when the bytes are neither.</summary>
    public static Sheet? Read(byte[] bytes, out string problem)
    {
        var rows = bytes.Length is > 0 and <= MostBytes ? TableFile.Read(bytes, MostRows) : null;
        problem =
            bytes.Length == 0 ? "Файл пуст."
            : bytes.Length > MostBytes ? $"Файл больше {MostBytes / (1024 * 1024)} МБ."
            : rows is null ? "Файл не читается: нужна книга Excel (.xlsx, .xls) или CSV."
            : rows.Count == 0 ? "В файле нет строк."
            : rows.Count > MostRows ? $"В файле больше {MostRows} строк."
            : "";
        return problem.Length > 0 ? null : new([.. rows![0].Cells.Select(cell => cell.Trim())], [.. rows.Skip(1)]);
    }
}
