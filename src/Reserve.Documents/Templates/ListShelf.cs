using System.Globalization;

namespace Reserve.Documents.Templates;

/// <summary>The lists that begin anew in one result.</summary>
internal sealed class ListShelf(XmlBranch? numbering)
{
    private readonly List<(int Own, int Of)> made = [];
    private int highest = numbering?.Elements.Select(Id).Max() ?? 0;

    public bool IsEmpty => made.Count == 0;

    /// <summary>A new list that looks like another and begins anew.</summary>
    public int Restarted(int list)
    {
        made.Add((++highest, list));
        return highest;
    }

    /// <summary>The part with the definitions of lists.</summary>
    public XmlBranch Part()
    {
        var root = numbering!.Copy();
        var all = root.Elements.Where(element => element.LocalName == "num").ToList();
        var at = root.Children.FindLastIndex(child => child is XmlBranch { LocalName: "num" });
        foreach (var (own, of) in made)
            if (all.Find(element => Id(element) == of) is { } model)
                root.Insert(++at, Copy(root, model, own));
        return root;
    }

    private static XmlBranch Copy(XmlBranch root, XmlBranch model, int own)
    {
        var copy = model.Copy();
        copy.Set(model.Prefix + "numId", own.ToString(CultureInfo.InvariantCulture));
        var look = model.Element("abstractNumId");
        var levels = root.Elements.FirstOrDefault(element =>
            element.LocalName == "abstractNum"
            && element.Attribute(element.Prefix + "abstractNumId") == look?.Attribute(look.Prefix + "val")
        );
        for (var level = 0; level < 9; level++)
        {
            var text = level.ToString(CultureInfo.InvariantCulture);
            var change = copy.Elements.FirstOrDefault(element =>
                element.LocalName == "lvlOverride" && element.Attribute(element.Prefix + "ilvl") == text
            );
            if (change is null)
                copy.Add(change = Make(model, "lvlOverride", "ilvl", text));
            if (change.Element("startOverride") is not null)
                continue;
            var levelOf =
                change.Element("lvl") ?? levels?.Elements.FirstOrDefault(element => element.LocalName == "lvl" && Level(element) == text);
            var start = levelOf?.Element("start");
            change.Insert(0, Make(model, "startOverride", "val", start?.Attribute(start.Prefix + "val") ?? "1"));
        }

        return copy;
    }

    private static string? Level(XmlBranch element) => element.Attribute(element.Prefix + "ilvl");

    private static XmlBranch Make(XmlBranch like, string name, string attribute, string value)
    {
        var made = new XmlBranch(like.Prefix + name, name, Vocabulary.Word);
        made.Set(like.Prefix + attribute, value);
        return made;
    }

    private static int Id(XmlBranch element) =>
        element.LocalName == "num"
        && int.TryParse(element.Attribute(element.Prefix + "numId"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : 0;
}
