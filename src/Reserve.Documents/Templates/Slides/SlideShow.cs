using System.Globalization;

namespace Reserve.Documents.Templates;

/// <summary>The slides of one result: each printed slide has a part of its own.</summary>
internal sealed class SlideShow(SlideDeck deck, Package package, FilledPackage filled)
{
    private readonly int former = package.HighestOfOurs;
    private readonly List<(string Of, string Part)> printed = [];
    private readonly Dictionary<string, string> typeOf = new(StringComparer.Ordinal);

    /// <summary>Begins a slide: the part that it is printed to.</summary>
    public string Begin(string slide)
    {
        var part = printed.Exists(each => each.Of == slide) ? Copied(slide) : slide;
        printed.Add((slide, part));
        return part;
    }

    /// <summary>Tells the slide that was begun and its notes, when they have tags.</summary>
    public void Add(Utf8Buffer? rendered, Utf8Buffer? notes)
    {
        var (slide, part) = printed[^1];
        Put(part, slide, rendered);
        if (deck.NotesOf(slide) is not { } from)
            return;
        var to =
            part == slide ? from : string.Create(CultureInfo.InvariantCulture, $"ppt/notesSlides/reserve-{former + printed.Count}.xml");
        Put(to, from, notes);
        if (part != slide)
            Link(slide, part, from, to);
    }

    /// <summary>Puts the slides in their order, and what tells of them; nothing when all are printed once.</summary>
    public void Finish()
    {
        var known = package.Tree(deck.Presentation)!.Element("sldIdLst")!.Elements.Count();
        if (printed.Count == known && printed.All(each => each.Of == each.Part))
            return;
        var gone = deck.Parts.Where(slide => !printed.Exists(each => each.Of == slide)).ToHashSet(StringComparer.Ordinal);
        foreach (var slide in gone.ToArray())
        {
            if (deck.NotesOf(slide) is { } notes)
                gone.Add(notes);
        }

        foreach (var part in gone)
        {
            filled.Put(part, new FilledPart.Gone());
            if (package.Has(PackageLinks.PartOf(part)))
                filled.Put(PackageLinks.PartOf(part), new FilledPart.Gone());
        }

        Order();
        var types = filled.Change(OfficeParts.ContentTypes)!;
        types.Children.RemoveAll(child => child is XmlBranch type && gone.Contains((type.Attribute("PartName") ?? "").TrimStart('/')));
        foreach (var (part, from) in typeOf)
        {
            var entry = new XmlBranch(types.Prefix + "Override", "Override", Vocabulary.Other);
            entry.Set("PartName", "/" + part);
            entry.Set("ContentType", OfficeParts.TypeOf(types, from));
            types.Add(entry);
        }
    }

    private string Copied(string slide)
    {
        var part = string.Create(CultureInfo.InvariantCulture, $"ppt/slides/reserve-{former + printed.Count + 1}.xml");
        if (package.Has(PackageLinks.PartOf(slide)))
            filled.Put(PackageLinks.PartOf(part), new FilledPart.Copied(PackageLinks.PartOf(slide)));
        return part;
    }

    private void Put(string part, string from, Utf8Buffer? rendered)
    {
        if (part != from)
            typeOf[part] = from;
        if (rendered is not null)
            filled.Put(part, new FilledPart.Rendered(rendered));
        else if (part != from)
            filled.Put(part, new FilledPart.Copied(from));
    }

    /// <summary>A slide's copy leads to notes of its own, and these lead back to it.</summary>
    private void Link(string slide, string copy, string notes, string notesCopy)
    {
        filled.Put(PackageLinks.PartOf(copy), Relinked(slide, notes, notesCopy));
        filled.Put(PackageLinks.PartOf(notesCopy), Relinked(notes, slide, copy));
    }

    private FilledPart.Grown Relinked(string part, string from, string to)
    {
        var root = package.Tree(PackageLinks.PartOf(part))!.Copy();
        var old = PackageLinks.Of(part, root).Where(link => link.Target == from).Select(link => link.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var link in root.Elements.Where(link => old.Contains(link.Attribute("Id") ?? "")))
            link.Set("Target", "/" + to);
        return new(root);
    }

    private void Order()
    {
        var root = filled.Change(deck.Presentation)!;
        var links = filled.Change(PackageLinks.PartOf(deck.Presentation))!;
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
