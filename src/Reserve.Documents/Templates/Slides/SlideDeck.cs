namespace Reserve.Documents.Templates;

/// <summary>The slides of a presentation in their order, and which of them are repeated.</summary>
internal sealed class SlideDeck
{
    private readonly Package package;
    private readonly List<(string Part, List<XmlMarker> Markers)> slides = [];

    public SlideDeck(Package package, string presentation)
    {
        (this.package, Presentation) = (package, presentation);
        var links = package.Links(presentation);
        foreach (var slide in package.Tree(presentation)?.Element("sldIdLst")?.Elements ?? [])
        {
            var id = slide.Attributes.Find(pair => pair.Name.EndsWith(":id", StringComparison.Ordinal)).Value;
            if (
                links.FirstOrDefault(link => link.Id == id && link.Type == "slide") is { Target.Length: > 0 } link
                && !slides.Exists(known => known.Part == link.Target)
                && package.Bytes(link.Target) is not null
            )
                slides.Add((link.Target, []));
        }
    }

    public string Presentation { get; }

    /// <summary>The parts of the slides; an instruction names one by its place here.</summary>
    public IReadOnlyList<string> Parts => slides.ConvertAll(slide => slide.Part);

    /// <summary>The notes of a slide; null when it has none.</summary>
    public string? NotesOf(string slide) => package.Linked(slide, "notesSlide");

    /// <summary>Whether tags of a part belong to one slide, so that it is filled with it.</summary>
    public bool Owns(string part) => slides.Exists(slide => slide.Part == part || NotesOf(slide.Part) == part);

    /// <summary>Tells the tags of a slide.</summary>
    public void Add(string part, List<XmlMarker> markers) => slides.Find(slide => slide.Part == part).Markers?.AddRange(markers);

    /// <summary>
    /// Takes the sections out of the slides whose ends stand in different shapes or slides: they repeat the slides from the one end to the
    /// other. What is left in the slides repeats within its shape.
    /// </summary>
    public PartProgram Compile(ICollection<TemplateProblem> problems)
    {
        var (starts, ends) = Sections();
        var program = new List<Instruction>();
        var open = new Stack<(int At, Tag Tag)>();
        for (var at = 0; at < slides.Count; at++)
        {
            foreach (var tag in starts[at])
            {
                open.Push((program.Count, tag));
                program.Add(new(Op.Section, Tag: tag));
            }

            program.Add(new(Op.Slide, at));
            foreach (var tag in ends[at])
            {
                if (!open.TryPeek(out var last) || last.Tag != tag)
                {
                    problems.Add(tag.Problem("раздел перекрещивается с другим"));
                    continue;
                }

                open.Pop();
                program[last.At] = program[last.At] with { Next = program.Count };
            }
        }

        return new(Presentation, [], [.. program], firstFreshId: 1);
    }

    private (List<Tag>[] Starts, List<Tag>[] Ends) Sections()
    {
        var starts = slides.Select(_ => new List<Tag>()).ToArray();
        var ends = slides.Select(_ => new List<Tag>()).ToArray();
        var open = new Stack<(int Slide, XmlMarker Marker)>();
        for (var at = 0; at < slides.Count; at++)
        {
            foreach (var marker in slides[at].Markers.ToArray())
            {
                if (marker.Tag.Opens)
                {
                    open.Push((at, marker));
                    continue;
                }

                // What does not match is told when its slide is compiled.
                if (marker.Tag.Kind != TemplateTagKind.Close || !open.TryPop(out var start))
                    continue;
                var named = marker.Tag.Expression.Length == 0 || marker.Tag.Expression == start.Marker.Tag.Expression;
                if (!named || (start.Slide == at && Shape(start.Marker) == Shape(marker)))
                    continue;
                starts[start.Slide].Add(start.Marker.Tag);
                ends[at].Add(start.Marker.Tag);
                start.Marker.Tag.Order += (start.Slide + 1) * 1_000_000;
                SectionPlacer.Detach(start.Marker);
                SectionPlacer.Detach(marker);
                slides[start.Slide].Markers.Remove(start.Marker);
            }

            slides[at].Markers.RemoveAll(marker => marker.Parent is null);
        }

        // Sections that begin on one slide: the one that was opened first is the outermost.
        foreach (var each in starts)
            each.Sort((one, other) => one.Order - other.Order);
        return (starts, ends);
    }

    /// <summary>The tags of a slide that repeat within it.</summary>
    public List<XmlMarker> MarkersOf(string part) => slides.Find(slide => slide.Part == part).Markers ?? [];

    private static XmlBranch? Shape(XmlMarker marker) =>
        marker.Parent?.Around(branch => branch.LocalName is "sp" or "graphicFrame" or "cxnSp" or "pic");
}
