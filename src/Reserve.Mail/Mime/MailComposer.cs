using System.Globalization;
using System.Text;

namespace Reserve.Mail.Mime;

/// <summary>A message to be sent.</summary>
/// <param name="From">Its author.</param>
/// <param name="To">Its recipients; at least one.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Text">Its plain text; line breaks of any kind.</param>
/// <param name="Date">When it is written.</param>
/// <param name="MessageId">Its id without angle brackets (RFC 5322 §3.6.4).</param>
public sealed record OutgoingMail(
    Address From,
    IReadOnlyList<Address> To,
    string Subject,
    string Text,
    DateTimeOffset Date,
    string MessageId
)
{
    /// <summary>Recipients of copies.</summary>
    public IReadOnlyList<Address> Cc { get; init; } = [];

    /// <summary>The id of the message that it answers, or null.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>The ids of its thread, oldest first.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>
    /// The same text as a whole HTML document, for readers that show it (RFC 2046 §5.1.4); null for the plain text alone.
    /// </summary>
    public string? Html { get; init; }

    /// <summary>The attached files.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];
}

/// <summary>
/// Writes messages (RFC 5322) that any reader takes: seven-bit lines of at most 76 characters, names and subjects as encoded words (RFC
/// 2047), file names by RFC 2231, bodies in base64.
/// </summary>
public static class MailComposer
{
    /// <summary>Writes a message.</summary>
    /// <param name="mail">What it says. Line breaks in header values become blanks, so that no value adds a field.</param>
    /// <returns>The message with CRLF line breaks.</returns>
    /// <exception cref="ArgumentException">There is no recipient, or an address is none.</exception>
    public static byte[] Compose(OutgoingMail mail)
    {
        if (mail.To.Count == 0)
            throw new ArgumentException("a message needs a recipient", nameof(mail));
        var text = new StringBuilder();
        Field(text, "From", Mailboxes([mail.From]));
        Field(text, "To", Mailboxes(mail.To));
        if (mail.Cc.Count > 0)
            Field(text, "Cc", Mailboxes(mail.Cc));
        Field(text, "Subject", Words(mail.Subject));
        Field(
            text,
            "Date",
            [
                mail.Date.ToString("ddd, d MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture)
                    + mail.Date.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal),
            ]
        );
        Field(text, "Message-ID", [$"<{Id(mail.MessageId)}>"]);
        if (mail.InReplyTo is { } answered)
            Field(text, "In-Reply-To", [$"<{Id(answered)}>"]);
        if (mail.References.Count > 0)
            Field(text, "References", [.. mail.References.TakeLast(20).Select(id => $"<{Id(id)}>")]);
        // RFC 3834 §5: so that no automatic answer comes back.
        Field(text, "Auto-Submitted", ["auto-generated"]);
        Field(text, "MIME-Version", ["1.0"]);
        if (mail.Attachments.Count == 0)
        {
            Body(text, mail);
            return Encoding.ASCII.GetBytes(text.ToString());
        }

        // Base64 lines never begin with hyphens, so no body contains the delimiter.
        const string Boundary = "=_reserve_part";
        Field(text, "Content-Type", ["multipart/mixed;", $"boundary=\"{Boundary}\""]);
        text.Append("\r\n--").Append(Boundary).Append("\r\n");
        Body(text, mail);
        foreach (var attachment in mail.Attachments)
        {
            text.Append("\r\n--").Append(Boundary).Append("\r\n");
            Field(text, "Content-Type", [OneLine(attachment.Type)]);
            Field(text, "Content-Disposition", ["attachment;", .. FileName(attachment.Name ?? "file")]);
            Base64Body(text, attachment.Content.Span);
        }

        text.Append("\r\n--").Append(Boundary).Append("--\r\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void Body(StringBuilder text, OutgoingMail mail)
    {
        if (mail.Html is not { } html)
        {
            TextPart(text, "plain", mail.Text);
            return;
        }

        // The richest last: a reader shows the last part that it understands.
        const string Boundary = "=_reserve_body";
        Field(text, "Content-Type", ["multipart/alternative;", $"boundary=\"{Boundary}\""]);
        foreach (var (kind, body) in new[] { ("plain", mail.Text), ("html", html) })
        {
            text.Append("\r\n--").Append(Boundary).Append("\r\n");
            TextPart(text, kind, body);
        }

        text.Append("\r\n--").Append(Boundary).Append("--\r\n");
    }

    private static void TextPart(StringBuilder text, string kind, string body)
    {
        Field(text, "Content-Type", [$"text/{kind}; charset=utf-8"]);
        Base64Body(text, Encoding.UTF8.GetBytes(body.ReplaceLineEndings("\r\n")));
    }

    private static void Base64Body(StringBuilder text, ReadOnlySpan<byte> body)
    {
        Field(text, "Content-Transfer-Encoding", ["base64"]);
        text.Append("\r\n")
            .Append(Convert.ToBase64String(body, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\r\n"))
            .Append("\r\n");
    }

    /// <summary>Writes a field, folded before a piece that would pass column 76 (RFC 5322 §2.2.3).</summary>
    private static void Field(StringBuilder text, string name, IReadOnlyList<string> pieces)
    {
        text.Append(name).Append(':');
        var column = name.Length + 1;
        foreach (var piece in pieces)
        {
            if (column + 1 + piece.Length > 76)
            {
                text.Append("\r\n");
                column = 0;
            }

            text.Append(' ').Append(piece);
            column += 1 + piece.Length;
        }

        text.Append("\r\n");
    }

    private static List<string> Mailboxes(IReadOnlyList<Address> addresses)
    {
        var pieces = new List<string>();
        for (var index = 0; index < addresses.Count; index++)
        {
            var address = addresses[index];
            if (
                address.Mailbox.IndexOf('@', StringComparison.Ordinal) <= 0
                || address.Mailbox.Any(symbol => symbol is <= ' ' or >= (char)127 or '<' or '>' or ',' or ';' or '"')
            )
                throw new ArgumentException("an address of the message is not valid", nameof(addresses));
            if (!string.IsNullOrWhiteSpace(address.Name))
                pieces.AddRange(Words(address.Name, phrase: true));
            pieces.Add($"<{address.Mailbox}>{(index + 1 < addresses.Count ? "," : "")}");
        }

        return pieces;
    }

    /// <summary>
    /// Text as pieces of a field: plain words where it is plain, else encoded words of at most 75 characters, none splitting a character
    /// (RFC 2047 §2 and §5).
    /// </summary>
    private static List<string> Words(string value, bool phrase = false)
    {
        value = OneLine(value);
        if (value.All(symbol => symbol is >= ' ' and < (char)127) && !value.Contains("=?", StringComparison.Ordinal))
            return phrase
                ? [$"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""]
                : [.. value.Split(' ')];
        var words = new List<string>();
        var pending = new List<byte>();
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in value.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(bytes);
            if (pending.Count + length > 39)
                Flush();
            pending.AddRange(bytes[..length]);
        }

        Flush();
        return words;

        void Flush()
        {
            words.Add($"=?utf-8?B?{Convert.ToBase64String([.. pending])}?=");
            pending.Clear();
        }
    }

    /// <summary>A file name as parameters of RFC 2231, cut into sections where it is long.</summary>
    private static List<string> FileName(string name)
    {
        name = OneLine(name);
        if (name.Length <= 60 && name.All(symbol => char.IsAsciiLetterOrDigit(symbol) || symbol is '.' or '-' or '_' or ' '))
            return [$"filename=\"{name}\""];
        var pieces = new List<string>();
        var section = new StringBuilder("utf-8''");
        foreach (var rune in name.EnumerateRunes())
        {
            var encoded = Uri.EscapeDataString(rune.ToString());
            if (section.Length + encoded.Length > 55)
            {
                pieces.Add(section.ToString());
                section.Clear();
            }

            section.Append(encoded.Replace("'", "%27", StringComparison.Ordinal).Replace("*", "%2A", StringComparison.Ordinal));
        }

        pieces.Add(section.ToString());
        return pieces.Count == 1
            ? [$"filename*={pieces[0]}"]
            : [.. pieces.Select((piece, index) => $"filename*{index}*={piece}{(index + 1 < pieces.Count ? ";" : "")}")];
    }

    private static string Id(string id) => string.Concat(id.Where(symbol => symbol is > ' ' and < (char)127 and not ('<' or '>')));

    private static string OneLine(string value) => string.Concat(value.Select(symbol => char.IsControl(symbol) ? ' ' : symbol)).Trim();
}
