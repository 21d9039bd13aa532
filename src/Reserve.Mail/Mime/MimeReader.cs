using System.Text;

namespace Reserve.Mail.Mime;

/// <summary>
/// Takes a message apart (RFC 5322, RFC 2045, RFC 2046) in one pass; malformed messages give what can be read, never an exception.
/// </summary>
public sealed class MimeReader
{
    private readonly ReadOnlyMemory<byte> source;
    private readonly MimeLimits limits;
    private readonly List<byte[]> boundaries = [];
    private int at;
    private int parts;

    private MimeReader(ReadOnlyMemory<byte> source, MimeLimits limits)
    {
        this.source = source;
        this.limits = limits;
    }

    /// <summary>Reads a message.</summary>
    /// <param name="source">The message's bytes; line breaks may be CRLF or LF.</param>
    /// <param name="limits">How far it is taken apart; <see cref="MimeLimits.Default"/> when null.</param>
    /// <returns>The message.</returns>
    /// <exception cref="InvalidDataException">The message is larger than the limits allow.</exception>
    public static MimeEntity Read(ReadOnlyMemory<byte> source, MimeLimits? limits = null)
    {
        limits ??= MimeLimits.Default;
        if (source.Length > limits.MaxBytes)
            throw new InvalidDataException($"the message has {source.Length} bytes, more than the {limits.MaxBytes} that are accepted");
        return new MimeReader(source, limits).ReadMessage(0);
    }

    private MimeEntity ReadMessage(int depth)
    {
        SkipMark();
        SkipEnvelope();
        return ReadEntity(ContentType.Plain, depth, out _);
    }

    /// <summary>Some editors and programs save a letter with the mark of UTF-8 in front, which belongs to no header.</summary>
    private void SkipMark()
    {
        if (source.Span[at..].StartsWith("\uFEFF"u8))
            at += 3;
    }

    /// <summary>mbox and some servers put an envelope line before the header.</summary>
    private void SkipEnvelope()
    {
        if (source.Span[at..].StartsWith("From "u8) || source.Span[at..].StartsWith(">From "u8))
            NextLine(out _, out _);
    }

    private MimeEntity ReadEntity(ContentType defaultType, int depth, out Delimiter end)
    {
        parts++;
        var entity = new MimeEntity(ReadHeaders(out var delimited), defaultType);
        var bodyStart = at;
        if (delimited is { } early)
        {
            end = early;
            return entity;
        }

        var type = entity.Type;
        var divisible = depth < limits.MaxDepth && parts < limits.MaxParts;
        if (divisible && type.Type == "multipart" && type["boundary"] is { Length: > 0 } boundary)
        {
            ReadParts(entity, boundary, depth, out end);
        }
        else if (divisible && IsMessage(type) && IsIdentity(entity.Encoding))
        {
            SkipEnvelope();
            entity.Message = ReadEntity(ContentType.Plain, depth + 1, out end);
        }
        else
        {
            entity.Body = ReadBody(out end);
            if (divisible && IsMessage(type))
                entity.Message = new MimeReader(entity.Content, limits) { parts = parts }.ReadMessage(depth + 1);
            return entity;
        }

        entity.Body = source[bodyStart..Math.Max(bodyStart, end.BodyEnd)];
        return entity;
    }

    private void ReadParts(MimeEntity entity, string boundary, int depth, out Delimiter end)
    {
        var own = boundaries.Count;
        boundaries.Add(Encoding.UTF8.GetBytes(boundary));
        entity.IsMultipart = true;
        var parts = new List<MimeEntity>();
        var childType = entity.Type.Subtype == "digest" ? ContentType.Message : ContentType.Plain;
        entity.Preamble = ReadBody(out end, keepLastBreak: true);
        while (end.Boundary == own && !end.Close && this.parts < limits.MaxParts && at < source.Length)
            parts.Add(ReadEntity(childType, depth + 1, out end));
        while (end.Boundary == own && !end.Close && at < source.Length)
            ReadBody(out end);
        boundaries.RemoveRange(own, boundaries.Count - own);
        if (end.Boundary == own)
            entity.Epilogue = ReadBody(out end);
        entity.Parts = parts;
    }

