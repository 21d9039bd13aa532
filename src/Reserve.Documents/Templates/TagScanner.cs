using System.Text;

namespace Reserve.Documents.Templates;

/// <summary>
/// Finds the tags of each paragraph, wherever its runs cut them, and puts a marker into the text where a tag begins.
/// The tag so takes the formatting of its first character.
/// </summary>
internal sealed class TagScanner(string part, ICollection<TemplateProblem> problems, string placeBefore = "")
{
    private readonly TagReader reader = new(
        part,
        problems,
        "вставка стоит в своём абзаце одна: в нём не должно быть ничего больше",
        "тег не закрыт: нет «}» в том же абзаце и той же строке"
    );

    private readonly record struct Piece(XmlBranch? Element, int Start, string Text);

    public List<XmlMarker> Markers { get; } = [];

    public void Scan(XmlBranch branch)
    {
        if (branch.IsParagraph)
            ScanParagraph(branch);
        if (branch.LocalName is "docPr" or "cNvPr" && branch.Attribute("descr") is { } words && words.AsSpan().ContainsAny('{', '}'))
            ScanParagraph(branch.MakeContent("descr", words));
        foreach (var child in branch.Children.ToArray())
            if (child is XmlBranch element)
                Scan(element);
    }

    private void ScanParagraph(XmlBranch paragraph)
    {
        var pieces = new List<Piece>();
        var text = new StringBuilder();
        Collect(paragraph, pieces, text);
        var whole = text.ToString();
        if (!whole.AsSpan().ContainsAny('{', '}'))
            return;
        var place = new Lazy<string>(() => placeBefore + PlaceInWords.Of(paragraph));
        var found = reader.Find(whole, _ => place.Value);
        if (found.Count > 0)
            Place(pieces, found);
    }

    private static void Collect(XmlBranch element, List<Piece> pieces, StringBuilder text)
    {
        foreach (var child in element.Elements)
        {
            if (child.IsParagraph || child.IsProperties)
                continue;
            if (child.IsText)
            {
                var own = string.Concat(child.Children.OfType<XmlLeaf>().Select(leaf => leaf.Text));
                pieces.Add(new(child, text.Length, own));
                text.Append(own);
                if (child.Vocabulary == Vocabulary.Core)
                    text.Append('\n');
            }
            else if (child.Vocabulary != Vocabulary.Other && child.LocalName is "br" or "cr" or "tab")
            {
                pieces.Add(new(null, text.Length, "\n"));
                text.Append('\n');
            }
            else if (child.Children.Count > 0)
            {
                Collect(child, pieces, text);
            }
        }
    }

    private void Place(List<Piece> pieces, List<FoundTag> found)
    {
        var next = 0;
        foreach (var piece in pieces)
        {
            var end = piece.Start + piece.Text.Length;
            if (piece.Element is not { } element || !found.Exists(tag => tag.Start < end && tag.End > piece.Start))
                continue;
            element.Children.Clear();
            if (element.Vocabulary == Vocabulary.Word)
                element.Set("xml:space", "preserve");
            var at = piece.Start;
            while (at < end)
            {
                while (next < found.Count && found[next].End <= at)
                    next++;
                if (next == found.Count || found[next].Start >= end)
                {
                    element.Add(new XmlLeaf(piece.Text[(at - piece.Start)..]));
                    break;
                }

                var (start, stop, tag) = found[next];
                if (start > at)
                    element.Add(new XmlLeaf(piece.Text[(at - piece.Start)..(start - piece.Start)]));
                if (start >= piece.Start && tag is null)
                {
                    element.Add(new XmlLeaf(piece.Text[(start - piece.Start)..(start - piece.Start + 1)]));
                }
                else if (start >= piece.Start && tag is not null)
                {
                    var marker = new XmlMarker(tag);
                    tag.Order = Markers.Count;
                    element.Add(marker);
                    Markers.Add(marker);
                }

                at = Math.Min(stop, end);
            }
        }
    }
}
