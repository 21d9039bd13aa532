using System.Globalization;

namespace Reserve.Documents.Templates;

/// <summary>Brings into a document what the body of another one needs: pictures, charts, links, styles and lists.</summary>
internal sealed class PartImport(Package host, OfficeParts parts, Package source, string main)
{
    private const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private readonly Dictionary<string, string> copied = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Brings all in for a part of the host, and makes the body name it as the host does.</summary>
    public void Take(string part, XmlBranch body)
    {
        Links(part, body);
        Styles(body);
        Lists(body);
        foreach (var drawing in body.Descendants().Where(branch => branch.LocalName == "docPr"))
            if (int.TryParse(drawing.Attribute("id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                drawing.Set("id", ((host.Entries.Count * 1000) + (id % 1000)).ToString(CultureInfo.InvariantCulture));
    }

    private void Links(string part, XmlBranch body)
    {
        var links = (source.Tree(PackageLinks.PartOf(main))?.Elements ?? [])
            .Where(link => link.Attribute("Id") is not null)
            .DistinctBy(link => link.Attribute("Id"))
            .ToDictionary(link => link.Attribute("Id")!, StringComparer.Ordinal);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var branch in body.Descendants().ToList())
            for (var at = 0; at < branch.Attributes.Count; at++)
            {
                var (name, value) = branch.Attributes[at];
                // The vocabulary of Word has ids of its own; those of relationships stand under another prefix.
                if (!name.Contains(':') || name.StartsWith("xmlns", StringComparison.Ordinal) || !links.TryGetValue(value, out var link))
                    continue;
                if (branch.Prefix.Length > 0 && name.StartsWith(branch.Prefix, StringComparison.Ordinal))
                    continue;
                if (!known.TryGetValue(value, out var id))
                    known.Add(value, id = Linked(part, link));
                branch.Attributes[at] = new(name, id);
            }
    }

    /// <summary>Adds a relationship to the host's part and gives its name.</summary>
    private string Linked(string part, XmlBranch link)
    {
        var (holder, root) = LinksOf(part);
        var id = string.Create(CultureInfo.InvariantCulture, $"reservePart{root.Children.Count + 1}");
        var copy = new XmlBranch(root.Prefix + "Relationship", "Relationship", Vocabulary.Other);
        copy.Set("Id", id);
        copy.Set("Type", link.Attribute("Type") ?? "");
        if (link.Attribute("TargetMode") == "External")
        {
            copy.Set("Target", link.Attribute("Target") ?? "");
            copy.Set("TargetMode", "External");
        }
        else
        {
            var target = PackageLinks
                .Of(main, source.Tree(PackageLinks.PartOf(main)))
                .First(each => each.Id == link.Attribute("Id"))
                .Target;
            copy.Set("Target", "/" + Copied(target));
        }

        root.Add(copy);
        host.Put(holder, PartCompiler.Bytes(root));
        return id;
    }

    /// <summary>Copies a part with all that it leads to, and gives its new name.</summary>
    private string Copied(string part)
    {
        if (copied.TryGetValue(part, out var name))
            return name;
        name = string.Create(CultureInfo.InvariantCulture, $"reserve/{host.Entries.Count}/{part[(part.LastIndexOf('/') + 1)..]}");
        copied.Add(part, name);
        host.Put(name, source.Bytes(part) ?? []);
        var type = OfficeParts.TypeOf(source.Tree(OfficeParts.ContentTypes)!, part);
        Typed(name, type);
        parts.Offer(name, type);
        if (source.Tree(PackageLinks.PartOf(part))?.Copy() is not { } links)
            return name;
        var targets = PackageLinks.Of(part, links).DistinctBy(link => link.Id).ToDictionary(link => link.Id, StringComparer.Ordinal);
        foreach (var link in links.Elements)
            if (targets.TryGetValue(link.Attribute("Id") ?? "", out var target) && target.Target.Length > 0)
                link.Set("Target", "/" + Copied(target.Target));
        host.Put(PackageLinks.PartOf(name), PartCompiler.Bytes(links));
        return name;
    }

    private void Typed(string part, string type)
    {
        var root = host.Tree(OfficeParts.ContentTypes)!.Copy();
        var entry = new XmlBranch(root.Prefix + "Override", "Override", Vocabulary.Other);
        entry.Set("PartName", "/" + part);
        entry.Set("ContentType", type);
        root.Add(entry);
        host.Put(OfficeParts.ContentTypes, PartCompiler.Bytes(root));
    }

    /// <summary>Styles that the host does not have; where both have one of a name, the host's holds.</summary>
    private void Styles(XmlBranch body)
    {
        if (source.Linked(main, "styles") is not { } from || source.Tree(from) is not { } theirs)
            return;
        var part = host.Linked(parts.Main, "styles") ?? NewPart("styles");
        var own = host.Tree(part)!.Copy();
        var known = own.Elements.Select(Id).ToHashSet();
        var asked = new Queue<string>(
            body.Descendants().Where(branch => branch.LocalName is "pStyle" or "rStyle" or "tblStyle").Select(Value).OfType<string>()
        );
        var changed = false;
        while (asked.TryDequeue(out var id))
        {
            if (!known.Add(id) || theirs.Elements.FirstOrDefault(style => style.LocalName == "style" && Id(style) == id) is not { } style)
                continue;
            var copy = style.Copy();
            Lists(copy);
            own.Add(copy);
            changed = true;
            foreach (var other in copy.Elements.Where(element => element.LocalName is "basedOn" or "link" or "next"))
                if (Value(other) is { } next)
                    asked.Enqueue(next);
        }

        if (changed)
            host.Put(part, PartCompiler.Bytes(own));
    }

    private readonly Dictionary<string, string> lists = new(StringComparer.Ordinal);

    private void Lists(XmlBranch body)
    {
        foreach (var number in body.Descendants().Where(branch => branch is { LocalName: "numId", Parent.LocalName: "numPr" }).ToList())
            if (Value(number) is { } id and not "0" && List(id) is { } own)
                number.Set(number.Prefix + "val", own);
    }

    private string? List(string id)
    {
        if (lists.TryGetValue(id, out var known))
            return known;
        if (source.Linked(main, "numbering") is not { } from || source.Tree(from) is not { } theirs)
            return null;
        var number = theirs.Elements.FirstOrDefault(element => element.LocalName == "num" && Attribute(element, "numId") == id);
        var look = theirs.Elements.FirstOrDefault(element =>
            element.LocalName == "abstractNum" && Attribute(element, "abstractNumId") == Value(number?.Element("abstractNumId"))
        );
        if (number is null || look is null)
            return null;
        var part = host.Linked(parts.Main, "numbering") ?? NewPart("numbering");
        var own = host.Tree(part)!.Copy();
        var (lookId, ownId) = (Next(own, "abstractNum", "abstractNumId"), Next(own, "num", "numId"));
        var (lookCopy, ownCopy) = (look.Copy(), number.Copy());
        lookCopy.Set(look.Prefix + "abstractNumId", lookId);
        // Word takes lists with the same signs for one list.
        lookCopy.Children.RemoveAll(child => child is XmlBranch { LocalName: "nsid" or "tmpl" });
        ownCopy.Set(number.Prefix + "numId", ownId);
        ownCopy.Element("abstractNumId")!.Set(number.Prefix + "val", lookId);
        var first = own.Children.FindIndex(child => child is XmlBranch { LocalName: "num" });
        own.Insert(first < 0 ? own.Children.Count : first, lookCopy);
        var last = own.Children.FindLastIndex(child => child is XmlBranch { LocalName: "num" or "abstractNum" });
        own.Insert(last + 1, ownCopy);
        host.Put(part, PartCompiler.Bytes(own));
        lists.Add(id, ownId);
        return ownId;
    }

    /// <summary>An empty part of the host's document, and its name.</summary>
    private string NewPart(string type)
    {
        var name = $"word/reserve-{type}.xml";
        host.Put(name, System.Text.Encoding.UTF8.GetBytes($"<w:{type} xmlns:w=\"{Word}\"></w:{type}>"));
        Typed(name, $"application/vnd.openxmlformats-officedocument.wordprocessingml.{type}+xml");
        var (holder, root) = LinksOf(parts.Main);
        var link = new XmlBranch(root.Prefix + "Relationship", "Relationship", Vocabulary.Other);
        link.Set("Id", $"reserve-{type}");
        link.Set("Type", $"{PackageLinks.Relationships}/{type}");
        link.Set("Target", "/" + name);
        root.Add(link);
        host.Put(holder, PartCompiler.Bytes(root));
        return name;
    }

    private (string Part, XmlBranch Root) LinksOf(string part)
    {
        var holder = PackageLinks.PartOf(part);
        return (
            holder,
            host.Tree(holder)?.Copy()
                ?? XmlTreeReader.Read(
                    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>"u8.ToArray(),
                    8
                )
        );
    }

    private static string Next(XmlBranch root, string element, string attribute) =>
        (
            root.Elements.Where(each => each.LocalName == element)
                .Select(each =>
                    int.TryParse(Attribute(each, attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0
                )
                .DefaultIfEmpty(0)
                .Max() + 1
        ).ToString(CultureInfo.InvariantCulture);

    private static string? Id(XmlBranch style) => Attribute(style, "styleId");

    private static string? Value(XmlBranch? element) => element is null ? null : Attribute(element, "val");

    private static string? Attribute(XmlBranch element, string name) => element.Attribute(element.Prefix + name);
}
