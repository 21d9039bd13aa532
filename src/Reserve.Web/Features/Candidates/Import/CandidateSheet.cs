using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using ExcelDataReader;
using Reserve.Documents.Tables;

namespace Reserve.Web.Features.Candidates.Import;

/// <summary>One row of a file by column, as text; dates of a spreadsheet as <c>dd.MM.yyyy</c>.</summary>
public sealed record SheetRow(int Line, IReadOnlyDictionary<string, string> Cells)
{
    public string? this[string column] => Cells.TryGetValue(column, out var text) && text.Length > 0 ? text : null;
}

/// <summary>What came of reading a file: its rows, or why it is none.</summary>
internal sealed record SheetReading(IReadOnlyList<SheetRow> Rows, string? Problem);

/// <summary>
/// Reads candidates from the first sheet of an Excel file or from CSV (UTF-8 or Windows-1251; semicolons, commas or tabs).
/// </summary>
internal static class CandidateSheet
{
    public const int MostBytes = 5 * 1024 * 1024;
    public const int MostRows = 1000;

    /// <summary>The columns, by their headings; those of <see cref="Required"/> must be there.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "Территория",
        "Фамилия",
        "Имя",
        "Отчество",
        "Дата рождения",
        "СНИЛС",
        "Место работы",
        "Должность",
        "Кем представлен",
        "Дата согласия",
        "Электронная почта",
        "Телефон",
    ];

    public static readonly IReadOnlyList<string> Required =
    [
        "Территория",
        "Фамилия",
        "Имя",
        "Дата рождения",
        "СНИЛС",
        "Место работы",
        "Должность",
        "Дата согласия",
    ];

    static CandidateSheet() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static SheetReading Read(string fileName, byte[] content)
    {
        if (content.Length == 0)
            return Fail("Приложите файл.");
        if (content.Length > MostBytes)
            return Fail("Файл больше 5 МБ.");
        try
        {
            var isExcel =
                content.AsSpan().StartsWith("PK\u0003\u0004"u8)
                || content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]);
            return Arrange(isExcel ? ReadExcel(content) : ReadCsv(content));
        }
        catch (Exception problem)
            when (problem
                    is ExcelDataReader.Exceptions.ExcelReaderException
                        or CsvHelperException
                        or InvalidDataException
                        or System.Xml.XmlException
                        or IndexOutOfRangeException
                        or FormatException
            )
        {
            return Fail("Файл не читается: нужен Excel (.xlsx, .xls) или CSV.");
        }
    }

    private static SheetReading Arrange(IEnumerable<(int Line, string[] Cells)> lines)
    {
        string[]? headings = null;
        var rows = new List<SheetRow>();
        foreach (var (line, cells) in lines)
        {
            if (cells.All(string.IsNullOrWhiteSpace))
                continue;
            if (headings is null)
            {
                headings = [.. cells.Select(cell => cell.Trim())];
                var missing = Required.Where(column => !headings.Contains(column, StringComparer.OrdinalIgnoreCase)).ToList();
                if (missing.Count > 0)
                    return Fail($"В первой строке нет столбцов: {string.Join(", ", missing)}.");
                continue;
            }

            if (rows.Count == MostRows)
                return Fail($"В файле больше {MostRows} строк: разделите его.");
            var row = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            for (var i = 0; i < Math.Min(headings.Length, cells.Length); i++)
                row[headings[i]] = cells[i].Trim();
            rows.Add(new SheetRow(line, row));
        }

        return rows.Count == 0 ? Fail("В файле нет строк с данными.") : new SheetReading(rows, null);
    }

    private static IEnumerable<(int, string[])> ReadExcel(byte[] content)
    {
        WorkbookLimits.Check(content);
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(content));
        var line = 0;
        var characters = 0L;
        while (reader.Read() && line <= MostRows + 100)
        {
            line++;
            string[] cells =
            [
                .. Enumerable
                    .Range(0, Math.Min(reader.FieldCount, 50))
                    .Select(i =>
                        reader.GetValue(i) switch
                        {
                            null => "",
                            DateTime date => date.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture),
                            double number => number.ToString("0.############", CultureInfo.InvariantCulture),
                            var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
                        }
                    ),
            ];
            if ((characters += cells.Sum(cell => (long)cell.Length)) > WorkbookLimits.AllCharacters)
                throw new InvalidDataException("The cells hold too much text.");
            yield return (line, cells);
        }
    }

    private static IEnumerable<(int, string[])> ReadCsv(byte[] content)
    {
        var text = Text(content);
        var head = text.AsSpan(0, Math.Max(0, text.AsSpan().IndexOfAny("\r\n") is var end and >= 0 ? end : text.Length));
        var separator =
            head.Contains(';') ? ";"
            : head.Contains('\t') ? "\t"
            : ",";
        using var parser = new CsvParser(
            new StringReader(text),
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = separator,
                BadDataFound = null,
                MaxFieldSize = 10_000,
            }
        );
        while (parser.Read())
            yield return (parser.RawRow, parser.Record!);
    }

    private static string Text(byte[] content)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return Encoding.GetEncoding(1251).GetString(content);
        }
    }

    private static SheetReading Fail(string problem) => new([], problem);
}
