using System.Xml;

namespace Reserve.Engine.Xml;

/// <summary>
/// Passes everything on and stops with an <see cref="XmlException"/> at elements nested absurdly deep, before a tree of them is built.
/// </summary>
internal sealed class DepthLimitedReader(XmlReader inner, int limit) : XmlReader, IXmlLineInfo
{
    private readonly IXmlLineInfo? lines = inner as IXmlLineInfo;

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

    public int LineNumber => lines?.LineNumber ?? 0;

    public int LinePosition => lines?.LinePosition ?? 0;

    public override bool Read()
    {
        var read = inner.Read();
        return inner.Depth <= limit ? read : throw new XmlException($"elements nested deeper than {limit}", null, LineNumber, LinePosition);
    }

    public bool HasLineInfo() => lines?.HasLineInfo() ?? false;

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
}
