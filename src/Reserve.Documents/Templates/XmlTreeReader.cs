using System.Runtime.InteropServices;
using System.Xml;

namespace Reserve.Documents.Templates;

/// <summary>Reads a part without DTD, without fetching anything, within limits.</summary>
internal static class XmlTreeReader
{
    private const string WordNamespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private const string DrawingNamespace = "http://schemas.openxmlformats.org/drawingml/2006/main";
    private const string SheetNamespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string CoreNamespace = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    private const string DublinNamespace = "http://purl.org/dc/elements/1.1/";
    private const string MathNamespace = "http://schemas.openxmlformats.org/officeDocument/2006/math";

    // ISO/IEC 29500 strict documents use these names for the same vocabularies.
    private const string StrictWordNamespace = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    private const string StrictDrawingNamespace = "http://purl.oclc.org/ooxml/drawingml/main";
    private const string StrictSheetNamespace = "http://purl.oclc.org/ooxml/spreadsheetml/main";
    private const string StrictMathNamespace = "http://purl.oclc.org/ooxml/officeDocument/math";

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <exception cref="XmlException">The part is not well-formed, has a DTD or is too deep.</exception>
    public static XmlBranch Read(ReadOnlyMemory<byte> part, int depth)
    {
        MemoryMarshal.TryGetArray(part, out var bytes);
        using var reader = XmlReader.Create(new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false), Settings);
        XmlBranch? root = null,
            current = null;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (reader.Depth > depth)
                        throw new XmlException($"вложенность элементов больше {depth}");
                    var branch = Start(reader);
                    var empty = reader.IsEmptyElement;
                    if (current is null)
                        root = branch;
                    else
                        Append(current, branch);
                    if (!empty)
                        current = branch;
                    break;
                case XmlNodeType.EndElement:
                    current = current?.Parent;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    current?.Add(new XmlLeaf(reader.Value));
                    break;
                case XmlNodeType.Whitespace when current is { IsText: true }:
                    current.Add(new XmlLeaf(reader.Value));
                    break;
            }
        }

        return root ?? throw new XmlException("нет корневого элемента");
    }

    private static XmlBranch Start(XmlReader reader)
    {
        var vocabulary = reader.NamespaceURI switch
        {
            WordNamespace or StrictWordNamespace => Vocabulary.Word,
            DrawingNamespace or StrictDrawingNamespace => Vocabulary.Drawing,
            SheetNamespace or StrictSheetNamespace => Vocabulary.Sheet,
            CoreNamespace or DublinNamespace => Vocabulary.Core,
            MathNamespace or StrictMathNamespace => Vocabulary.Math,
            _ => Vocabulary.Other,
        };
        var branch = new XmlBranch(reader.Name, reader.LocalName, vocabulary);
        while (reader.MoveToNextAttribute())
            branch.Attributes.Add(new(reader.Name, reader.Value));
        reader.MoveToElement();
        return branch;
    }

    private static void Append(XmlBranch parent, XmlBranch child)
    {
        if (child.Vocabulary is Vocabulary.Word or Vocabulary.Drawing && child.LocalName is "p" or "tbl" or "tr" or "tc")
        {
            var last = parent.Children.FindLast(item => item is XmlBranch branch && branch.Name == child.Name) as XmlBranch;
            child.Ordinal = (last?.Ordinal ?? 0) + 1;
        }

        parent.Add(child);
    }
}
