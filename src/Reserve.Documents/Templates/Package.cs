using System.Globalization;

namespace Reserve.Documents.Templates;

/// <summary>The parts of a file by name, each parsed at most once.</summary>
internal sealed class Package(List<(string Name, byte[] Bytes)> entries, TemplateLimits limits, List<TemplateProblem> problems)
{
    private readonly Dictionary<string, XmlBranch?> parsed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The highest number in the name of a part that a rendering brought (<c>reserve-3.xml</c>, <c>reserve-picture-3.png</c>): what was
    /// made once may be a template, and new parts are counted from there.
    /// </summary>
    public int HighestOfOurs =>
        entries
            .Select(entry => Path.GetFileNameWithoutExtension(entry.Name))
            .Where(name => name.StartsWith("reserve-", StringComparison.Ordinal))
            .Select(name => int.TryParse(name[(name.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture, out var number) ? number : 0)
            .DefaultIfEmpty()
            .Max();

    /// <summary>The parts in the order of the archive.</summary>
    public List<(string Name, byte[] Bytes)> Entries => entries;

    /// <summary>Adds a part, or gives it another content.</summary>
    public void Put(string part, byte[] bytes)
    {
        var at = entries.FindIndex(entry => string.Equals(entry.Name, part, StringComparison.OrdinalIgnoreCase));
        if (at < 0)
            entries.Add((part, bytes));
        else
            entries[at] = (entries[at].Name, bytes);
        parsed.Remove(part);
    }

    public byte[]? Bytes(string part) => entries.Find(entry => string.Equals(entry.Name, part, StringComparison.OrdinalIgnoreCase)).Bytes;

    /// <summary>The part as a tree, which no one may change; null when there is none, or none that can be read.</summary>
    public XmlBranch? Tree(string part)
    {
        if (!parsed.TryGetValue(part, out var root))
            parsed.Add(part, root = Bytes(part) is { } bytes ? OfficeParts.Parse(part, bytes, limits, problems) : null);
        return root;
    }

    public IReadOnlyList<PackageLink> Links(string part) => [.. PackageLinks.Of(part, Tree(PackageLinks.PartOf(part)))];

    /// <summary>The first part that a part leads to by a relationship of a type; null when there is none.</summary>
    public string? Linked(string part, string type) =>
        Links(part).Where(link => link.Type == type).Select(link => link.Target).FirstOrDefault();
}
