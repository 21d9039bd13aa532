using System.Text;

namespace Reserve.Documents.Templates;

/// <summary>The text of a document, a workbook or a presentation, without its looks: what two of them are compared by.</summary>
public static class OfficeText
{
    /// <summary>
    /// A line for each paragraph that is not blank (the document first, then headers, footers and notes; slides in their order), or for
    /// each cell that is not empty: <c>Лист1!B2: 12</c>, a formula as it is written: <c>Лист1!B3: =SUM(B1:B2)</c>.
    /// </summary>
    /// <param name="file">The file, within the limits of templates.</param>
    /// <returns>The lines; null when the file cannot be read.</returns>
    public static IReadOnlyList<string>? Lines(byte[] file)
    {
        var limits = TemplateLimits.Default;
        var problems = new List<TemplateProblem>();
        if (
            OfficeArchive.Read(new MemoryStream(file, writable: false), limits, problems) is not { } archive
            || OfficeParts.Read(archive, limits, problems) is not { } parts
        )
            return null;
        var package = new Package(archive.Entries, limits, problems);
        IEnumerable<string> lines = parts.Kind switch
        {
            OfficeKind.Workbook => Cells(package, new SheetBook(package, parts.Main)),
            OfficeKind.Presentation => Paragraphs(package, InOrder(new SlideDeck(package, parts.Main), parts)),
            OfficeKind.Document => Paragraphs(package, parts.TemplatedParts),
        };
        var text = lines.ToList();
        return problems.Count == 0 ? text : null;
    }

    private static IEnumerable<string> InOrder(SlideDeck deck, OfficeParts parts)
    {
        var slides = deck.Parts.SelectMany(slide => deck.NotesOf(slide) is { } notes ? (string[])[slide, notes] : [slide]).ToList();
        return slides.Concat(parts.TemplatedParts.Except(slides));
    }

    private static IEnumerable<string> Paragraphs(Package package, IEnumerable<string> parts) =>
        from part in parts
        from paragraph in package.Tree(part)?.Descendants().Where(branch => branch.IsParagraph) ?? []
        where paragraph.Vocabulary is Vocabulary.Word or Vocabulary.Drawing
        let text = TextOf(paragraph)
        where !string.IsNullOrWhiteSpace(text)
        select text;

    private static string TextOf(XmlBranch paragraph)
    {
        var text = new StringBuilder();
        Collect(paragraph, text);
        return text.ToString();
    }

    private static void Collect(XmlBranch element, StringBuilder text)
    {
        foreach (var child in element.Elements)
        {
            // A text box holds paragraphs of its own.
            if (child.IsParagraph || child.IsProperties)
                continue;
            if (child.IsText)
                text.Append(child.InnerText);
            else if (child.Vocabulary != Vocabulary.Other && child.LocalName is "br" or "cr" or "tab")
                text.Append(child.LocalName == "tab" ? '\t' : ' ');
            else
                Collect(child, text);
        }
    }

    private static IEnumerable<string> Cells(Package package, SheetBook book)
    {
        foreach (var sheet in book.Sheets)
        {
            if (package.Tree(sheet.Part)?.Copy() is not { } root)
                continue;
            book.Prepare(root);
            foreach (var cell in root.Descendants().Where(branch => branch is { IsCell: true, Vocabulary: Vocabulary.Sheet }))
                if (ValueOf(cell, book) is { Length: > 0 } value)
                    yield return $"{sheet.Name}!{cell.Attribute("r")}: {value}";
        }
    }

    private static string? ValueOf(XmlBranch cell, SheetBook book) =>
        cell.Element("f") is { InnerText.Length: > 0 } formula ? "=" + formula.InnerText
        : cell.Element("is") is { } own ? own.InnerText
        : cell.Attribute("t") == "s" ? book.SharedText(cell.Element("v")?.InnerText)
        : cell.Element("v")?.InnerText;
}
