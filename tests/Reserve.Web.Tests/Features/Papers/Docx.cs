using System.IO.Compression;
using System.Security;
using System.Text.RegularExpressions;

namespace Reserve.Web.Tests.Features.Papers;

/// <summary>Small Word files, and what stands in any.</summary>
internal static partial class Docx
{
    private const string Types = """
        <?xml version="1.0" encoding="UTF-8"?>
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
        <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
        <Override PartName="/word/document.xml"
          ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>
        """;

    private const string Links = """
        <?xml version="1.0" encoding="UTF-8"?>
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
          Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
          Target="word/document.xml"/></Relationships>
        """;

    /// <summary>A file of these paragraphs.</summary>
    public static byte[] Of(params string[] paragraphs)
    {
        var body = string.Concat(paragraphs.Select(text => $"<w:p><w:r><w:t>{SecurityElement.Escape(text)}</w:t></w:r></w:p>"));
        const string space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            Put(zip, "[Content_Types].xml", Types);
            Put(zip, "_rels/.rels", Links);
            Put(zip, "word/document.xml", $"""<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>""");
        }
        return memory.ToArray();
    }

    /// <summary>The same file with a paragraph before its others.</summary>
    public static byte[] WithParagraph(byte[] docx, string text)
    {
        using var memory = new MemoryStream();
        memory.Write(docx);
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.GetEntry("word/document.xml")!;
            string xml;
            using (var reader = new StreamReader(entry.Open()))
                xml = reader.ReadToEnd();
            var at = xml.IndexOf("<w:body>", StringComparison.Ordinal) + "<w:body>".Length;
            entry.Delete();
            Put(zip, "word/document.xml", xml.Insert(at, $"<w:p><w:r><w:t>{SecurityElement.Escape(text)}</w:t></w:r></w:p>"));
        }
        return memory.ToArray();
    }

    /// <summary>The text of the document itself.</summary>
    public static string Text(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        using var reader = new StreamReader(zip.GetEntry("word/document.xml")!.Open());
        return Tags().Replace(reader.ReadToEnd(), " ");
    }

    private static void Put(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();
}
