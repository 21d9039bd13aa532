namespace Reserve.Documents.Templates;

/// <summary>What has become of a part in one result.</summary>
internal abstract record FilledPart
{
    /// <summary>It was rendered; the buffer is given back when the result is written.</summary>
    internal sealed record Rendered(Utf8Buffer Buffer) : FilledPart;

    /// <summary>It is a tree that may still be changed.</summary>
    internal sealed record Grown(XmlBranch Root) : FilledPart;

    /// <summary>It is what another part of the template is.</summary>
    internal sealed record Copied(string Of) : FilledPart;

    /// <summary>It is a file that packing does not make smaller: a picture or a workbook.</summary>
    internal sealed record Brought(byte[] Bytes) : FilledPart;

    /// <summary>It is not there any more.</summary>
    internal sealed record Gone : FilledPart;
}
