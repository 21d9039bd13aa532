using System.Xml;
using System.Xml.Linq;
using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Xml;

namespace Reserve.Engine.Dmn.Xml;

/// <summary>Names of the DMN schemas and small readings of XML elements.</summary>
internal static class DmnXml
{
    /// <summary>Most characters read from one file.</summary>
    public const long MaxCharacters = 32_000_000;

    /// <summary>Deepest nesting of elements that is read.</summary>
    public const int MaxDepth = 250;

    /// <summary>Namespaces of DMN 1.2 to 1.6.</summary>
    public static readonly IReadOnlyDictionary<string, string> Versions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["http://www.omg.org/spec/DMN/20180521/MODEL/"] = "1.2",
        ["https://www.omg.org/spec/DMN/20191111/MODEL/"] = "1.3",
        ["https://www.omg.org/spec/DMN/20211108/MODEL/"] = "1.4",
        ["https://www.omg.org/spec/DMN/20230324/MODEL/"] = "1.5",
        ["https://www.omg.org/spec/DMN/20240513/MODEL/"] = "1.6",
    };

    /// <summary>Reads the file into elements with line positions, in the encoding that it declares; a document type definition is refused.</summary>
    /// <param name="stream">The XML.</param>
    /// <param name="diagnostics">Gets the finding when it is not XML.</param>
    /// <param name="keepSpace">Whether texts of nothing but white space count.</param>
    public static XElement? Load(Stream stream, List<DmnDiagnostic> diagnostics, bool keepSpace = false)
    {
        var (text, problem) = EncodedXml.Read(stream);
        if (text is not null)
            return Load(text, diagnostics, keepSpace);
        diagnostics.Add(
            DmnDiagnostic.Error(
                "encoding",
                $"файл не читается как текст: {problem}",
                "the file is not in the encoding that it declares",
                new DmnPlace("xml", null, null, 1, 1)
            )
        );
        return null;
    }

    /// <summary>Reads the text into elements with line positions; a document type definition is refused.</summary>
    /// <param name="xml">The XML.</param>
    /// <param name="diagnostics">Gets the finding when it is not XML.</param>
    /// <param name="keepSpace">Whether texts of nothing but white space count.</param>
    public static XElement? Load(string xml, List<DmnDiagnostic> diagnostics, bool keepSpace = false)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MaxCharacters,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml.TrimStart('\uFEFF')), settings);
            using var bounded = new DepthLimitedReader(reader, MaxDepth);
            return XDocument
                .Load(bounded, keepSpace ? LoadOptions.SetLineInfo | LoadOptions.PreserveWhitespace : LoadOptions.SetLineInfo)
                .Root;
        }
        catch (XmlException problem)
        {
            diagnostics.Add(
                DmnDiagnostic.Error(
                    "xml",
                    $"файл не читается как XML (строка {problem.LineNumber}, столбец {problem.LinePosition}): {problem.Message}",
                    $"not readable as XML (line {problem.LineNumber}, column {problem.LinePosition}): {problem.Message}",
                    new DmnPlace("xml", null, null, problem.LineNumber, problem.LinePosition)
                )
            );
            return null;
        }
    }

    public static string? Text(this XElement element, string name) => element.Attribute(name)?.Value;

    /// <summary>Name attribute with white space made plain (DMN names keep single spaces).</summary>
    public static string Name(this XElement element) => Plain(element.Attribute("name")?.Value);

    public static string Plain(string? text) =>
        string.IsNullOrEmpty(text) ? "" : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public static DmnPlace Place(this XElement element)
    {
        IXmlLineInfo info = element;
        var named = element;
        while (named is not null && named.Attribute("name") is null)
            named = named.Parent;
        return new DmnPlace(
            element.Name.LocalName,
            element.Attribute("id")?.Value,
            named?.Attribute("name")?.Value,
            info.LineNumber,
            info.LinePosition
        );
    }

    /// <summary>The language of an expression: its own, else that of the file (7.3.1, expressionLanguage).</summary>
    public static string? Language(this XElement element) =>
        element.Text("expressionLanguage") ?? element.Document?.Root?.Text("expressionLanguage");

    /// <summary>The text of a child <c>text</c> element, with the position of its first character.</summary>
    public static DmnText? TextChild(this XElement element)
    {
        var child = element.Element(element.Name.Namespace + "text");
        if (child is null)
            return null;
        var place = element.Place();
        if (child.FirstNode is XText text && ((IXmlLineInfo)text).HasLineInfo())
            place = place with { Line = ((IXmlLineInfo)text).LineNumber, Column = ((IXmlLineInfo)text).LinePosition };
        return new DmnText(child.Value, element.Language(), place);
    }
}
