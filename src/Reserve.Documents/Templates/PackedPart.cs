using System.Buffers.Binary;
using System.IO.Compression;

namespace Reserve.Documents.Templates;

/// <summary>A part as it lies in an archive: packed once, written any number of times.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its content as a deflated stream (RFC 1951); nothing when the part is empty.</param>
/// <param name="Crc">The CRC-32 of the content.</param>
/// <param name="Length">The bytes of the content.</param>
internal sealed record PackedPart(string Name, ReadOnlyMemory<byte> Bytes, uint Crc, uint Length)
{
    // RFC 1952, 2.3: what a gzip member has around its deflated stream when it says nothing of a file.
    private const int GzipHeader = 10;
    private const int GzipTrailer = 8;

    /// <summary>Packs a part. The checksum comes with the deflated stream: gzip computes it on the way.</summary>
    public static PackedPart Of(string name, ReadOnlySpan<byte> content, CompressionLevel level = CompressionLevel.Optimal)
    {
        if (content.IsEmpty)
            return new(name, default, 0, 0);
        var packed = new MemoryStream(level == CompressionLevel.NoCompression ? content.Length + 256 : (content.Length / 4) + 256);
        using (var gzip = new GZipStream(packed, level, leaveOpen: true))
            gzip.Write(content);
        var bytes = packed.GetBuffer().AsMemory(0, (int)packed.Length);
        var crc = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[^GzipTrailer..]);
        return new(name, bytes[GzipHeader..^GzipTrailer], crc, (uint)content.Length);
    }
}
