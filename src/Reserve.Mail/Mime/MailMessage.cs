using System.Security.Cryptography;

namespace Reserve.Mail.Mime;

/// <summary>A file that came with a message.</summary>
/// <param name="Name">The file name that the sender gave, without folders; null when there was none.</param>
/// <param name="Type">The media type, lower case.</param>
/// <param name="Content">The decoded bytes; of an attached message the message itself.</param>
public sealed record Attachment(string? Name, string Type, ReadOnlyMemory<byte> Content)
{
    /// <summary>The SHA-256 of the content, lower-case hexadecimal.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Content.Span));
}

/// <summary>A message as people see it: who, when, what it says and what is attached.</summary>
public sealed class MailMessage
{
    private readonly List<string> text = [];
    private readonly List<string> html = [];
    private readonly List<Attachment> attachments = [];

    private MailMessage(MimeEntity root)
    {
        Root = root;
        var body = BodyStructure.Of(root);
        text.AddRange(body.Text.Where(part => part.Type.MediaType == "text/plain").Select(part => part.Text));
        html.AddRange(body.Html.Where(part => part.Type.MediaType == "text/html").Select(part => part.Text));
        attachments.AddRange(body.Attachments.Select(part => new Attachment(part.FileName, part.Type.MediaType, part.Content)));
    }

    /// <summary>The message taken apart.</summary>
    public MimeEntity Root { get; }

    /// <summary>The authors (RFC 5322 §3.6.2).</summary>
    public IReadOnlyList<Address> From => Addresses("From");

    /// <summary>The main recipients (§3.6.3).</summary>
    public IReadOnlyList<Address> To => Addresses("To");

    /// <summary>The recipients of copies (§3.6.3).</summary>
    public IReadOnlyList<Address> Cc => Addresses("Cc");

    /// <summary>Where replies should go (§3.6.2); empty when the authors are meant.</summary>
    public IReadOnlyList<Address> ReplyTo => Addresses("Reply-To");

    /// <summary>The subject, decoded; null when there is none.</summary>
    public string? Subject => Root.Find("Subject")?.Text;

    /// <summary>When it was written, with the writer's offset; null when it does not say so or not readably.</summary>
    public DateTimeOffset? Date => Root.Find("Date") is { } header ? MailDate.Parse(header.Value) : null;

    /// <summary>The Message-ID without angle brackets (§3.6.4), or null.</summary>
    public string? MessageId => Ids("Message-ID") is [var first, ..] ? first : null;

    /// <summary>The ids of the messages that it answers, without angle brackets.</summary>
    public IReadOnlyList<string> InReplyTo => Ids("In-Reply-To");

    /// <summary>The ids of its thread, oldest first.</summary>
    public IReadOnlyList<string> References => Ids("References");

    /// <summary>The plain text, its parts joined by a line break; null when there is none.</summary>
    public string? Text => text.Count == 0 ? null : string.Join("\n", text);

    /// <summary>
    /// The HTML text, its parts joined by a line break; null when there is none. It is the sender's and not safe to show as it is.
    /// </summary>
    public string? Html => html.Count == 0 ? null : string.Join("\n", html);

    /// <summary>The attached files in order (RFC 8621 §4.1.4).</summary>
    public IReadOnlyList<Attachment> Attachments => attachments;

    /// <summary>Reads a message.</summary>
    /// <param name="source">Its bytes.</param>
    /// <param name="limits">How far it is taken apart.</param>
    /// <exception cref="InvalidDataException">The message is larger than the limits allow.</exception>
    public static MailMessage Read(ReadOnlyMemory<byte> source, MimeLimits? limits = null) => new(MimeReader.Read(source, limits));

    /// <summary>Reads the message ids of a field (RFC 5322 §3.6.4): those in angle brackets, or the words where there are none.</summary>
    /// <param name="value">An unfolded field value.</param>
    public static IReadOnlyList<string> ParseIds(string value)
    {
        var ids = new List<string>();
        for (var at = value.IndexOf('<', StringComparison.Ordinal); at >= 0; )
        {
            var end = value.IndexOf('>', at + 1);
            if (end < 0)
            {
                ids.Add(value[(at + 1)..].Trim());
                break;
            }

            ids.Add(value[(at + 1)..end].Trim());
            at = value.IndexOf('<', end + 1);
        }

        if (ids.Count == 0)
            ids.AddRange(value.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries));
        ids.RemoveAll(id => id.Length == 0);
        return ids;
    }

    private IReadOnlyList<Address> Addresses(string field) =>
        [
            .. Root
                .Headers.Where(header => header.Name.Equals(field, StringComparison.OrdinalIgnoreCase))
                .SelectMany(header => Address.ParseList(header.Value)),
        ];

    private IReadOnlyList<string> Ids(string field) => Root.Find(field) is { } header ? ParseIds(header.Value) : [];
}
