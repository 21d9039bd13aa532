namespace Reserve.Documents.Templates;

/// <summary>A relationship of a part (ECMA-376 part 2, 6.5).</summary>
/// <param name="Id">Its name within the part.</param>
/// <param name="Type">The last word of its type: <c>image</c>, <c>table</c>.</param>
/// <param name="Target">The part that it leads to; empty when that is outside.</param>
internal readonly record struct PackageLink(string Id, string Type, string Target);

/// <summary>Follows the relationships of a package's parts.</summary>
internal static class PackageLinks
{
    public const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    public const string StrictRelationships = "http://purl.oclc.org/ooxml/officeDocument/relationships";

    /// <summary>The part that holds the relationships of another.</summary>
    public static string PartOf(string part)
    {
        var slash = part.LastIndexOf('/');
        return $"{part[..(slash + 1)]}_rels/{part[(slash + 1)..]}.rels";
    }

    /// <summary>A part of relationships; an empty one where there is none.</summary>
    public static XmlBranch Read(byte[]? part) =>
        XmlTreeReader.Read(
            part ?? "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>"u8.ToArray(),
            depth: 8
        );

    /// <summary>Adds a relationship.</summary>
    /// <param name="relationships">Where to.</param>
    /// <param name="id">Its name within the part.</param>
    /// <param name="type">The last word of its type.</param>
    /// <param name="target">The part that it leads to.</param>
    public static void Add(XmlBranch relationships, string id, string type, string target)
    {
        var link = new XmlBranch(relationships.Prefix + "Relationship", "Relationship", Vocabulary.Other);
        link.Set("Id", id);
        link.Set("Type", $"{Relationships}/{type}");
        link.Set("Target", "/" + target);
        relationships.Add(link);
    }

    /// <summary>The relationships in a parsed part of them.</summary>
    public static IEnumerable<PackageLink> Of(string part, XmlBranch? relationships) =>
        (relationships?.Elements ?? [])
            .Where(element => element.LocalName == "Relationship")
            .Select(element =>
            {
                var type = element.Attribute("Type") ?? "";
                return new PackageLink(
                    element.Attribute("Id") ?? "",
                    type[(type.LastIndexOf('/') + 1)..],
                    element.Attribute("TargetMode") == "External" ? "" : Resolve(part, element.Attribute("Target") ?? "")
                );
            });

    private static string Resolve(string part, string target)
    {
        if (target.StartsWith('/'))
            return target[1..];
        var steps = part.Split('/')[..^1].ToList();
        foreach (var step in target.Split('/'))
        {
            if (step == ".." && steps.Count > 0)
                steps.RemoveAt(steps.Count - 1);
            else if (step is not ("" or "." or ".."))
                steps.Add(step);
        }

        return string.Join('/', steps);
    }
}
