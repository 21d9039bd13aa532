using System.IO.Compression;
using System.Text;
using Reserve.Documents.Tables;
using Reserve.Web.Features.Candidates.Import;
using Reserve.Web.Features.Monitoring.Import;

namespace Reserve.Web.Tests.Features.Candidates;

/// <summary>Small files that unpack to what no thread should be held by; each is refused before anything of its size is kept.</summary>
public sealed class WorkbookBombTests
{
    private const int Megabyte = 1024 * 1024;
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    [Fact]
    public void One_cell_of_three_hundred_megabytes_is_refused() => Refused(Workbook(sheet => sheet.Inline(300 * Megabyte), _ => { }));

    [Fact]
    public void One_long_text_shared_by_twenty_thousand_cells_is_refused() =>
        Refused(
            Workbook(
                sheet =>
                {
                    for (var row = 1; row <= 20_000; row++)
                        sheet.Shared(row);
                },
                strings => strings.Letters(30 * Megabyte)
            )
        );

    [Fact]
    public void A_text_that_a_cell_may_hold_is_refused_when_thousands_of_cells_share_it() =>
        Refused(
            Workbook(
                sheet =>
                {
                    for (var row = 1; row <= 900; row++)
                        sheet.Shared(row);
                },
                strings => strings.Letters(WorkbookLimits.CellCharacters)
            )
        );

    [Fact]
    public void A_workbook_with_a_full_cell_is_read()
    {
        var workbook = Workbook(sheet => sheet.Shared(1), strings => strings.Letters(WorkbookLimits.CellCharacters));
        Assert.NotNull(Sheet.Read(workbook, out var problem));
        Assert.Equal("", problem);
    }

    private static void Refused(byte[] workbook)
    {
        Assert.True(workbook.Length < Sheet.MostBytes, $"{workbook.Length}");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(Sheet.Read(workbook, out var problem));
        Assert.Contains("не читается", problem, StringComparison.Ordinal);
        Assert.NotNull(CandidateSheet.Read(workbook).Problem);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 200L * Megabyte, $"{allocated / Megabyte} MB");
    }

    private static byte[] Workbook(Action<StreamWriter> sheet, Action<StreamWriter> strings)
    {
        var whole = new MemoryStream();
        whole.Write(XlsxTable.ToBytes(new TableData("a", [new TableColumn("a")], [])));
        using (var zip = new ZipArchive(whole, ZipArchiveMode.Update, leaveOpen: true))
        {
            Replace(
                zip,
                "xl/worksheets/sheet1.xml",
                "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>",
                sheet,
                "</sheetData></worksheet>"
            );
            Replace(
                zip,
                "xl/sharedStrings.xml",
                "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>",
                strings,
                "</t></si></sst>"
            );
            Replace(
                zip,
                "xl/_rels/workbook.xml.rels",
                $"""
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
                <Relationship Id="rId1" Type="{Office}/worksheet" Target="worksheets/sheet1.xml"/>
                <Relationship Id="rId2" Type="{Office}/styles" Target="styles.xml"/>
                <Relationship Id="rId3" Type="{Office}/sharedStrings" Target="sharedStrings.xml"/>
                </Relationships>
                """,
                _ => { },
                ""
            );
        }

        return whole.ToArray();
    }

    private static void Replace(ZipArchive zip, string name, string begin, Action<StreamWriter> inside, string end)
    {
        zip.GetEntry(name)?.Delete();
        using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.SmallestSize).Open(), new UTF8Encoding(false));
        writer.Write(begin);
        inside(writer);
        writer.Write(end);
    }
}

file static class Cells
{
    public static void Inline(this StreamWriter sheet, int characters)
    {
        sheet.Write("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>");
        sheet.Letters(characters);
        sheet.Write("</t></is></c></row>");
    }

    public static void Shared(this StreamWriter sheet, int row) =>
        sheet.Write($"<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>");

    public static void Letters(this StreamWriter writer, int characters)
    {
        var block = new string('a', 4096);
        for (var written = 0; written < characters; written += block.Length)
            writer.Write(characters - written >= block.Length ? block : block[..(characters - written)]);
    }
}
