using System.Buffers;
using System.Text;

namespace Reserve.Documents.Templates;

/// <summary>The result would be larger than allowed.</summary>
internal sealed class OutputLimitException : Exception;

/// <summary>A growing, pooled buffer of UTF-8 text with a ceiling.</summary>
internal sealed class Utf8Buffer(int limit)
{
    private static readonly SearchValues<char> Special = SearchValues.Create([
        .. Enumerable.Range(0, 32).Select(code => (char)code),
        '&',
        '<',
        '>',
        '"',
        '\uFFFE',
        '\uFFFF',
    ]);

    private byte[] bytes = ArrayPool<byte>.Shared.Rent(16 * 1024);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => bytes.AsMemory(0, Length);

    public ReadOnlySpan<byte> Since(int position) => bytes.AsSpan(position, Length - position);

    public void Truncate(int length) => Length = length;

    public void Raw(ReadOnlySpan<byte> piece)
    {
        piece.CopyTo(Room(piece.Length));
        Length += piece.Length;
    }

    public void Raw(ReadOnlySpan<char> piece)
    {
        var room = Room(Encoding.UTF8.GetMaxByteCount(piece.Length));
        Length += Encoding.UTF8.GetBytes(piece, room);
    }

    /// <summary>
    /// Text as XML content or attribute value. Characters that XML 1.0 does not have (section 2.2) are left out.
    /// Line breaks and tabs are written as <paramref name="lineBreak"/> and <paramref name="tab"/> where given.
    /// </summary>
    public void Escaped(ReadOnlySpan<char> text, byte[]? lineBreak = null, byte[]? tab = null)
    {
        while (text.Length > 0)
        {
            var at = text.IndexOfAny(Special);
            if (at < 0)
            {
                Raw(text);
                return;
            }

            Raw(text[..at]);
            var special = text[at];
            text = text[(at + 1)..];
            switch (special)
            {
                case '&':
                    Raw("&amp;"u8);
                    break;
                case '<':
                    Raw("&lt;"u8);
                    break;
                case '>':
                    Raw("&gt;"u8);
                    break;
                case '"':
                    Raw("&quot;"u8);
                    break;
                case '\r' when text.StartsWith('\n'):
                    break;
                case '\n' or '\r' or '\v' when lineBreak is not null:
                    Raw(lineBreak);
                    break;
                case '\t' when tab is not null:
                    Raw(tab);
                    break;
                case '\n':
                    Raw("&#10;"u8);
                    break;
                case '\r':
                    Raw("&#13;"u8);
                    break;
                case '\t':
                    Raw("&#9;"u8);
                    break;
            }
        }
    }

    /// <summary>Gives the memory back; the buffer is not used afterwards.</summary>
    public void Release()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }

    private Span<byte> Room(int more)
    {
        if (more > bytes.Length - Length)
        {
            if ((long)Length + more > limit)
                throw new OutputLimitException();
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + more, (int)Math.Min(bytes.Length * 2L, limit)));
            bytes.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }

        return bytes.AsSpan(Length);
    }
}
