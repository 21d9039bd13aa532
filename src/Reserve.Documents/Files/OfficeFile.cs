using System.Text;
using System.Xml;
using Reserve.Documents.Templates;

namespace Reserve.Documents.Files;

/// <summary>What an archive of an office turned out to be.</summary>
public enum OfficeFileKind
{
    /// <summary>A text (.docx, .odt).</summary>
    Text,

    /// <summary>A workbook (.xlsx, .ods).</summary>
    Workbook,

    /// <summary>A presentation (.pptx, .odp).</summary>
    Presentation,

    /// <summary>An archive that is no document.</summary>
    Other,
}

/// <summary>
/// A document of Word, Excel, PowerPoint or LibreOffice as it was handed in: looked through within limits, never trusted.
/// </summary>
/// <param name="Kind">What it is, by its parts.</param>
/// <param name="Text">Its words, up to the limit that was given.</param>
/// <param name="Problem">Why it was not read, in Russian; null when it was.</param>
public sealed record OfficeFile(OfficeFileKind Kind, string Text, string? Problem)
{
    private static readonly string[] TextParts = ["word/document.xml", "content.xml", "xl/sharedStrings.xml"];

    /// <summary>Unpacks the archive within <paramref name="limits"/> and gathers its words.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="limits">How much it may unpack to: a bomb is a problem, not a crash.</param>
    /// <param name="mostText">How many characters of its words are wanted.</param>
    public static OfficeFile Read(byte[] content, TemplateLimits limits, int mostText)
    {
        var problems = new List<TemplateProblem>();
        if (OfficeArchive.Read(new MemoryStream(content, writable: false), limits, problems) is not { } archive)
            return new OfficeFile(OfficeFileKind.Other, "", problems is [var problem, ..] ? problem.Message : "файл не читается");
        var kind = KindOf(archive);
        var text = new StringBuilder();
        foreach (var (name, bytes) in archive.Entries.Where(entry => IsText(entry.Name)).OrderBy(entry => entry.Name, ByNumber.Instance))
        {
            if (text.Length >= mostText)
                break;
            Gather(bytes, text, mostText, name.StartsWith("xl/", StringComparison.Ordinal));
        }

        return new OfficeFile(kind, text.ToString(), null);
    }

    private static OfficeFileKind KindOf(OfficeArchive archive)
    {
        bool Has(string name) => archive.Entries.Exists(entry => entry.Name == name);
        if (Has("word/document.xml"))
            return OfficeFileKind.Text;
        if (Has("xl/workbook.xml"))
            return OfficeFileKind.Workbook;
        if (Has("ppt/presentation.xml"))
            return OfficeFileKind.Presentation;
        var declared = archive.Entries.Find(entry => entry.Name == "mimetype").Bytes is { } bytes ? Encoding.ASCII.GetString(bytes) : "";
        return declared.Trim() switch
        {
            "application/vnd.oasis.opendocument.text" => OfficeFileKind.Text,
            "application/vnd.oasis.opendocument.spreadsheet" => OfficeFileKind.Workbook,
            "application/vnd.oasis.opendocument.presentation" => OfficeFileKind.Presentation,
            _ => OfficeFileKind.Other,
        };
    }

    private static bool IsText(string name) =>
        TextParts.Contains(name)
        || (name.StartsWith("ppt/slides/slide", StringComparison.Ordinal) && name.EndsWith(".xml", StringComparison.Ordinal));

    /// <summary>The text of one part, a line for each paragraph; what is not well-formed ends it there.</summary>
    private static void Gather(byte[] part, StringBuilder text, int most, bool cells)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(part, writable: false), settings);
            while (reader.Read() && text.Length < most)
            {
                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace)
                    text.Append(reader.Value);
                else if (reader.NodeType == XmlNodeType.EndElement && reader.LocalName is "p" or "h" || (cells && IsCell(reader)))
                    text.Append('\n');
                else if (reader.NodeType == XmlNodeType.Element && reader.LocalName is "tab" or "br")
                    text.Append(' ');
            }
        }
        catch (XmlException)
        {
            // What came before it is enough.
        }
    }

    private static bool IsCell(XmlReader reader) => reader is { NodeType: XmlNodeType.EndElement, LocalName: "si" };

    /// <summary>Slide 2 before slide 10.</summary>
    private sealed class ByNumber : IComparer<string>
    {
        public static ByNumber Instance { get; } = new();

        public int Compare(string? one, string? other) =>
            one!.Length == other!.Length ? string.CompareOrdinal(one, other) : one.Length.CompareTo(other.Length);
    }
}
