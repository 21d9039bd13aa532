using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using ExcelDataReader;
using Reserve.Documents.Tables;

namespace Reserve.Web.Features.Monitoring.Import;

/// <summary>A row of a sheet: its number as people count (the heading is 1) and its cells.</summary>
internal sealed record SheetRow(int Number, IReadOnlyList<string> Cells);

/// <summary>The first sheet of a workbook, or a CSV file: a heading and rows. Blank rows are left out.</summary>
internal sealed record Sheet(IReadOnlyList<string> Heading, IReadOnlyList<SheetRow> Rows)
{
    public const int MostBytes = 2 * 1024 * 1024;
    private const int MostRows = 20_000;
    private const int MostColumns = 200;

    static Sheet() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Reads; null with the reason when the bytes are neither.</summary>
    public static Sheet? Read(byte[] bytes, out string problem)
    {
        problem = "";
        if (bytes.Length == 0)
            problem = "Файл пуст.";
        else if (bytes.Length > MostBytes)
            problem = $"Файл больше {MostBytes / (1024 * 1024)} МБ.";
        if (problem.Length > 0)
            return null;
        List<SheetRow> rows;
        try
        {
            rows = IsWorkbook(bytes) ? Workbook(bytes) : Csv(bytes);
        }
        catch (Exception error)
            when (error
                    is ExcelDataReader.Exceptions.ExcelReaderException
                        or CsvHelperException
                        or InvalidDataException
                        or IOException
                        or ArgumentException
                        or NotSupportedException
                        or FormatException
                        or System.Xml.XmlException
                        or IndexOutOfRangeException
                        or InvalidOperationException
            )
        {
            problem = "Файл не читается: нужна книга Excel (.xlsx, .xls) или CSV.";
            return null;
        }

        if (rows.Count == 0)
        {
            problem = "В файле нет строк.";
            return null;
        }

        if (rows.Count > MostRows)
        {
            problem = $"В файле больше {MostRows} строк.";
            return null;
        }

        return new([.. rows[0].Cells.Select(cell => cell.Trim())], rows.GetRange(1, rows.Count - 1));
    }

    private static bool IsWorkbook(byte[] bytes) =>
        bytes.AsSpan().StartsWith("PK"u8) || bytes.AsSpan().StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0]);

    private static List<SheetRow> Workbook(byte[] bytes)
    {
        WorkbookLimits.Check(bytes);
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(bytes, writable: false));
        var rows = new List<SheetRow>();
        var characters = 0L;
        for (var number = 1; reader.Read() && rows.Count <= MostRows; number++)
        {
            var cells = new string[Math.Min(reader.FieldCount, MostColumns)];
            for (var at = 0; at < cells.Length; at++)
            {
                cells[at] = Shown(reader.GetValue(at));
                if ((characters += cells[at].Length) > WorkbookLimits.AllCharacters)
                    throw new InvalidDataException("The cells hold too much text.");
            }

            Add(rows, number, cells);
        }

        return rows;
    }

    private static string Shown(object? value) =>
        value switch
        {
            null => "",
            DateTime date => date.ToString(
                date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss",
                CultureInfo.InvariantCulture
            ),
            double number => Math.Abs(number) < 1e15
                ? ((decimal)number).ToString(CultureInfo.InvariantCulture)
                : number.ToString("R", CultureInfo.InvariantCulture),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };

    private static List<SheetRow> Csv(byte[] bytes)
    {
        var text = Decoded(bytes);
        var first = text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? text[..end] : text;
        var delimiter = ";\t,".MaxBy(candidate => first.Count(letter => letter == candidate)).ToString();
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter,
            HasHeaderRecord = false,
            BadDataFound = null,
            MaxFieldSize = 32_767,
        };
        using var parser = new CsvParser(new StringReader(text), configuration);
        var rows = new List<SheetRow>();
        while (parser.Read() && rows.Count <= MostRows)
            Add(rows, parser.Row, [.. (parser.Record ?? []).Take(MostColumns)]);
        return rows;
    }

    private static void Add(List<SheetRow> rows, int number, string[] cells)
    {
        if (!Array.TrueForAll(cells, string.IsNullOrWhiteSpace))
            rows.Add(new(number, cells));
    }

    // UTF-8 when it is valid, otherwise the code page that older office programs save in.
    private static string Decoded(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return Encoding.GetEncoding(1251).GetString(bytes);
        }
    }
}
