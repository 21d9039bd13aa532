using System.Xml;
using System.Xml.Linq;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Xml;

namespace Reserve.Engine.Bpmn.Xml;

/// <summary>
/// Reads BPMN 2.0 XML of any tool. Nothing of the file is lost: the tree is kept beside the records. Findings are values, all of them at
/// once with their lines; a document type declaration is refused, external entities are never fetched.
/// </summary>
public static class BpmnReader
{
    /// <summary>Subprocesses nested deeper than this are refused.</summary>
    public const int MaximumNesting = 64;

    private const int MaximumXmlDepth = 400;
    private const long MaximumCharacters = 64L * 1024 * 1024;

    /// <summary>Reads from text.</summary>
    public static BpmnReadResult Read(string xml)
    {
        ArgumentNullException.ThrowIfNull(xml);
        return ReadText(xml.TrimStart('\uFEFF'));
    }

    /// <summary>Reads from a stream in the encoding it declares.</summary>
    public static BpmnReadResult Read(Stream stream)
    {
        var (text, problem) = EncodedXml.Read(stream);
        return text is not null
            ? Read(text)
            : new BpmnReadResult(
                null,
                [new BpmnDiagnostic("not-xml", BpmnSeverity.Error, "", 0, $"Файл не читается как текст: {problem}")]
            );
    }

    private static BpmnReadResult ReadText(string xml)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MaximumCharacters,
            CloseInput = false,
        };
        XDocument document;
        try
        {
            using var inner = XmlReader.Create(new StringReader(xml), settings);
            using var reader = new DepthLimitedReader(inner, MaximumXmlDepth);
            document = XDocument.Load(reader, LoadOptions.SetLineInfo | LoadOptions.PreserveWhitespace);
        }
        catch (XmlException problem)
        {
            return new BpmnReadResult(
                null,
                [new BpmnDiagnostic("not-xml", BpmnSeverity.Error, "", problem.LineNumber, $"Файл не читается как XML: {problem.Message}")]
            );
        }

        var root = document.Root!;
        if (root.Name != BpmnNames.Model + "definitions")
        {
            var why =
                root.Name.LocalName == "definitions"
                    ? $"Пространство имён корня «{root.Name.NamespaceName}» вместо «{BpmnNames.Model}»"
                    : $"Корень файла <{root.Name.LocalName}> вместо <definitions> BPMN 2.0";
            return new BpmnReadResult(null, [new BpmnDiagnostic("not-bpmn", BpmnSeverity.Error, "", root.Line(), why)]);
        }

        return new ModelReader(document).Read();
    }
}
