using System.IO.Compression;

namespace Reserve.Fuzz;

/// <summary>Archives of which one part is changed: changes of the packed bytes themselves are mostly caught by its checksums.</summary>
internal static class Archives
{
    /// <summary>The archive with one to six changes in one of its parts, or, each tenth time, in the packed bytes.</summary>
    /// <param name="archive">What is well.</param>
    /// <param name="seed">Says which changes.</param>
    public static byte[] Changed(byte[] archive, int seed)
    {
        if (seed % 10 == 0)
            return Mutation.Of(archive, [archive], seed);
        using var packed = new MemoryStream();
        using (var source = new ZipArchive(new MemoryStream(archive)))
        using (var target = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            var chosen = source.Entries[seed / 10 % source.Entries.Count];
            foreach (var entry in source.Entries)
            {
                using var stream = entry.Open();
                using var content = new MemoryStream();
                stream.CopyTo(content);
                var bytes = content.ToArray();
                using var written = target.CreateEntry(entry.FullName, CompressionLevel.Fastest).Open();
                written.Write(entry == chosen ? Mutation.Of(bytes, [bytes], seed) : bytes);
            }
        }

        return packed.ToArray();
    }
}
