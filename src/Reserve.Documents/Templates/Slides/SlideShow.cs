using System.Globalization;

namespace Reserve.Documents.Templates;

/// <summary>The slides of one result: each printed slide has a part of its own.</summary>
internal sealed class SlideShow(SlideDeck deck, Package package)
{
    private readonly int former = package.HighestOfOurs;
    private readonly List<(string Of, string Part)> printed = [];
    private readonly Dictionary<string, byte[]> changed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> typeOf = new(StringComparer.Ordinal);

    /// <summary>Begins a slide: the part that it is printed to.</summary>
    public string Begin(string slide)
    {
        var part = printed.Exists(each => each.Of == slide) ? Copied(slide) : slide;
        printed.Add((slide, part));
        return part;
    }

    /// <summary>Tells the slide that was begun and its notes; what has no tags has no bytes of its own.</summary>
    public void Add(byte[]? bytes, byte[]? notes)
    {
        var (slide, part) = printed[^1];
        Put(part, slide, bytes);
        if (deck.NotesOf(slide) is not { } from)
            return;
        var to =
            part == slide ? from : string.Create(CultureInfo.InvariantCulture, $"ppt/notesSlides/reserve-{former + printed.Count}.xml");
        Put(to, from, notes);
        if (part != slide)
            Link(slide, part, from, to);
    }

    /// <summary>The parts that change; one with no bytes goes.</summary>
    public Dictionary<string, byte[]> Finish()
    {
        var gone = deck.Parts.Where(slide => !printed.Exists(each => each.Of == slide)).ToHashSet(StringComparer.Ordinal);
        foreach (var slide in gone.ToArray())
        {
            if (deck.NotesOf(slide) is { } notes)
                gone.Add(notes);
        }

        foreach (var part in gone)
        {
            changed[part] = [];
            if (package.Bytes(PackageLinks.PartOf(part)) is not null)
                changed[PackageLinks.PartOf(part)] = [];
        }

        Order();
        var types = package.Tree(OfficeParts.ContentTypes)!.Copy();
        types.Children.RemoveAll(child => child is XmlBranch type && gone.Contains((type.Attribute("PartName") ?? "").TrimStart('/')));
        foreach (var (part, from) in typeOf)
        {
            var entry = new XmlBranch(types.Prefix + "Override", "Override", Vocabulary.Other);
            entry.Set("PartName", "/" + part);
            entry.Set("ContentType", OfficeParts.TypeOf(types, from));
            types.Add(entry);
        }

        changed[OfficeParts.ContentTypes] = PartCompiler.Bytes(types);
        return changed;
    }

    private string Copied(string slide)
    {
        var part = string.Create(CultureInfo.InvariantCulture, $"ppt/slides/reserve-{former + printed.Count + 1}.xml");
        if (package.Bytes(PackageLinks.PartOf(slide)) is { } links)
            changed[PackageLinks.PartOf(part)] = links;
        return part;
    }

    private void Put(string part, string from, byte[]? bytes)
    {
        if (part != from)
            typeOf[part] = from;
        if (bytes is not null || part != from)
            changed[part] = bytes ?? package.Bytes(from)!;
    }

    /// <summary>A slide's copy leads to notes of its own, and these lead back to it.</summary>
    private void Link(string slide, string copy, string notes, string notesCopy)
    {
        changed[PackageLinks.PartOf(copy)] = Relinked(slide, notes, notesCopy);
        changed[PackageLinks.PartOf(notesCopy)] = Relinked(notes, slide, copy);
    }

    private byte[] Relinked(string part, string from, string to)
    {
        var root = package.Tree(PackageLinks.PartOf(part))!.Copy();
        var old = PackageLinks.Of(part, root).Where(link => link.Target == from).Select(link => link.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var link in root.Elements.Where(link => old.Contains(link.Attribute("Id") ?? "")))
            link.Set("Target", "/" + to);
        return PartCompiler.Bytes(root);
    }

    private void Order()
    {
        var root = package.Tree(deck.Presentation)!.Copy();
        var links = package.Tree(PackageLinks.PartOf(deck.Presentation))!.Copy();
        var targets = PackageLinks
            .Of(deck.Presentation, links)
            .DistinctBy(link => link.Id)
            .ToDictionary(link => link.Id, link => link.Target, StringComparer.Ordinal);
        var list = root.Element("sldIdLst")!;
        var entries = list
            .Elements.Where(entry => targets.ContainsKey(Relation(entry) ?? ""))
            .DistinctBy(entry => targets[Relation(entry)!])
            .ToDictionary(entry => targets[Relation(entry)!], StringComparer.Ordinal);
        var highest = list.Elements.Select(entry => Number(entry)).Max();
        list.Children.Clear();
        var numbers = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (of, part) in printed)
        {
            var entry = entries[of].Copy();
            if (part != of)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"reserveSlide{++highest}");
                entry.Set("id", highest.ToString(CultureInfo.InvariantCulture));
                entry.Set(entry.Attributes.Find(pair => pair.Name.EndsWith(":id", StringComparison.Ordinal)).Name, id);
                PackageLinks.Add(links, id, "slide", part);
            }

            list.Add(entry);
            var own = entries[of].Attribute("id") ?? "";
            if (!numbers.TryGetValue(own, out var all))
                numbers.Add(own, all = []);
            all.Add(entry.Attribute("id") ?? "");
        }

        foreach (var entry in entries.Where(entry => !printed.Exists(each => each.Of == entry.Key)))
            links.Children.RemoveAll(child => child is XmlBranch link && link.Attribute("Id") == Relation(entry.Value));
        foreach (var section in root.Descendants().Where(branch => branch.LocalName == "sldIdLst" && branch != list).ToList())
            Sectioned(section, numbers);
        changed[deck.Presentation] = PartCompiler.Bytes(root);
        changed[PackageLinks.PartOf(deck.Presentation)] = PartCompiler.Bytes(links);
    }

    /// <summary>A section of the presentation names the copies beside their slide.</summary>
    private static void Sectioned(XmlBranch section, Dictionary<string, List<string>> numbers)
    {
        foreach (var entry in section.Elements.ToList())
        {
            var at = section.Children.IndexOf(entry);
            section.Remove(entry);
            foreach (var number in numbers.GetValueOrDefault(entry.Attribute("id") ?? "") ?? [])
            {
                var copy = entry.Copy();
                copy.Set("id", number);
                section.Insert(at++, copy);
            }
        }
    }

    private static string? Relation(XmlBranch entry) =>
        entry.Attributes.Find(pair => pair.Name.EndsWith(":id", StringComparison.Ordinal)).Value;

    private static int Number(XmlBranch entry) =>
        int.TryParse(entry.Attribute("id"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 256;
}
