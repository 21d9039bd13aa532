using System.Globalization;
using System.Text;
using System.Xml;
using CsvHelper;
using CsvHelper.Configuration;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace Reserve.Documents.Tables;

/// <summary>
/// Reads the first sheet of a workbook (.xlsx, .xls) or CSV (UTF-8 or Windows-1251; semicolons, tabs or commas) that somebody uploaded.
/// </summary>
public static class TableFile
{
    private const int MostColumns = 200;

    static TableFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Reads the rows in their order; blank ones are left out.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="mostRows">No more than one row above this number is read.</param>
    /// <param name="dateFormat">How a date of a workbook is written out; with a time of day it is <c>2026-11-26 12:00:00</c>.</param>
    /// <returns>The rows; null when the bytes are no table, or one that costs more than <see cref="WorkbookLimits"/> allow.</returns>
    public static IReadOnlyList<TableFileRow>? Read(byte[] file, int mostRows, string dateFormat = "yyyy-MM-dd")
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            return IsWorkbook(file) ? Workbook(file, mostRows, dateFormat) : Csv(file, mostRows);
        }
        catch (Exception problem) when (IsOfTheFile(problem))
        {
            return null;
        }
    }

    /// <summary>What the readers throw over bytes that are not what they seem.</summary>
    private static bool IsOfTheFile(Exception problem) =>
        problem
            is ExcelReaderException
                or CsvHelperException
                or InvalidDataException
                or XmlException
                or IOException
                or FormatException
                or ArgumentException
                or NotSupportedException
                or InvalidOperationException
                or InvalidCastException
                or IndexOutOfRangeException
                or KeyNotFoundException
                or OverflowException
                or NullReferenceException;

    private static bool IsWorkbook(byte[] file) =>
        file.AsSpan().StartsWith("PK\u0003\u0004"u8) || file.AsSpan().StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0]);

    private static List<TableFileRow> Workbook(byte[] file, int mostRows, string dateFormat)
    {
        WorkbookLimits.Check(file);
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(file, writable: false));
        var rows = new List<TableFileRow>();
        var characters = 0L;
        for (var number = 1; reader.Read() && rows.Count <= mostRows; number++)
        {
            var cells = new string[Math.Min(reader.FieldCount, MostColumns)];
            for (var at = 0; at < cells.Length; at++)
            {
                cells[at] = Shown(reader.GetValue(at), dateFormat);
                if ((characters += cells[at].Length) > WorkbookLimits.AllCharacters)
                    throw new InvalidDataException("The cells hold too much text.");
            }

            Add(rows, number, cells);
        }

        return rows;
    }

    private static string Shown(object? value, string dateFormat) =>
        value switch
        {
            null => "",
            DateTime date => date.ToString(
                date.TimeOfDay == TimeSpan.Zero ? dateFormat : "yyyy-MM-dd HH:mm:ss",
                CultureInfo.InvariantCulture
            ),
            double number => Math.Abs(number) < 1e15
                ? ((decimal)number).ToString(CultureInfo.InvariantCulture)
                : number.ToString("R", CultureInfo.InvariantCulture),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };

    private static List<TableFileRow> Csv(byte[] file, int mostRows)
    {
        var text = Decoded(file);
        var first = text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? text[..end] : text;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = ";\t,".MaxBy(candidate => first.Count(letter => letter == candidate)).ToString(),
            HasHeaderRecord = false,
            BadDataFound = null,
            MaxFieldSize = WorkbookLimits.CellCharacters,
        };
        using var parser = new CsvParser(new StringReader(text), configuration);
        var rows = new List<TableFileRow>();
        while (parser.Read() && rows.Count <= mostRows)
            Add(rows, parser.RawRow, [.. (parser.Record ?? []).Take(MostColumns)]);
        return rows;
    }

    private static void Add(List<TableFileRow> rows, int number, string[] cells)
    {
        if (!Array.TrueForAll(cells, string.IsNullOrWhiteSpace))
            rows.Add(new(number, cells));
    }

    // UTF-8 when it is valid, otherwise the code page that older office programs save in.
    private static string Decoded(byte[] file)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return Encoding.GetEncoding(1251).GetString(file);
        }
    }
}

/// <summary>A row of a table that was uploaded.</summary>
/// <param name="Number">Its number as people count: the heading is 1, and blank rows count.</param>
/// <param name="Cells">The texts of its cells.</param>
public sealed record TableFileRow(int Number, IReadOnlyList<string> Cells);
