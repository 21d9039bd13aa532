using System.Globalization;
using System.Net;
using System.Text;

namespace Reserve.Documents.Letters;

/// <summary>
/// A text whose values stand apart: in their places are stand-ins of private characters, so that whatever reads the text as Markdown
/// takes no value for markup.
/// </summary>
internal sealed class FilledText
{
    /// <summary>What the renderer of values leaves out of every value (XML 1.0, 2.2), and so cannot come from one.</summary>
    public const string ValueBegins = "\u0001";

    /// <inheritdoc cref="ValueBegins"/>
    public const string ValueEnds = "\u0002";

    /// <summary>The stand-in of the first value.</summary>
    public const string StandIn = "\uE0000\uE001";

    private const char Opens = '\uE000';
    private const char Closes = '\uE001';

    private readonly List<string> values = [];

    private FilledText(string filled)
    {
        var text = new StringBuilder();
        var at = 0;
        while (filled.IndexOf(ValueBegins[0], at) is var begin and >= 0)
        {
            var end = filled.IndexOf(ValueEnds[0], begin);
            text.Append(filled, at, begin - at);
            if (end > begin + 1)
            {
                text.Append(Opens).Append(values.Count.ToString(CultureInfo.InvariantCulture)).Append(Closes);
                values.Add(WebUtility.HtmlDecode(filled[(begin + 1)..end]));
            }

            at = end + 1;
        }

        Text = text.Append(filled, at, filled.Length - at).ToString();
    }

    /// <summary>The text with stand-ins.</summary>
    public string Text { get; }

    /// <summary>A text as written by a person, without the characters that have a meaning here.</summary>
    public static string Clean(string text) =>
        string.Concat(
            text.ReplaceLineEndings("\n")
                .Where(symbol => symbol is '\n' or '\t' || (!char.IsControl(symbol) && symbol is not (Opens or Closes or '\uFEFF')))
        );

    /// <summary>Reads what came out of the renderer: literal text, and values as XML between their signs.</summary>
    public static FilledText Read(string filled) => new(filled);

    /// <summary>The pieces of a text with stand-ins, each with whether it is a value.</summary>
    public IEnumerable<(string Text, bool IsValue)> Pieces(string text)
    {
        var at = 0;
        while (text.IndexOf(Opens, at) is var begin and >= 0)
        {
            if (begin > at)
                yield return (text[at..begin], false);
            var end = text.IndexOf(Closes, begin);
            yield return (values[int.Parse(text.AsSpan(begin + 1, end - begin - 1), CultureInfo.InvariantCulture)], true);
            at = end + 1;
        }

        if (at < text.Length)
            yield return (text[at..], false);
    }

    /// <summary>A text with the values in their places.</summary>
    public string Whole(string text) => string.Concat(Pieces(text).Select(piece => piece.Text));

    /// <summary>The whole as one line: a value brings no line of its own.</summary>
    public string OneLine() =>
        string.Join(
            ' ',
            string.Concat(Whole(Text).Select(symbol => char.IsControl(symbol) || symbol is '\u2028' or '\u2029' ? ' ' : symbol))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
}
