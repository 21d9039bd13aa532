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
                    Write(zip, name, shelf.Pictures.Relationships(part, entries.Find(entry => entry.Name == name).Bytes));
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
        foreach (var (name, bytes) in entries)
        {
            if (replaced.TryGetValue(name, out var own))
            {
                if (own.Length > 0)
                    yield return (name, own);
            }
            else if (rendered.TryGetValue(name, out var buffer))
            {
                yield return (name, buffer.Memory);
            }
            else if (!shelf.Pictures.IsEmpty && name == OfficeParts.ContentTypes)
            {
                yield return (name, PictureShelf.ContentTypes(bytes));
            }
            else if (!shelf.Pictures.Parts.Any(part => PackageLinks.PartOf(part) == name))
            {
                yield return (name, bytes);
            }
        }

        foreach (var (name, bytes) in replaced.Where(part => part.Value.Length > 0 && !entries.Exists(entry => entry.Name == part.Key)))
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
