using System.Collections.Concurrent;
using System.Globalization;

namespace Reserve.Documents.Templates;

/// <summary>The parts of a file by name, each parsed and packed at most once.</summary>
internal sealed class Package
{
    private readonly ConcurrentDictionary<string, XmlBranch?> parsed = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, IReadOnlyList<PackageLink>> links = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PackedPart> packed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> places = new(StringComparer.OrdinalIgnoreCase);
    private readonly TemplateLimits limits;
    private List<TemplateProblem>? problems;

    public Package(List<(string Name, byte[] Bytes)> entries, TemplateLimits limits, List<TemplateProblem> problems)
    {
        (Entries, this.limits, this.problems) = (entries, limits, problems);
        foreach (var (name, _) in entries)
            places.TryAdd(name, places.Count);
    }

    /// <summary>
    /// The highest number in the name of a part that a rendering brought (<c>reserve-3.xml</c>, <c>reserve-picture-3.png</c>): what was
    /// made once may be a template, and new parts are counted from there.
    /// </summary>
    public int HighestOfOurs =>
        Entries
            .Select(entry => Path.GetFileNameWithoutExtension(entry.Name))
            .Where(name => name.StartsWith("reserve-", StringComparison.Ordinal))
            .Select(name => int.TryParse(name[(name.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture, out var number) ? number : 0)
            .DefaultIfEmpty()
            .Max();

    /// <summary>The parts in the order of the archive.</summary>
    public List<(string Name, byte[] Bytes)> Entries { get; }

    /// <summary>From now on nothing is changed, any number of threads may read, and what cannot be read is told nobody.</summary>
    public void Seal() => problems = null;

    /// <summary>Adds a part, or gives it another content.</summary>
    public void Put(string part, byte[] bytes)
    {
        if (places.TryAdd(part, Entries.Count))
            Entries.Add((part, bytes));
        else
            Entries[places[part]] = (Entries[places[part]].Name, bytes);
        parsed.TryRemove(part, out _);
        links.Clear();
    }

    public void Remove(string part)
    {
        Entries.RemoveAt(places[part]);
        places.Clear();
        foreach (var (name, _) in Entries)
            places.TryAdd(name, places.Count);
        parsed.TryRemove(part, out _);
        links.Clear();
    }

    public bool Has(string part) => places.ContainsKey(part);

    public byte[]? Bytes(string part) => places.TryGetValue(part, out var at) ? Entries[at].Bytes : null;

    /// <summary>The part as a tree, which no one may change; null when there is none, or none that can be read.</summary>
    public XmlBranch? Tree(string part) =>
        parsed.GetOrAdd(
            part,
            static (part, package) =>
                package.Bytes(part) is { } bytes ? OfficeParts.Parse(part, bytes, package.limits, package.problems ?? []) : null,
            this
        );

    /// <summary>A part that is there, packed as it is.</summary>
    public PackedPart Packed(string part) =>
        packed.GetOrAdd(part, static (part, package) => PackedPart.Of(part, package.Bytes(part)), this);

    public IReadOnlyList<PackageLink> Links(string part) =>
        links.GetOrAdd(part, static (part, package) => [.. PackageLinks.Of(part, package.Tree(PackageLinks.PartOf(part)))], this);

    /// <summary>The first part that a part leads to by a relationship of a type; null when there is none.</summary>
    public string? Linked(string part, string type) =>
        Links(part).Where(link => link.Type == type).Select(link => link.Target).FirstOrDefault();
}
