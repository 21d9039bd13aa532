namespace Reserve.Mail.Mime;

/// <summary>A message or a body part (RFC 2045 §2.4): header fields and a body that is a leaf, several parts, or a message.</summary>
public sealed class MimeEntity
{
    private ContentType? type;
    private ReadOnlyMemory<byte>? content;

    internal MimeEntity(IReadOnlyList<HeaderField> headers, ContentType defaultType)
    {
        Headers = headers;
        DefaultType = defaultType;
    }

    /// <summary>The header fields in order.</summary>
    public IReadOnlyList<HeaderField> Headers { get; }

    /// <summary>The body as it stood, transfer encoding included; of a multipart the whole with its delimiters.</summary>
    public ReadOnlyMemory<byte> Body { get; internal set; }

    /// <summary>The parts of a multipart; empty otherwise.</summary>
    public IReadOnlyList<MimeEntity> Parts { get; internal set; } = [];

    /// <summary>Whether the body was taken apart as a multipart, even one without parts.</summary>
    public bool IsMultipart { get; internal set; }

    /// <summary>The message inside a message/rfc822 or message/global part, or null.</summary>
    public MimeEntity? Message { get; internal set; }

    /// <summary>What stands before the first delimiter of a multipart.</summary>
    public ReadOnlyMemory<byte> Preamble { get; internal set; }

    /// <summary>What stands behind the closing delimiter of a multipart.</summary>
    public ReadOnlyMemory<byte> Epilogue { get; internal set; }

    /// <summary>The Content-Type, or the default of the place (RFC 2045 §5.2, RFC 2046 §5.1.5).</summary>
    public ContentType Type => type ??= ReadType();

    /// <summary>The Content-Disposition (RFC 2183), or null.</summary>
    public ContentType? Disposition => Find("Content-Disposition") is { } header ? ContentType.Parse(header.Value) : null;

    /// <summary>The body with its transfer encoding undone.</summary>
    public ReadOnlyMemory<byte> Content => content ??= TransferEncoding.Decode(Body, Encoding);

    /// <summary>The value of Content-Transfer-Encoding without comments, or null.</summary>
    public string? Encoding => Find("Content-Transfer-Encoding") is { } header ? ContentType.Parse(header.Value).MediaType : null;

    /// <summary>
    /// The file name that the sender gave (RFC 2183 §2.3, else the <c>name</c> parameter), without folders; null when there is none.
    /// </summary>
    public string? FileName
    {
        get
        {
            var name = Disposition?["filename"] ?? Type["name"];
            if (string.IsNullOrWhiteSpace(name))
                return null;
            name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
            name = string.Concat(name.Where(symbol => !char.IsControl(symbol))).Trim();
            return name.Length == 0 ? null : name;
        }
    }

    /// <summary>The body as text in its declared charset.</summary>
    public string Text => Charset.Decode(Content.Span, Type["charset"]);

    /// <summary>The first field of a name, or null.</summary>
    /// <param name="name">The field name, case ignored.</param>
    public HeaderField? Find(string name)
    {
        foreach (var field in Headers)
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return field;
        }

        return null;
    }

    internal ContentType DefaultType { get; }

    private ContentType ReadType()
    {
        if (Find("Content-Type") is not { } field)
            return DefaultType;
        var type = ContentType.Parse(field.Value);
        if (type.Type.Length == 0)
            return DefaultType;
        // A type without subtype is not valid; "text" is common enough to be understood (RFC 2045 §5.2 lets the reader decide).
        return type.Subtype.Length == 0 ? type with { Type = "text", Subtype = "plain" } : type;
    }
}
