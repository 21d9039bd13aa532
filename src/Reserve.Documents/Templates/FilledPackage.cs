using System.IO.Compression;

namespace Reserve.Documents.Templates;

/// <summary>A result that is not written yet: the template's parts, those that were filled, and what came to them.</summary>
internal sealed class FilledPackage(List<(string Name, byte[] Bytes)> entries, Shelf shelf)
{
    private readonly Dictionary<string, Utf8Buffer> rendered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> replaced = new(StringComparer.Ordinal);

    /// <summary>Of a workbook: how a reference from outside has changed.</summary>
    public Func<string, string>? Outer { get; set; }

    public void Put(string part, Utf8Buffer buffer) => rendered.Add(part, buffer);

    public void Put(string part, byte[] bytes) => replaced[part] = bytes;

    public Func<string, string> Put((Dictionary<string, byte[]> Changed, Func<string, string> Outer) finished)
    {
        foreach (var (part, bytes) in finished.Changed)
            Put(part, bytes);
        return finished.Outer;
    }

    /// <summary>The parts as they are by now.</summary>
    public Package Parsed(TemplateLimits limits) => new([.. Parts().Select(part => (part.Name, part.Bytes.ToArray()))], limits, []);

    /// <summary>Writes the archive and gives the memory back.</summary>
    public void Write(Stream output)
    {
        try
        {
            var whole = new MemoryStream();
            using (var zip = new ZipArchive(whole, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (var (name, bytes) in Parts())
                    Write(zip, name, bytes.Span);
                foreach (var part in shelf.Pictures.Parts)
                {
                    var name = PackageLinks.PartOf(part);
                    var links = replaced.TryGetValue(name, out var own) ? own : entries.Find(entry => entry.Name == name).Bytes;
                    Write(zip, name, shelf.Pictures.Relationships(part, links));
                }

                foreach (var (name, bytes) in shelf.Pictures.Files)
                    Write(zip, name, bytes, CompressionLevel.NoCompression);
            }

            whole.Position = 0;
            whole.CopyTo(output);
        }
        finally
        {
            Release();
        }
    }

    public void Release()
    {
        foreach (var buffer in rendered.Values)
            buffer.Release();
        rendered.Clear();
    }

    private IEnumerable<(string Name, ReadOnlyMemory<byte> Bytes)> Parts()
    {
        // These are written with the pictures.
        var linked = shelf.Pictures.Parts.Select(PackageLinks.PartOf).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, bytes) in entries.Where(entry => !linked.Contains(entry.Name)))
        {
            if (rendered.TryGetValue(name, out var buffer) && !replaced.ContainsKey(name))
            {
                yield return (name, buffer.Memory);
                continue;
            }

            var own = replaced.GetValueOrDefault(name, bytes);
            if (!shelf.Pictures.IsEmpty && name == OfficeParts.ContentTypes)
                own = PictureShelf.ContentTypes(own);
            if (own.Length > 0 || !replaced.ContainsKey(name))
                yield return (name, own);
        }

        foreach (var (name, bytes) in replaced.Where(part => part.Value.Length > 0 && !linked.Contains(part.Key)))
            if (!entries.Exists(entry => entry.Name == name))
                yield return (name, bytes);
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
