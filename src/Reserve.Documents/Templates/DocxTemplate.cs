using System.IO.Compression;
using System.Text.Json;

namespace Reserve.Documents.Templates;

/// <summary>
/// A Word document with tags, compiled once and rendered any number of times, from any number of threads.
/// Tags: <c>{name}</c>, <c>{a.b}</c>, <c>{.}</c>, <c>{$number}</c>, <c>{#rows}…{/rows}</c>, <c>{^flag}…{/flag}</c>, <c>{%picture}</c>.
/// They may stand in the document, headers, footers, notes, comments, text boxes and chart titles, and may be cut over runs.
/// A section whose ends stand in different cells repeats the rows between; one whose ends stand in different paragraphs repeats
/// the paragraphs between, and a paragraph that holds nothing but a section's tag disappears.
/// </summary>
public sealed class DocxTemplate
{
    private readonly TemplateOptions options;
    private readonly List<(string Name, byte[] Bytes)> entries;
    private readonly Dictionary<string, PartProgram> programs = new(StringComparer.Ordinal);
    private readonly List<Tag> tags = [];
    private readonly List<TemplateProblem> problems;

    private DocxTemplate(TemplateOptions options, List<(string, byte[])> entries, List<TemplateProblem> problems) =>
        (this.options, this.entries, this.problems) = (options, entries, problems);

    /// <summary>What is wrong with the file itself; with any, <see cref="Render"/> writes nothing.</summary>
    public IReadOnlyList<TemplateProblem> Problems => problems;

    /// <summary>The tags in the order in which they stand.</summary>
    public IReadOnlyList<TemplateTag> Tags => [.. tags.Select(tag => tag.Describe())];

    /// <summary>Reads and compiles a template.</summary>
    /// <param name="file">A .docx or .dotx file, read to its end; macro-enabled, encrypted and oversized files become problems.</param>
    /// <param name="options">Limits and expressions; <see cref="TemplateOptions.Default"/> when left out.</param>
    /// <returns>The template; look at <see cref="Problems"/>. Exceptions come only from reading <paramref name="file"/>.</returns>
    public static DocxTemplate Open(Stream file, TemplateOptions? options = null)
    {
        options ??= TemplateOptions.Default;
        var problems = new List<TemplateProblem>();
        var archive = DocxArchive.Read(file, options.Limits, problems);
        var parts = archive is null ? null : DocxParts.Read(archive, options.Limits, problems);
        if (archive is null || parts is null)
            return new(options, [], problems);

        var template = new DocxTemplate(options, archive.Entries, problems);
        foreach (var part in parts.TemplatedParts)
            template.Compile(part, archive.Entries.Find(entry => entry.Name == part).Bytes);
        for (var at = 0; at < template.entries.Count; at++)
            if (parts.Replaced.TryGetValue(template.entries[at].Name, out var bytes))
                template.entries[at] = (template.entries[at].Name, bytes);
        template.Trim(problems);
        return template;
    }

    /// <summary>Fills the template.</summary>
    /// <param name="data">An object. A number is printed as it is written in the JSON, null as nothing; a text's line breaks and tabs
    /// stay.</param>
    /// <param name="output">Where the document goes; untouched when there is a problem.</param>
    /// <returns>All problems of template and data; none when the document has been written.</returns>
    public IReadOnlyList<TemplateProblem> Render(JsonElement data, Stream output)
    {
        var found = new List<TemplateProblem>(problems);
        if (data.ValueKind != JsonValueKind.Object)
            found.Add(new("", "", "", "данные должны быть объектом JSON"));
        if (found.Count > 0)
        {
            CheckNames(data, found);
            return found;
        }

        var pictures = new PictureShelf();
        var rendered = new Dictionary<string, Utf8Buffer>(StringComparer.Ordinal);
        try
        {
            foreach (var program in programs.Values)
            {
                var own = new List<TemplateProblem>();
                if (new PartRenderer(program, data, options, pictures, own).Render() is { } buffer)
                    rendered.Add(program.Part, buffer);
                found.AddRange(own);
            }

            if (found.Count == 0)
                Pack(rendered, pictures, output);
        }
        finally
        {
            foreach (var buffer in rendered.Values)
                buffer.Release();
        }

        return Trim(found);
    }

