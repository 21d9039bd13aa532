using System.Xml;
using System.Xml.Linq;
using Reserve.Engine.Dmn.Model;

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

    /// <summary>Reads the file into elements with line positions; a document type definition is refused.</summary>
    public static XElement? Load(Stream stream, List<DmnDiagnostic> diagnostics)
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
            using var reader = XmlReader.Create(stream, settings);
            using var bounded = new BoundedXmlReader(reader, MaxDepth);
            return XDocument.Load(bounded, LoadOptions.SetLineInfo).Root;
        }
        catch (XmlException problem)
        {
            diagnostics.Add(DmnDiagnostic.Error(
                "xml",
                $"файл не читается как XML (строка {problem.LineNumber}, столбец {problem.LinePosition}): {problem.Message}",
                $"not readable as XML (line {problem.LineNumber}, column {problem.LinePosition}): {problem.Message}",
                new DmnPlace("xml", null, null, problem.LineNumber, problem.LinePosition)));
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
        return new DmnPlace(element.Name.LocalName, element.Attribute("id")?.Value, named?.Attribute("name")?.Value, info.LineNumber, info.LinePosition);
    }

    /// <summary>The text of a child <c>text</c> element, with the position of its first character.</summary>
    public static DmnText? TextChild(this XElement element)
    {
        var child = element.Element(element.Name.Namespace + "text");
        if (child is null)
            return null;
        var place = element.Place();
        if (child.FirstNode is XText text && ((IXmlLineInfo)text).HasLineInfo())
            place = place with { Line = ((IXmlLineInfo)text).LineNumber, Column = ((IXmlLineInfo)text).LinePosition };
        return new DmnText(child.Value, element.Text("expressionLanguage"), place);
    }

    /// <summary>Passes a reader through, and stops with an <see cref="XmlException"/> where elements nest too deeply.</summary>
    private sealed class BoundedXmlReader(XmlReader inner, int maxDepth) : XmlReader, IXmlLineInfo
    {
        public override int AttributeCount => inner.AttributeCount;

        public override string BaseURI => inner.BaseURI;

        public override int Depth => inner.Depth;

        public override bool EOF => inner.EOF;

        public override bool IsEmptyElement => inner.IsEmptyElement;

        public override string LocalName => inner.LocalName;

        public override string NamespaceURI => inner.NamespaceURI;

        public override XmlNameTable NameTable => inner.NameTable;

        public override XmlNodeType NodeType => inner.NodeType;

        public override string Prefix => inner.Prefix;

        public override ReadState ReadState => inner.ReadState;

        public override string Value => inner.Value;

        public int LineNumber => ((IXmlLineInfo)inner).LineNumber;

        public int LinePosition => ((IXmlLineInfo)inner).LinePosition;

        public bool HasLineInfo() => true;

        public override string GetAttribute(int i) => inner.GetAttribute(i);

        public override string? GetAttribute(string name) => inner.GetAttribute(name);

        public override string? GetAttribute(string name, string? namespaceURI) => inner.GetAttribute(name, namespaceURI);

        public override string? LookupNamespace(string prefix) => inner.LookupNamespace(prefix);

        public override bool MoveToAttribute(string name) => inner.MoveToAttribute(name);

        public override bool MoveToAttribute(string name, string? ns) => inner.MoveToAttribute(name, ns);

        public override bool MoveToElement() => inner.MoveToElement();

        public override bool MoveToFirstAttribute() => inner.MoveToFirstAttribute();

        public override bool MoveToNextAttribute() => inner.MoveToNextAttribute();

        public override bool ReadAttributeValue() => inner.ReadAttributeValue();

        public override void ResolveEntity() => inner.ResolveEntity();

        public override bool Read()
        {
            if (!inner.Read())
                return false;
            if (inner.Depth > maxDepth)
                throw new XmlException($"elements nest deeper than {maxDepth}", null, LineNumber, LinePosition);
            return true;
        }
    }
}
