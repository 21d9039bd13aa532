using System.Text;
using System.Xml;
using Reserve.Engine.Bpmn.Model;

namespace Reserve.Engine.Bpmn.Xml;

/// <summary>Writes a file back: every element, attribute, comment and vendor extension as read, diagram interchange included.</summary>
public static class BpmnWriter
{
    /// <summary>Writes UTF-8 without a byte order mark; the XML declaration is kept in meaning.</summary>
    /// <param name="file">The file.</param>
    /// <param name="stream">Where to; left open.</param>
    public static void Write(BpmnFile file, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(stream);
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(false),
            Indent = false,
            CloseOutput = false,
            NewLineHandling = NewLineHandling.Entitize,
        };
        using var writer = XmlWriter.Create(stream, settings);
        file.Document.Save(writer);
    }

    /// <summary>The file as text, for a page's editor.</summary>
    public static string Write(BpmnFile file)
    {
        using var stream = new MemoryStream();
        Write(file, stream);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
