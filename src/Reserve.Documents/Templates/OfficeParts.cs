using System.Xml;

namespace Reserve.Documents.Templates;

/// <summary>What the package says about its parts: which carries the document, which may hold tags, what points outside.</summary>
internal sealed class OfficeParts
{
    private const string Office = "application/vnd.openxmlformats-officedocument.";
    public const string ContentTypes = "[Content_Types].xml";

    private static readonly (OfficeKind Kind, string Main, string Template)[] Kinds =
    [
        (OfficeKind.Document, Office + "wordprocessingml.document.main+xml", Office + "wordprocessingml.template.main+xml"),
        (OfficeKind.Workbook, Office + "spreadsheetml.sheet.main+xml", Office + "spreadsheetml.template.main+xml"),
        (OfficeKind.Presentation, Office + "presentationml.presentation.main+xml", Office + "presentationml.template.main+xml"),
    ];

    private static readonly string[] Templated =
    [
        .. Kinds.Where(kind => kind.Kind == OfficeKind.Document).SelectMany(kind => (string[])[kind.Main, kind.Template]),
        Office + "spreadsheetml.worksheet+xml",
        Office + "presentationml.slide+xml",
        Office + "presentationml.notesSlide+xml",
        Office + "drawing+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml",
        "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
    ];

    public OfficeKind Kind { get; private set; }

    /// <summary>The part that is the document, the workbook or the presentation.</summary>
    public string Main { get; private set; } = "";

    /// <summary>The parts in which tags are looked for, in the order of the archive, the document first.</summary>
    public List<string> TemplatedParts { get; } = [];

    /// <summary>Parts whose bytes differ from the file's: a template becomes a document, a link to a foreign template goes.</summary>
    public Dictionary<string, byte[]> Replaced { get; } = new(StringComparer.Ordinal);

    public static OfficeParts? Read(OfficeArchive archive, TemplateLimits limits, List<TemplateProblem> problems)
    {
        var parts = new OfficeParts();
        var types = archive.Entries.Find(entry => entry.Name == ContentTypes).Bytes;
        if (types is null)
        {
            problems.Add(new("", "", "", "это не файл .docx, .xlsx или .pptx: в архиве нет [Content_Types].xml"));
            return null;
        }

        if (Parse(ContentTypes, types, limits, problems) is not { } root)
            return null;
        parts.ReadContentTypes(root, archive, problems);
        foreach (var (name, bytes) in archive.Entries)
            if (name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase) && Parse(name, bytes, limits, problems) is { } relationships)
                parts.ReadRelationships(name, relationships, archive, limits, problems);
        return problems.Count == 0 ? parts : null;
    }

    /// <summary>The type of a part by the package's list of types; empty when it has none.</summary>
    public static string TypeOf(XmlBranch types, string part) =>
        types
            .Elements.FirstOrDefault(element => element.LocalName == "Override" && element.Attribute("PartName")?.TrimStart('/') == part)
            ?.Attribute("ContentType")
        ?? types
            .Elements.FirstOrDefault(element =>
                element.LocalName == "Default"
                && string.Equals(element.Attribute("Extension"), Path.GetExtension(part).TrimStart('.'), StringComparison.OrdinalIgnoreCase)
            )
            ?.Attribute("ContentType")
        ?? "";

    /// <summary>Looks for tags in a part that came from elsewhere, when its type may hold any.</summary>
    public void Offer(string part, string type)
    {
        if (Templated.Contains(type))
            TemplatedParts.Add(part);
    }

    public static XmlBranch? Parse(string part, ReadOnlyMemory<byte> bytes, TemplateLimits limits, List<TemplateProblem> problems)
    {
        try
        {
            return XmlTreeReader.Read(bytes, limits.XmlDepth);
        }
        catch (XmlException error)
        {
            problems.Add(
                new(
                    part,
                    "",
                    "",
                    error.Message.Contains("DTD", StringComparison.Ordinal)
                        ? "XML с DTD не принимается"
                        : $"неверный XML: строка {error.LineNumber}, позиция {error.LinePosition}"
                )
            );
            return null;
        }
    }

    private void ReadContentTypes(XmlBranch root, OfficeArchive archive, List<TemplateProblem> problems)
    {
        var byName = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var byExtension = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var element in root.Elements)
        {
            var type = element.Attribute("ContentType") ?? "";
            if (element.LocalName == "Override" && element.Attribute("PartName") is { } name)
                byName[name.TrimStart('/')] = type;
            else if (element.LocalName == "Default" && element.Attribute("Extension") is { } extension)
                byExtension[extension] = type;
        }

        var types = archive
            .Entries.Select(entry =>
                (
                    entry.Name,
                    Type: byName.TryGetValue(entry.Name, out var own)
                    || byExtension.TryGetValue(Path.GetExtension(entry.Name).TrimStart('.'), out own)
                        ? own
                        : ""
                )
            )
            .ToList();
        var macros = types.Exists(part =>
            part.Type.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase)
            || part.Type.Contains("vbaProject", StringComparison.OrdinalIgnoreCase)
            || part.Name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)
        );
        if (macros)
            problems.Add(new("", "", "", "документ с макросами не принимается: сохраните его без них (.docx, .xlsx, .pptx)"));
        var kind = Kinds.FirstOrDefault(kind => types.Exists(part => part.Type == kind.Main || part.Type == kind.Template));
        if (kind.Main is null)
        {
            if (!macros)
                problems.Add(new("", "", "", "это не документ Word, Excel или PowerPoint (.docx, .xlsx, .pptx)"));
            return;
        }

        Kind = kind.Kind;
        Main = types.Find(part => part.Type == kind.Main || part.Type == kind.Template).Name;
        TemplatedParts.AddRange(
            types.Where(part => Templated.Contains(part.Type)).OrderBy(part => part.Name == Main ? 0 : 1).Select(part => part.Name)
        );
        if (types.Exists(part => part.Type == kind.Template))
        {
            foreach (var element in root.Elements.Where(element => element.Attribute("ContentType") == kind.Template))
                element.Set("ContentType", kind.Main);
            Replaced[ContentTypes] = PartCompiler.Bytes(root);
        }
    }

    // A link to a page stays: nobody follows it unasked. A template elsewhere is cut off. Anything else outside would be fetched by whoever
    // opens the paper.
    private void ReadRelationships(
        string name,
        XmlBranch relationships,
        OfficeArchive archive,
        TemplateLimits limits,
        List<TemplateProblem> problems
    )
    {
        foreach (var relationship in relationships.Elements.ToArray())
        {
            if (relationship.Attribute("TargetMode") != "External")
                continue;
            var type = relationship.Attribute("Type") ?? "";
            if (type.EndsWith("/hyperlink", StringComparison.Ordinal))
                continue;
            if (!type.EndsWith("/attachedTemplate", StringComparison.Ordinal))
            {
                problems.Add(
                    new(
                        name,
                        "",
                        "",
                        $"внешняя ссылка не принимается: {type[(type.LastIndexOf('/') + 1)..]} (вставьте содержимое в документ)"
                    )
                );
                continue;
            }

            relationships.Remove(relationship);
            Replaced[name] = PartCompiler.Bytes(relationships);
            var settings = archive.Entries.Find(entry => entry.Name == "word/settings.xml");
            if (settings.Bytes is null || Parse(settings.Name, settings.Bytes, limits, problems) is not { } root)
                continue;
            foreach (var attached in root.Elements.Where(element => element.LocalName == "attachedTemplate").ToArray())
                root.Remove(attached);
            Replaced[settings.Name] = PartCompiler.Bytes(root);
        }
    }
}
