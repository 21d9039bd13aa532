using System.Text;
using Reserve.Documents.Templates.Formats;

namespace Reserve.Documents.Templates;

/// <summary>
/// Finds the tags of each paragraph, wherever its runs cut them, and puts a marker into the text where a tag begins.
/// The tag so takes the formatting of its first character.
/// </summary>
internal sealed class TagScanner(string part, ICollection<TemplateProblem> problems, string placeBefore = "")
{
    private readonly record struct Piece(XmlBranch? Element, int Start, string Text);

    /// <summary>A tag, or two braces that mean one.</summary>
    private readonly record struct Found(int Start, int End, Tag? Tag);

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
        var found = Find(whole, paragraph);
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

    private List<Found> Find(string text, XmlBranch paragraph)
    {
        var found = new List<Found>();
        var place = new Lazy<string>(() => placeBefore + PlaceInWords.Of(paragraph));
        var straight = Straight(text);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '{' or '}' && at + 1 < text.Length && text[at + 1] == text[at])
            {
                found.Add(new(at, at + 2, null));
                at++;
                continue;
            }

            if (text[at] == '}')
                problems.Add(new(part, place.Value, Around(text, at), "закрывающая скобка без открывающей"));
            if (text[at] != '{')
                continue;
            var end = Closing(straight, at, quotes: true) is var heeding && heeding >= 0 ? heeding : Closing(straight, at, quotes: false);
            if (end < 0)
            {
                problems.Add(new(part, place.Value, Around(text, at), "тег не закрыт: нет «}» в том же абзаце и той же строке"));
                continue;
            }

            if (Read(text[at..(end + 1)], place.Value) is { } tag)
                found.Add(new(at, end + 1, tag));
            at = end;
        }

        return found;
    }

    // A string in quotes may hold braces.
    private static int Closing(string text, int open, bool quotes)
    {
        var quoted = false;
        for (var at = open + 1; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"' when quotes && text[at - 1] != '\\':
                    quoted = !quoted;
                    break;
                case '\n':
                    return -1;
                case '{' when !quoted:
                    return -1;
                case '}' when !quoted:
                    return at;
            }
        }

        return -1;
    }

    private Tag? Read(string text, string place)
    {
        var inner = text[1..^1].Trim();
        var (kind, expression) = inner switch
        {
            ['#', ..] => (TemplateTagKind.Section, inner[1..]),
            ['?', ..] => (TemplateTagKind.Condition, inner[1..]),
            ['^', ..] => (TemplateTagKind.Inverted, inner[1..]),
            ['/', ..] => (TemplateTagKind.Close, inner[1..]),
            ['%', ..] => (TemplateTagKind.Picture, inner[1..]),
            _ => (TemplateTagKind.Value, inner),
        };
        expression = Straight(expression.Trim());
        if (inner.StartsWith('>'))
        {
            problems.Add(new(part, place, text, "вставка стоит в своём абзаце одна: в нём не должно быть ничего больше"));
            return null;
        }

        if (inner.StartsWith('@') || inner.StartsWith('='))
        {
            problems.Add(new(part, place, text, "такой знак в начале тега не поддерживается (есть #, ?, ^, /, %)"));
            return null;
        }

        if (expression.Length == 0 && kind != TemplateTagKind.Close)
        {
            problems.Add(new(part, place, text, "пустой тег"));
            return null;
        }

        var (bare, formats) = kind == TemplateTagKind.Close ? (expression, null) : FormatChain.Split(expression);
        var tag = new Tag(part, place, text, kind, bare, formats);
        if (WrongFormats(tag) is not { Count: > 0 } wrong)
            return tag;
        foreach (var message in wrong)
            problems.Add(tag.Problem(message));
        return null;
    }

    private static List<string> WrongFormats(Tag tag)
    {
        var wrong = new List<string>(tag.Formats?.Problems ?? []);
        if (tag is { Formats: not null, Opens: true })
            wrong.Add("у раздела не бывает формата");
        else if (tag.Formats is { Problems.Count: 0 } chain && chain.GivesPicture != (tag.Kind == TemplateTagKind.Picture))
            wrong.Add(chain.GivesPicture ? "этот формат даёт картинку: поставьте перед именем %" : "этот формат не даёт картинки");
        if (tag.Expression.Length == 0 && tag.Kind != TemplateTagKind.Close)
            wrong.Add("перед «|» нет значения");
        return wrong;
    }

    // Word turns quotes and spaces into typographic ones while one types.
    private static string Straight(string text) =>
        text.Replace('“', '"').Replace('”', '"').Replace('„', '"').Replace('«', '"').Replace('»', '"').Replace('\u00A0', ' ');

    private void Place(List<Piece> pieces, List<Found> found)
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

    private static string Around(string text, int at)
    {
        var piece = text[at..Math.Min(text.Length, at + 40)];
        var stop = piece.IndexOf('\n', StringComparison.Ordinal);
        return stop < 0 ? piece : piece[..stop];
    }
}
