using System.Globalization;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Reserve.Documents.Letters;

/// <summary>Writes a letter as plain text, the way a person types one.</summary>
internal sealed class LetterText
{
    private readonly FilledText text;

    private LetterText(FilledText text) => this.text = text;

    public static string Of(MarkdownDocument document, FilledText text) => new LetterText(text).Blocks(document, tight: false) + "\n";

    /// <summary>The characters of an inline that is no container.</summary>
    public static string Literal(Inline inline) =>
        inline switch
        {
            LiteralInline literal => literal.Content.ToString(),
            HtmlEntityInline entity => entity.Transcoded.ToString(),
            _ => "",
        };

    private string Blocks(ContainerBlock blocks, bool tight) =>
        string.Join(tight ? "\n" : "\n\n", blocks.Select(Block).Where(block => block.Length > 0));

    private string Block(Block block) =>
        block switch
        {
            LeafBlock { Inline: { } inlines } => Inlines(inlines),
            ThematicBreakBlock => "--",
            ListBlock list => List(list),
            QuoteBlock quote => Indented("> ", "> ", Blocks(quote, tight: false)),
            _ => "",
        };

    private string List(ListBlock list)
    {
        var number = int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : 1;
        var items = list.OfType<ListItemBlock>()
            .Select(item =>
            {
                var sign = list.IsOrdered ? string.Create(CultureInfo.InvariantCulture, $"{number++}. ") : "— ";
                return Indented(sign, new string(' ', sign.Length), Blocks(item, tight: !list.IsLoose));
            });
        return string.Join(list.IsLoose ? "\n\n" : "\n", items);
    }

    private static string Indented(string first, string others, string block) =>
        first + block.Replace("\n", "\n" + others, StringComparison.Ordinal);

    private string Inlines(ContainerInline inlines)
    {
        var line = new StringBuilder();
        foreach (var inline in inlines)
        {
            line.Append(
                inline switch
                {
                    LinkInline link => Link(Inlines(link), LetterMarkdown.AddressOf(text.Whole(link.Url ?? ""))),
                    AutolinkInline auto => auto.Url,
                    LineBreakInline => "\n",
                    ContainerInline other => Inlines(other),
                    _ => text.Whole(Literal(inline)),
                }
            );
        }

        return line.ToString();
    }

    private static string Link(string words, string? address) =>
        address is null ? words
        : words.Trim() == address || "mailto:" + words.Trim() == address || words.Length == 0 ? address
        : $"{words}: {address}";
}
