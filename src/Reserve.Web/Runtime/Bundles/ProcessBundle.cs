using System.Security.Cryptography;
using System.Text;
using Reserve.Engine.Xml;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>
/// A drawing and the rules and forms that travel with it, by path relative to the process's folder
/// (<c>rules/zones.dmn</c>, <c>forms/documents.json</c>).
/// </summary>
internal sealed record ProcessBundle(string Xml, IReadOnlyDictionary<string, string> Files)
{
    public const string Drawing = "process.bpmn";

    private static readonly string[] Kept = ["rules/*.dmn", "forms/*.json"];

    /// <summary>Every folder below <paramref name="root"/> that holds a drawing, in name order.</summary>
    public static IEnumerable<(string Name, ProcessBundle Bundle)> ReadAll(string root) =>
        !Directory.Exists(root)
            ? []
            : Directory
                .EnumerateDirectories(root)
                .Where(folder => File.Exists(Path.Combine(folder, Drawing)))
                .Order(StringComparer.Ordinal)
                .Select(folder => (Path.GetFileName(folder), Read(folder)));

    public static ProcessBundle Read(string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var pattern in Kept)
        {
            var (part, mask) = (Path.GetDirectoryName(pattern)!, Path.GetFileName(pattern));
            var place = Path.Combine(folder, part);
            if (!Directory.Exists(place))
                continue;
            foreach (var file in Directory.EnumerateFiles(place, mask))
                files.Add($"{part}/{Path.GetFileName(file)}", Text(file));
        }
        return new ProcessBundle(Text(Path.Combine(folder, Drawing)), files);
    }

    /// <summary>Forms are JSON; drawings and rules are XML in the encoding that they declare.</summary>
    private static string Text(string file) =>
        Path.GetExtension(file) == ".json"
            ? File.ReadAllText(file)
            : EncodedXml.Read(File.ReadAllBytes(file)).Text ?? File.ReadAllText(file);

    /// <summary>Whether there may be another version of this file: the drawing, or one that the process has.</summary>
    public bool Has(string path) => path == Drawing || Files.ContainsKey(path);

    /// <summary>The drawing or another file; null when there is none of that path.</summary>
    public string? Content(string path) => path == Drawing ? Xml : Files.GetValueOrDefault(path);

    /// <summary>The same with another content of one file, or without it.</summary>
    public ProcessBundle With(string path, string? content)
    {
        if (path == Drawing)
            return this with { Xml = content ?? "" };
        var files = new Dictionary<string, string>(Files, StringComparer.Ordinal);
        if (content is null)
            files.Remove(path);
        else
            files[path] = content;
        return this with { Files = files };
    }

    /// <summary>
    /// What this bundle changed since <paramref name="former"/>, made to <paramref name="next"/>, file by file; a file that both changed
    /// stays as it is here.
    /// </summary>
    public ProcessBundle Rebased(ProcessBundle former, ProcessBundle next)
    {
        var bundle = next;
        foreach (var path in Files.Keys.Concat(next.Files.Keys).Append(Drawing).Distinct(StringComparer.Ordinal))
        {
            var own = Content(path);
            if (own != former.Content(path))
                bundle = bundle.With(path, own);
        }
        return bundle;
    }

    /// <summary>SHA-256 over the drawing and every file with its path.</summary>
    public byte[] Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Xml);
        foreach (var (path, content) in Files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            Append(hash, path);
            Append(hash, content);
        }
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
