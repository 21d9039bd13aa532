using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Reserve.Documents.Templates;

namespace Reserve.Documents.Tests.Templates;

/// <summary>Makes templates for the tests, renders them and reads what came out.</summary>
internal static class Template
{
    private static readonly XNamespace Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    /// <summary>A document whose body is the given markup, in which w: is bound.</summary>
    public static byte[] Of(string body, string? header = null, string? footnote = null)
    {
        using var file = new MemoryStream();
        using (var document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            var section = "";
            if (header is not null)
            {
                var part = main.AddNewPart<HeaderPart>("h1");
                part.Header = new Header(Root("w:hdr", header));
                section = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"h1\"/></w:sectPr>";
            }

            if (footnote is not null)
                main.AddNewPart<FootnotesPart>("f1").Footnotes = new Footnotes(
                    Root("w:footnotes", $"<w:footnote w:id=\"2\">{footnote}</w:footnote>")
                );
            main.Document = new Document(Root("w:document", $"<w:body>{body}{section}</w:body>"));
        }

        return file.ToArray();
    }

    public static string Paragraph(params string[] runs) => $"<w:p>{string.Concat(runs.Select(Run))}</w:p>";

    public static string Run(string text) => $"<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>";

    public static string Table(params string[][] rows) =>
        $"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{string.Concat(rows.Select(Row))}</w:tbl>";

    private static string Row(string[] cells) =>
        $"<w:tr>{string.Concat(cells.Select(cell => $"<w:tc><w:tcPr/>{Paragraph(cell)}</w:tc>"))}</w:tr>";

    public static (byte[] File, IReadOnlyList<TemplateProblem> Problems) Render(
        byte[] template,
        object data,
        TemplateOptions? options = null
    )
    {
        using var output = new MemoryStream();
        var element = data is string json ? JsonDocument.Parse(json).RootElement : JsonSerializer.SerializeToElement(data);
        var problems = OfficeTemplate.Open(new MemoryStream(template), options).Render(element, output);
        return (output.ToArray(), problems);
    }

    /// <summary>
    /// The paragraphs of the rendered body as text, table cells in brackets, after checking that the file is a valid document.
    /// </summary>
    public static string Text(byte[] template, object data)
    {
        var (file, problems) = Render(template, data);
        Assert.Empty(problems);
        Assert.Empty(Errors(file));
        return TextOf(file);
    }

    public static string TextOf(byte[] file, string part = "word/document.xml")
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        using var stream = zip.GetEntry(part)!.Open();
        var root = XDocument.Load(stream).Root!;
        return string.Join('|', Blocks(root.Element(Word + "body") ?? root));
    }

    public static string Part(byte[] file, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    public static string[] Errors(byte[] file)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
        return
        [
            .. new OpenXmlValidator(FileFormatVersions.Office2013)
                .Validate(document)
                .Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}"),
        ];
    }

    /// <summary>An archive of the given files.</summary>
    public static byte[] Archive(params (string Name, string Text)[] files)
    {
        using var whole = new MemoryStream();
        using (var zip = new ZipArchive(whole, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, text) in files)
                using (var stream = zip.CreateEntry(name).Open())
                    stream.Write(Encoding.UTF8.GetBytes(text));
        return whole.ToArray();
    }

    /// <summary>The same archive with one file put in or replaced.</summary>
    public static byte[] With(byte[] archive, string name, string text)
    {
        using var whole = new MemoryStream();
        whole.Write(archive);
        using (var zip = new ZipArchive(whole, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(name)?.Delete();
            using var stream = zip.CreateEntry(name).Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return whole.ToArray();
    }

    private static IEnumerable<string> Blocks(XElement container)
    {
        foreach (var element in container.Elements())
        {
            if (element.Name == Word + "p")
                yield return Line(element);
            else if (element.Name == Word + "tbl")
                yield return string.Concat(
                    element
                        .Elements(Word + "tr")
                        .Select(row => string.Concat(row.Elements(Word + "tc").Select(cell => $"[{string.Join('|', Blocks(cell))}]")) + ";")
                );
            else if (element.Name == Word + "footnote")
                yield return string.Join('|', Blocks(element));
        }
    }

    private static string Line(XElement paragraph) =>
        string.Concat(
            paragraph
                .Descendants()
                .Select(element =>
                    element.Name == Word + "t" ? element.Value
                    : element.Name == Word + "br" ? "\n"
                    : element.Name == Word + "tab" ? "\t"
                    : ""
                )
        );

    private static string Root(string name, string content) =>
        $"<{name} xmlns:w=\"{Word}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">{content}</{name}>";
}
