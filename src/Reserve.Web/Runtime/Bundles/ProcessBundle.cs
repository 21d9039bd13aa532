using System.Collections.Frozen;
using System.Security.Cryptography;
using Reserve.Engine.Xml;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>
/// A drawing and what travels with it, by path relative to the process's folder: rules, forms, letters, samples and a text about it
/// (<c>rules/zones.dmn</c>, <c>forms/documents.json</c>, <c>README.md</c>), and the templates of its papers
/// (<c>templates/order.docx</c>).
/// </summary>
internal sealed record ProcessBundle(string Xml, IReadOnlyDictionary<string, string> Files, IReadOnlyDictionary<string, byte[]> Templates)
{
    public const string Drawing = "process.bpmn";
    public const string Readme = "README.md";

    public static ProcessBundle Empty { get; } = new("", FrozenDictionary<string, string>.Empty);

    public ProcessBundle(string xml, IReadOnlyDictionary<string, string> files)
        : this(xml, files, FrozenDictionary<string, byte[]>.Empty) { }

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
        var bundle = Empty;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var path = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
            if (BundleFile.KindOf(path) is { } kind)
                bundle = bundle.With(path, Content(kind, File.ReadAllBytes(file)));
        }
        return bundle;
    }

    /// <summary>Templates are bytes; drawings and rules are XML in the encoding that they declare; the rest is UTF-8.</summary>
    public static BundleContent Content(BundleFileKind kind, byte[] bytes)
    {
        var text = kind switch
        {
            BundleFileKind.Template => null,
            BundleFileKind.Drawing or BundleFileKind.Rule when EncodedXml.Read(bytes).Text is { } xml => xml,
            _ => new StreamReader(new MemoryStream(bytes)).ReadToEnd(),
        };
        return new BundleContent(text, text is null ? bytes : null);
    }

    /// <summary>The paths of all files, the drawing first.</summary>
    public IEnumerable<string> Paths =>
        (Xml.Length == 0 ? Enumerable.Empty<string>() : [Drawing]).Concat(Files.Keys.Concat(Templates.Keys).Order(StringComparer.Ordinal));

    /// <summary>A file; null when there is none of that path.</summary>
    public BundleContent? Content(string path) =>
        path == Drawing ? (Xml.Length == 0 ? null : BundleContent.Of(Xml))
        : Files.TryGetValue(path, out var text) ? BundleContent.Of(text)
        : Templates.TryGetValue(path, out var bytes) ? BundleContent.Of(bytes)
        : null;

    /// <summary>The same with another content of one file, or without it.</summary>
    public ProcessBundle With(string path, BundleContent? content)
    {
        if (path == Drawing)
            return this with { Xml = content?.Text ?? "" };
        var files = new SortedDictionary<string, string>(Files.ToDictionary(), StringComparer.Ordinal);
        var templates = new SortedDictionary<string, byte[]>(Templates.ToDictionary(), StringComparer.Ordinal);
        files.Remove(path);
        templates.Remove(path);
        if (content?.Text is { } text)
            files[path] = text;
        if (content?.Bytes is { } bytes)
            templates[path] = bytes;
        return this with { Files = files, Templates = templates };
    }

    /// <summary>
    /// What this bundle changed since <paramref name="former"/>, made to <paramref name="next"/>, file by file; a file that both changed
    /// stays as it is here.
    /// </summary>
    public ProcessBundle Rebased(ProcessBundle former, ProcessBundle next)
    {
        var bundle = next;
        foreach (var path in Paths.Concat(next.Paths).Distinct(StringComparer.Ordinal))
        {
            var own = Content(path);
            var was = former.Content(path);
            if (own is null ? was is not null : !own.Is(was))
                bundle = bundle.With(path, own);
        }
        return bundle;
    }

    /// <summary>SHA-256 over every file with its path.</summary>
    public byte[] Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, BundleContent.Of(Xml).Raw);
        foreach (var path in Files.Keys.Concat(Templates.Keys).Order(StringComparer.Ordinal))
        {
            Append(hash, BundleContent.Of(path).Raw);
            Append(hash, Content(path)!.Raw);
        }
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, byte[] bytes)
    {
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
