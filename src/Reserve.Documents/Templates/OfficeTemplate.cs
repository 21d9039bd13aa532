using System.Text.Json;

namespace Reserve.Documents.Templates;

/// <summary>
/// A Word document, a workbook or a presentation with tags, compiled once and rendered any number of times, from any number of threads.
/// Tags: <c>{name}</c>, <c>{a.b}</c>, <c>{.}</c>, <c>{$number}</c>, <c>{name | format}</c>, <c>{#rows}…{/rows}</c>,
/// <c>{^flag}…{/flag}</c>, <c>{%picture}</c>; doubled braces are braces.
/// They may stand in the document, headers, footers, notes, comments, text boxes, chart titles, descriptions of pictures, the title of
/// the file and the workbook behind a chart, and may be cut over runs.
/// A section whose ends stand in different cells repeats the rows between; one whose ends stand in different paragraphs repeats
/// the paragraphs between, and a paragraph or row that holds nothing but a section's tag disappears.
/// </summary>
public sealed partial class OfficeTemplate
{
    private readonly TemplateOptions options;
    private readonly Dictionary<string, PartProgram> programs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Embedded, OfficeTemplate Workbook)> charts = new(StringComparer.Ordinal);
    private readonly List<Tag> tags = [];
    private readonly List<TemplateProblem> problems;
    private readonly Package package;
    private readonly Dictionary<string, PartProgram> slides = new(StringComparer.Ordinal);
    private SheetBook? book;
    private SlideDeck? deck;
    private PartInclusion? inclusion;
    private PartProgram? order;
    private ListNumbers? lists;
    private string? numbering;

    private OfficeTemplate(TemplateOptions options, List<(string, byte[])> entries, List<TemplateProblem> problems)
    {
        (this.options, this.problems) = (options, problems);
        package = new(entries, options.Limits, problems);
    }

    /// <summary>What is wrong with the file itself; with any, <see cref="Render"/> writes nothing.</summary>
    public IReadOnlyList<TemplateProblem> Problems => problems;

    /// <summary>What the file is.</summary>
    public OfficeKind Kind { get; private set; }

    /// <summary>The tags in the order in which they stand, those of workbooks behind charts last.</summary>
    public IReadOnlyList<TemplateTag> Tags =>
        [
            .. tags.Select(tag => tag.Describe()),
            .. charts.SelectMany(chart => chart.Value.Workbook.Tags.Select(Within(chart.Value.Embedded))),
        ];

    /// <summary>Reads and compiles a template.</summary>
    /// <param name="file">A .docx, .xlsx or .pptx file or a template of these (.dotx …), read to its end; macro-enabled, encrypted and
    /// oversized files become problems.</param>
    /// <param name="options">Limits and expressions; <see cref="TemplateOptions.Default"/> when left out.</param>
    /// <returns>The template; look at <see cref="Problems"/>. Exceptions come only from reading <paramref name="file"/>.</returns>
    public static OfficeTemplate Open(Stream file, TemplateOptions? options = null)
    {
        options ??= TemplateOptions.Default;
        var problems = new List<TemplateProblem>();
        var archive = OfficeArchive.Read(file, options.Limits, problems);
        var parts = archive is null ? null : OfficeParts.Read(archive, options.Limits, problems);
        if (archive is null || parts is null)
            return new(options, [], problems);

        var template = new OfficeTemplate(options, archive.Entries, problems) { Kind = parts.Kind };
        foreach (var (part, bytes) in parts.Replaced)
            template.package.Put(part, bytes);
        template.Compile(template.Read(parts));
        template.Trim(problems);
        template.package.Seal();
        return template;
    }

    /// <summary>Fills the template.</summary>
    /// <param name="data">An object. A number is printed as it is written in the JSON, null as nothing; a text's line breaks and tabs
    /// stay.</param>
    /// <param name="output">Where the document goes; untouched when there is a problem.</param>
    /// <returns>All problems of template and data; none when the document has been written.</returns>
    public IReadOnlyList<TemplateProblem> Render(JsonElement data, Stream output)
    {
        var (filled, found) = Fill(data);
        filled?.Write(output);
        return found;
    }

    private static Func<TemplateProblem, TemplateProblem> Inside(string embedded) =>
        problem => problem with { Part = problem.Part.Length == 0 ? embedded : $"{embedded} → {problem.Part}" };

    private static Func<TemplateTag, TemplateTag> Within(string embedded) => tag => tag with { Part = $"{embedded} → {tag.Part}" };

    /// <summary>The parts in which tags are looked for, with what they include.</summary>
    private List<(string Part, XmlBranch Root)> Read(OfficeParts parts)
    {
        var read = new List<(string, XmlBranch)>();
        inclusion = new PartInclusion(package, parts, options, problems);
        // What is included may bring parts of its own.
        for (var at = 0; at < parts.TemplatedParts.Count; at++)
        {
            var part = parts.TemplatedParts[at];
            // The rows of a sheet are asked for again when it has been filled.
            var root =
                parts.Kind == OfficeKind.Workbook
                    ? package.Tree(part)?.Copy()
                    : OfficeParts.Parse(part, package.Bytes(part)!, options.Limits, problems);
            if (root is null)
                continue;
            if (parts.Kind == OfficeKind.Document)
                inclusion.Expand(part, root);
            read.Add((part, root));
        }

        Prepare(parts);
        return read;
    }

    private void Prepare(OfficeParts parts)
    {
        switch (parts.Kind)
        {
            case OfficeKind.Workbook:
                book = new(package, parts.Main);
                SheetRecompute.Ask(package, parts.Main);
                break;
            case OfficeKind.Presentation:
                deck = new(package, parts.Main);
                if (deck.Parts.Count == 0)
                    deck = null;
                break;
            case OfficeKind.Document:
                numbering = package.Linked(parts.Main, "numbering");
                if (numbering is not null && package.Tree(numbering) is not null)
                    lists = new(package.Linked(parts.Main, "styles") is { } styles ? package.Tree(styles) : null);
                break;
        }
    }

    private void Compile(List<(string Part, XmlBranch Root)> parts)
    {
        var own = new HashSet<TemplateProblem>();
        var scanned = parts.ConvertAll(part => (part.Part, part.Root, Markers: Scan(part.Part, part.Root, own)));
        order = deck?.Compile(own);
        foreach (var (part, root, markers) in scanned)
            Compile(part, root, deck?.Parts.Contains(part) == true ? deck.MarkersOf(part) : markers, own);
        problems.AddRange(own);
    }

    private List<XmlMarker> Scan(string part, XmlBranch root, HashSet<TemplateProblem> own)
    {
        var sheet = book?.Of(part);
        if (sheet is not null)
            book!.Prepare(root);
        var before =
            sheet is not null ? $"лист «{sheet.Name}», "
            : deck?.Parts.ToList().IndexOf(part) is >= 0 and var at ? $"слайд {at + 1}, "
            : "";
        var scanner = new TagScanner(part, own, before);
        scanner.Scan(root);
        tags.AddRange(scanner.Markers.Select(marker => marker.Tag));
        foreach (var marker in scanner.Markers)
            if (marker.Tag.Compile(options.Expressions) is { } problem)
                own.Add(problem);
        deck?.Add(part, scanner.Markers);
        return scanner.Markers;
    }

    private void Compile(string part, XmlBranch root, List<XmlMarker> markers, HashSet<TemplateProblem> own)
    {
        CellColours.Place(markers, own);
        if (deck?.Parts.Contains(part) == true)
            SlidePictures.Place(markers, part, package, own);
        book?.Dates(markers);
        SectionPlacer.Place(markers, own);
        lists?.Place(root);
        var changed = markers.Count > 0 || book?.Of(part) is not null || inclusion?.Changed(part) == true;
        if (deck?.Owns(part) == true)
            slides[part] = PartCompiler.Compile(part, root, own);
        else if (changed)
            programs[part] = PartCompiler.Compile(part, root, own);
        if (root.LocalName == "chartSpace" && package.Linked(part, "package") is { } embedded && package.Bytes(embedded) is { } bytes)
            CompileChart(part, embedded, bytes);
    }

    private void CompileChart(string part, string embedded, byte[] bytes)
    {
        var workbook = Open(new MemoryStream(bytes, writable: false), options);
        // A chart whose workbook cannot be read, or has no tags, stays as it is.
        if (workbook.Kind != OfficeKind.Workbook || workbook.tags.Count == 0)
            return;
        charts[part] = (embedded, workbook);
        problems.AddRange(workbook.Problems.Select(Inside(embedded)));
    }

    private List<TemplateProblem> Trim(List<TemplateProblem> found)
    {
        var most = options.Limits.Problems;
        if (found.Count > most)
        {
            var rest = found.Count - most;
            found.RemoveRange(most, rest);
            found.Add(new("", "", "", $"и ещё: {rest}"));
        }

        return found;
    }
}