    /// <summary>
    /// Reads up to the next delimiter of any enclosing multipart; the line break before a delimiter belongs to the delimiter (RFC 2046
    /// §5.1.1).
    /// </summary>
    private ReadOnlyMemory<byte> ReadBody(out Delimiter end, bool keepLastBreak = false)
    {
        var start = at;
        var lastBreak = at;
        while (NextLine(out var lineStart, out var lineEnd))
        {
            if (Match(source.Span[lineStart..lineEnd]) is { } found)
            {
                var bodyEnd = Math.Max(start, keepLastBreak ? lineStart : lastBreak);
                end = found with { BodyEnd = bodyEnd };
                return source[start..bodyEnd];
            }

            lastBreak = lineEnd;
        }

        end = new Delimiter(-1, true, source.Length);
        return source[start..];
    }

    private Delimiter? Match(ReadOnlySpan<byte> line)
    {
        if (boundaries.Count == 0 || line.Length < 3 || line[0] != '-' || line[1] != '-')
            return null;
        var best = -1;
        var close = false;
        for (var index = boundaries.Count - 1; index >= 0; index--)
        {
            var boundary = boundaries[index];
            if (!line[2..].StartsWith(boundary) || (best >= 0 && boundaries[best].Length >= boundary.Length))
                continue;
            var rest = line[(2 + boundary.Length)..];
            var closes = rest.StartsWith("--"u8) && (rest.Length == 2 || !IsBoundarySymbol(rest[2]));
            if (!closes && !rest.IsEmpty && rest[0] is not ((byte)' ' or (byte)'\t'))
                continue;
            best = index;
            close = closes;
        }

        return best < 0 ? null : new Delimiter(best, close, 0);
    }

    private static bool IsBoundarySymbol(byte symbol) =>
        char.IsAsciiLetterOrDigit((char)symbol) || symbol is (byte)'-' or (byte)'_' or (byte)'=' or (byte)'.';

    private List<HeaderField> ReadHeaders(out Delimiter? delimiter)
    {
        var fields = new List<HeaderField>();
        var source = this.source.Span;
        delimiter = null;
        while (at < source.Length)
        {
            var before = at;
            NextLine(out var start, out var end);
            if (start == end)
                break;
            if (Match(source[start..end]) is { } found)
            {
                delimiter = found with { BodyEnd = before };
                break;
            }

            while (at < source.Length && source[at] is ((byte)' ' or (byte)'\t'))
                NextLine(out _, out end);
            if (ReadField(start, Math.Min(end, start + limits.MaxHeaderBytes)) is { } field)
                fields.Add(field);
        }

        return fields;
    }

    private HeaderField? ReadField(int start, int end)
    {
        var line = source.Span[start..end];
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
            return null;
        var name = line[..colon].TrimEnd(" \t"u8);
        foreach (var symbol in name)
        {
            if (symbol is <= 32 or >= 127)
                return null;
        }

        return name.IsEmpty ? null : new HeaderField(Encoding.ASCII.GetString(name), source[start..end], source[(start + colon + 1)..end]);
    }

    /// <summary>Moves behind the next line; <paramref name="end"/> excludes its break (CRLF or LF).</summary>
    private bool NextLine(out int start, out int end)
    {
        start = end = at;
        var source = this.source.Span;
        if (at >= source.Length)
            return false;
        var feed = source[at..].IndexOf((byte)'\n');
        if (feed < 0)
        {
            end = at = source.Length;
            return true;
        }

        end = at + feed;
        at = end + 1;
        if (end > start && source[end - 1] == '\r')
            end--;
        return true;
    }

    private static bool IsMessage(ContentType type) => type.MediaType is "message/rfc822" or "message/global" or "message/news";

    private static bool IsIdentity(string? encoding) =>
        encoding is null || encoding.ToLowerInvariant() is not ("base64" or "quoted-printable" or "x-uuencode");

    /// <param name="Boundary">Which of the enclosing multiparts it belongs to; -1 at the end of the message.</param>
    /// <param name="Close">Whether it closes that multipart.</param>
    /// <param name="BodyEnd">Where the body before it ends.</param>
    private readonly record struct Delimiter(int Boundary, bool Close, int BodyEnd);
}
