using Markdig;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Reserve.Documents.Templates;

namespace Reserve.Documents.Letters;

/// <summary>The part of Markdown that letters have.</summary>
internal static class LetterMarkdown
{
    private static readonly MarkdownPipeline Pipeline = Build();

    public static MarkdownDocument Parse(FilledText text) => Markdown.Parse(text.Text, Pipeline);

    /// <summary>What no letter may have, before any value is known.</summary>
    public static IEnumerable<TemplateProblem> Check(string outline, int firstLine)
    {
        foreach (var link in Markdown.Parse(outline, Pipeline).Descendants<LinkInline>())
        {
            var place = LetterPart.Place(firstLine + link.Line);
            if (link.IsImage)
                yield return new("", place, "", "картинок в письмах нет");
            else if (link.Url is { } url && !url.Contains(FilledText.StandIn, StringComparison.Ordinal) && AddressOf(url) is null)
                yield return new("", place, "", $"ссылка «{url}» никуда не ведёт: нужен адрес http, https или mailto целиком");
        }
    }

    /// <summary>Where a link may lead: an absolute http, https or mailto address; null for any other.</summary>
    public static string? AddressOf(string url) =>
        Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeMailto)
            ? uri.AbsoluteUri
            : null;

    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml().UsePreciseSourceLocation();
        // Four blanks, or a line of hyphens beneath a text, would surprise whoever writes a letter.
        builder.BlockParsers.RemoveAll(parser => parser is IndentedCodeBlockParser or FencedCodeBlockParser);
        if (builder.BlockParsers.Find<ParagraphBlockParser>() is { } paragraphs)
            paragraphs.ParseSetextHeadings = false;
        builder.InlineParsers.RemoveAll(parser => parser is CodeInlineParser);
        return builder.Build();
    }
}
