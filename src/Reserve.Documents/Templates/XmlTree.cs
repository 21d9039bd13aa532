namespace Reserve.Documents.Templates;

/// <summary>
/// A node of a part while it is being compiled. The tree keeps names and attributes as written, so that what no tag touches comes out
/// unchanged.
/// </summary>
internal abstract class XmlItem
{
    public XmlBranch? Parent { get; set; }
}

internal sealed class XmlLeaf(string text) : XmlItem
{
    public string Text { get; set; } = text;
}

/// <summary>A tag's place in the tree.</summary>
internal sealed class XmlMarker(Tag tag) : XmlItem
{
    public Tag Tag { get; } = tag;
}

internal enum Vocabulary
{
    Other,
    Word,
    Drawing,
    Math,

    /// <summary>SpreadsheetML.</summary>
    Sheet,

    /// <summary>The core properties of a file: its title and the like.</summary>
    Core,
}

internal readonly record struct XmlPair(string Name, string Value);

internal sealed class XmlBranch(string name, string localName, Vocabulary vocabulary) : XmlItem
{
    public string Name { get; } = name;

    public string LocalName { get; } = localName;

    public Vocabulary Vocabulary { get; } = vocabulary;

    /// <summary>The one-based place among the siblings of the same name, before any change.</summary>
    public int Ordinal { get; set; }

    public List<XmlPair> Attributes { get; } = [];

    public List<XmlItem> Children { get; } = [];

    /// <summary>The prefix with its colon, or nothing.</summary>
    public string Prefix => Name[..^LocalName.Length];

    /// <summary>From where it was brought in, in words; null for what stands in the document itself.</summary>
    public string? Origin { get; set; }

    /// <summary>The attribute whose value the renderer makes, and how.</summary>
    public (string Attribute, Instruction Value)? Computed { get; set; }

    /// <summary>The tag of the picture that the element shows; without a picture it is left out.</summary>
    public Tag? Framed { get; init; }

    /// <summary>The attribute that holds tags, as a paragraph with one text.</summary>
    public (string Attribute, XmlBranch Paragraph)? Content { get; private set; }

    /// <summary>Makes the text of an attribute one that may hold tags.</summary>
    public XmlBranch MakeContent(string attribute, string text)
    {
        var paragraph = new XmlBranch(attribute, "coreProperties", Vocabulary.Core) { Parent = this };
        var holder = new XmlBranch(attribute, attribute, Vocabulary.Core);
        holder.Add(new XmlLeaf(text));
        paragraph.Add(holder);
        Content = (attribute, paragraph);
        return paragraph;
    }

    public bool IsParagraph =>
        Vocabulary switch
        {
            Vocabulary.Word or Vocabulary.Drawing => LocalName == "p",
            Vocabulary.Sheet => LocalName == "is",
            Vocabulary.Core => LocalName == "coreProperties",
            _ => false,
        };

    public bool IsRun => LocalName == "r" && Vocabulary != Vocabulary.Other;

    public bool IsText =>
        Vocabulary == Vocabulary.Core ? LocalName != "coreProperties" : LocalName == "t" && Vocabulary != Vocabulary.Other;

    public bool IsCell => LocalName == (Vocabulary == Vocabulary.Sheet ? "c" : "tc") && Vocabulary != Vocabulary.Other;

    public bool IsRow => LocalName == (Vocabulary == Vocabulary.Sheet ? "row" : "tr") && Vocabulary != Vocabulary.Other;

    public bool IsTable => LocalName == (Vocabulary == Vocabulary.Sheet ? "sheetData" : "tbl") && Vocabulary != Vocabulary.Other;

    /// <summary>An element which carries properties of its parent and belongs to both halves of a split one.</summary>
    public bool IsProperties => LocalName is "pPr" or "rPr" or "sdtPr" or "sdtEndPr" or "endParaRPr" && Vocabulary != Vocabulary.Other;

    public void Add(XmlItem item)
    {
        item.Parent = this;
        Children.Add(item);
    }

    public void Insert(int index, XmlItem item)
    {
        item.Parent = this;
        Children.Insert(index, item);
    }

    public void Remove(XmlItem item)
    {
        Children.Remove(item);
        item.Parent = null;
    }

    /// <summary>The nearest element around this one for which the test holds.</summary>
    public XmlBranch? Around(Func<XmlBranch, bool> test)
    {
        var at = Parent;
        while (at is not null && !test(at))
            at = at.Parent;
        return at;
    }

    /// <summary>Every element below, in the order of the document.</summary>
    public IEnumerable<XmlBranch> Descendants()
    {
        var left = new Stack<XmlBranch>();
        Push(this);
        while (left.TryPop(out var branch))
        {
            yield return branch;
            Push(branch);
        }

        void Push(XmlBranch branch)
        {
            for (var at = branch.Children.Count - 1; at >= 0; at--)
                if (branch.Children[at] is XmlBranch child)
                    left.Push(child);
        }
    }

    /// <summary>The text below.</summary>
    public string InnerText =>
        string.Concat(
            Children.Select(child =>
                child is XmlLeaf leaf ? leaf.Text
                : child is XmlBranch branch ? branch.InnerText
                : ""
            )
        );

    public IEnumerable<XmlBranch> Elements => Children.OfType<XmlBranch>();

    public XmlBranch? Element(string local) => Elements.FirstOrDefault(child => child.LocalName == local);

    public string? Attribute(string name)
    {
        foreach (var pair in Attributes)
            if (pair.Name == name)
                return pair.Value;
        return null;
    }

    public void Set(string name, string value)
    {
        Attributes.RemoveAll(pair => pair.Name == name);
        Attributes.Add(new(name, value));
    }

    /// <summary>A copy with everything below it; markers do not occur in what is copied.</summary>
    public XmlBranch Copy()
    {
        var copy = new XmlBranch(Name, LocalName, Vocabulary) { Ordinal = Ordinal };
        copy.Attributes.AddRange(Attributes);
        foreach (var child in Children)
            if (child is XmlBranch branch)
                copy.Add(branch.Copy());
            else if (child is XmlLeaf leaf)
                copy.Add(new XmlLeaf(leaf.Text));
        return copy;
    }
}