    private void Compile(string part, byte[] bytes)
    {
        var own = new HashSet<TemplateProblem>();
        var reading = new List<TemplateProblem>();
        if (DocxParts.Parse(part, bytes, options.Limits, reading) is { } root)
        {
            var scanner = new TagScanner(part, own);
            scanner.Scan(root);
            tags.AddRange(scanner.Markers.Select(marker => marker.Tag));
            foreach (var marker in scanner.Markers)
                CompileExpression(marker.Tag, own);
            SectionPlacer.Place(scanner.Markers, own);
            if (scanner.Markers.Count > 0)
                programs[part] = PartCompiler.Compile(part, root, own);
        }

        problems.AddRange(reading);
        problems.AddRange(own);
    }

    private void CompileExpression(Tag tag, HashSet<TemplateProblem> own)
    {
        if (tag.Path is not null || tag.Kind == TemplateTagKind.Close || options.Expressions is not { } compiler)
            return;
        var (evaluate, problem) = compiler(tag.Expression);
        tag.Evaluate = evaluate;
        if (problem is not null)
            own.Add(tag.Problem(problem));
    }

    // With broken sections the scopes are unknown; a name that occurs nowhere in the data is wrong all the same.
    private void CheckNames(JsonElement data, List<TemplateProblem> found)
    {
        if (data.ValueKind != JsonValueKind.Object || options.MissingValuesAreEmpty)
            return;
        var names = new HashSet<string>(StringComparer.Ordinal);
        Names(data, names);
        foreach (var tag in tags)
            if (
                tag is { Kind: TemplateTagKind.Value or TemplateTagKind.Picture, Path: [var first, ..] }
                && !first.StartsWith('$')
                && !names.Contains(first)
            )
                found.Add(tag.Problem($"в данных нет «{tag.Expression}»"));
    }

    private static void Names(JsonElement data, HashSet<string> names)
    {
        if (data.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in data.EnumerateObject())
            {
                names.Add(property.Name);
                Names(property.Value, names);
            }
        }
        else if (data.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in data.EnumerateArray())
                Names(item, names);
        }
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

    private void Pack(Dictionary<string, Utf8Buffer> rendered, PictureShelf pictures, Stream output)
    {
        var whole = new MemoryStream();
        using (var zip = new ZipArchive(whole, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                if (rendered.TryGetValue(name, out var buffer))
                    Write(zip, name, buffer.Written);
                else if (!pictures.IsEmpty && name == DocxParts.ContentTypes)
                    Write(zip, name, PictureShelf.ContentTypes(bytes));
                else if (
                    pictures.IsEmpty
                    || !name.EndsWith(".rels", StringComparison.Ordinal)
                    || !pictures.Parts.Any(part => RelationshipsOf(part) == name)
                )
                    Write(zip, name, bytes);
            }

            foreach (var part in pictures.Parts)
            {
                var name = RelationshipsOf(part);
                Write(zip, name, pictures.Relationships(part, entries.Find(entry => entry.Name == name).Bytes));
            }

            foreach (var (name, bytes) in pictures.Files)
                Write(zip, name, bytes, CompressionLevel.NoCompression);
        }

        whole.Position = 0;
        whole.CopyTo(output);
    }

    private static string RelationshipsOf(string part)
    {
        var slash = part.LastIndexOf('/');
        return $"{part[..(slash + 1)]}_rels/{part[(slash + 1)..]}.rels";
    }

    private static void Write(ZipArchive zip, string name, ReadOnlySpan<byte> bytes, CompressionLevel level = CompressionLevel.Optimal)
    {
        var entry = zip.CreateEntry(name, level);

        // A fixed time, the earliest that the format has: the same data give the same bytes.
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var stream = entry.Open();
        stream.Write(bytes);
    }
}
