using System.Text.RegularExpressions;

namespace Reserve.Documents.Templates;

/// <summary>Puts the body of another document where a paragraph says <c>{&gt;name}</c> and nothing else.</summary>
internal sealed partial class PartInclusion(Package host, OfficeParts parts, TemplateOptions options, ICollection<TemplateProblem> problems)
{
    private const int Deepest = 8;
    private const int Most = 200;
    private readonly HashSet<string> changed = new(StringComparer.Ordinal);
    private int included;

    /// <summary>Expands the paragraphs of a part.</summary>
    public void Expand(string part, XmlBranch root) => Expand(part, root, []);

    /// <summary>Whether anything has been put into a part.</summary>
    public bool Changed(string part) => changed.Contains(part);

    private void Expand(string part, XmlBranch root, List<string> within)
    {
        foreach (var paragraph in root.Descendants().Where(BeginsWithBrace).ToList())
            if (Included().Match(TextOf(paragraph)) is { Success: true } match)
                Include(part, paragraph, match.Groups["name"].Value.Trim(), within);
    }

    private static bool BeginsWithBrace(XmlBranch branch) =>
        branch is { IsParagraph: true, Vocabulary: Vocabulary.Word }
        && branch.Descendants().FirstOrDefault(inner => inner.IsText && !string.IsNullOrWhiteSpace(inner.InnerText)) is { } text
        && text.InnerText.AsSpan().TrimStart() is ['{', ..];

    private void Include(string part, XmlBranch paragraph, string name, List<string> within)
    {
        var own = new List<TemplateProblem>();
        var wrong =
            options.Parts is not { } find ? "вставлять здесь нечего: других шаблонов рядом нет"
            : within.Contains(name) ? $"вставка вставляет сама себя: {string.Join(" → ", within.Append(name))}"
            : ++included > Most ? $"вставок больше {Most}"
            : within.Count == Deepest ? $"вставки вложены глубже {Deepest}"
            : find(name) is not { } file ? $"нет шаблона «{name}»"
            : Read(file, own) is not { } source ? "вставка не годится"
            : Put(part, paragraph, name, source, within);
        if (wrong is not null)
        {
            problems.Add(new(part, PlaceInWords.Of(paragraph), $"{{>{name}}}", wrong));
            paragraph.Parent!.Remove(paragraph);
        }

        foreach (var problem in own)
            problems.Add(problem with { Part = problem.Part.Length == 0 ? $"вставка «{name}»" : $"вставка «{name}» → {problem.Part}" });
    }

    private (Package Package, OfficeParts Parts)? Read(byte[] file, List<TemplateProblem> own)
    {
        if (
            OfficeArchive.Read(new MemoryStream(file, writable: false), options.Limits, own) is not { } archive
            || OfficeParts.Read(archive, options.Limits, own) is not { } read
        )
            return null;
        if (read.Kind == OfficeKind.Document)
            return (new(archive.Entries, options.Limits, own), read);
        own.Add(new("", "", "", "вставить можно только документ Word (.docx)"));
        return null;
    }

    private string? Put(string part, XmlBranch paragraph, string name, (Package Package, OfficeParts Parts) source, List<string> within)
    {
        if (source.Package.Tree(source.Parts.Main)?.Copy() is not { } root || root.Element("body") is not { } body)
            return "вставка не годится";
        body.Children.RemoveAll(child => child is XmlBranch { LocalName: "sectPr" });
        if (body.Descendants().Any(branch => branch.LocalName is "footnoteReference" or "endnoteReference" or "commentReference"))
            return "сноски и примечания во вставке не поддерживаются";
        new PartImport(host, parts, source.Package, source.Parts.Main).Take(part, body);
        Expand(part, body, [.. within, name]);
        var parent = paragraph.Parent!;
        var at = parent.Children.IndexOf(paragraph);
        parent.Remove(paragraph);
        changed.Add(part);
        foreach (var block in body.Elements.ToList())
        {
            block.Origin ??= $"вставка «{name}»";
            foreach (var (prefix, space) in root.Attributes.Where(pair => pair.Name.StartsWith("xmlns:", StringComparison.Ordinal)))
                if (block.Attribute(prefix) is null)
                    block.Set(prefix, space);
            parent.Insert(at++, block);
        }

        return null;
    }

    private static string TextOf(XmlBranch paragraph) =>
        string.Concat(paragraph.Descendants().Where(branch => branch.IsText).Select(branch => branch.InnerText));

    [GeneratedRegex(@"^\s*\{\s*>(?<name>[^{}]{1,200})\}\s*$")]
    private static partial Regex Included();
}
