using System.Net;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Reserve.Documents.Letters;

/// <summary>Writes a letter as HTML: only the elements named here, every text escaped.</summary>
internal sealed class LetterHtml
{
    private readonly StringBuilder html = new();
    private readonly FilledText text;

    private LetterHtml(FilledText text) => this.text = text;

    public static string Of(MarkdownDocument document, FilledText text, string subject)
    {
        var writer = new LetterHtml(text);
        writer
            .html.Append("<!DOCTYPE html>\n<html lang=\"ru\">\n<head><meta charset=\"utf-8\"><title>")
            .Append(WebUtility.HtmlEncode(subject))
            .Append("</title></head>\n<body>\n");
        writer.Blocks(document, tight: false);
        return writer.html.Append("</body>\n</html>\n").ToString();
    }

    private void Blocks(ContainerBlock blocks, bool tight)
    {
        foreach (var block in blocks)
        {
            switch (block)
            {
                case HeadingBlock heading:
                    Element($"h{heading.Level}", heading.Inline);
                    break;
                case ParagraphBlock paragraph when tight:
                    Inlines(paragraph.Inline);
                    break;
                case ParagraphBlock paragraph:
                    Element("p", paragraph.Inline);
                    break;
                case ThematicBreakBlock:
                    html.Append("<hr>\n");
                    break;
                case ListBlock list:
                    List(list);
                    break;
                case QuoteBlock quote:
                    html.Append("<blockquote>\n");
                    Blocks(quote, tight: false);
                    html.Append("</blockquote>\n");
                    break;
            }
        }
    }

    private void List(ListBlock list)
    {
        var name = list.IsOrdered ? "ol" : "ul";
        html.Append('<').Append(name);
        if (list is { IsOrdered: true, OrderedStart: { } start and not "1" })
            html.Append(" start=\"").Append(WebUtility.HtmlEncode(start)).Append('"');
        html.Append(">\n");
        foreach (var item in list.OfType<ListItemBlock>())
        {
            html.Append("<li>");
            Blocks(item, tight: !list.IsLoose);
            html.Append("</li>\n");
        }

        html.Append("</").Append(name).Append(">\n");
    }

    private void Element(string name, ContainerInline? inlines)
    {
        html.Append('<').Append(name).Append('>');
        Inlines(inlines);
        html.Append("</").Append(name).Append(">\n");
    }

    private void Inlines(ContainerInline? inlines)
    {
        foreach (var inline in inlines ?? Enumerable.Empty<Inline>())
        {
            switch (inline)
            {
                case EmphasisInline emphasis:
                    var name = emphasis.DelimiterCount == 2 ? "strong" : "em";
                    html.Append('<').Append(name).Append('>');
                    Inlines(emphasis);
                    html.Append("</").Append(name).Append('>');
                    break;
                case LinkInline link:
                    Link(link, LetterMarkdown.AddressOf(text.Whole(link.Url ?? "")));
                    break;
                case AutolinkInline auto:
                    var address = LetterMarkdown.AddressOf(auto.IsEmail ? "mailto:" + auto.Url : auto.Url);
                    Anchor(address, () => Text(auto.Url));
                    break;
                case LineBreakInline:
                    html.Append("<br>\n");
                    break;
                case ContainerInline other:
                    Inlines(other);
                    break;
                default:
                    Text(LetterText.Literal(inline));
                    break;
            }
        }
    }

    private void Link(LinkInline link, string? address) => Anchor(address, () => Inlines(link));

    private void Anchor(string? address, Action words)
    {
        if (address is not null)
            html.Append("<a href=\"").Append(WebUtility.HtmlEncode(address)).Append("\">");
        words();
        if (address is not null)
            html.Append("</a>");
    }

    private void Text(string literal)
    {
        foreach (var (piece, isValue) in text.Pieces(literal))
        {
            var escaped = WebUtility.HtmlEncode(piece);
            html.Append(isValue ? escaped.Replace("\n", "<br>\n", StringComparison.Ordinal) : escaped);
        }
    }
}
