using System.Text;

namespace Reserve.Documents.Templates;

/// <summary>
/// Writes an archive of packed parts (APPNOTE.TXT 6.3.10, ISO/IEC 21320-1). Every part has the earliest time that the format has: the same
/// data give the same bytes.
/// </summary>
internal sealed class ZipWriter : IDisposable
{
    private const ushort Version = 20;
    private const ushort VersionOfZip64 = 45;
    private const ushort NamesAreUtf8 = 1 << 11;
    private const ushort Stored = 0;
    private const ushort Deflated = 8;
    private const ushort Midnight = 0;
    private const ushort FirstOfJanuary1980 = (1 << 5) | 1;

    private readonly BinaryWriter archive = new(new MemoryStream(32 * 1024));
    private readonly BinaryWriter directory = new(new MemoryStream(4 * 1024));
    private int count;

    public void Add(PackedPart part)
    {
        var at = Length(archive);
        var name = Encoding.UTF8.GetBytes(part.Name);
        archive.Write(0x04034B50u);
        Describe(archive, part, name);
        archive.Write(name);
        archive.Write(part.Bytes.Span);

        directory.Write(0x02014B50u);
        directory.Write(Version);
        Describe(directory, part, name);
        directory.Write((ushort)0); // No comment,
        directory.Write((ushort)0); // on the first disk,
        directory.Write((ushort)0); // no attributes within
        directory.Write(0u); // or without.
        directory.Write(at);
        directory.Write(name);
        count++;
    }

    /// <summary>Ends the archive and hands it over.</summary>
    public void Finish(Stream output)
    {
        var (at, length) = (Length(archive), Length(directory));
        ((MemoryStream)directory.BaseStream).WriteTo(archive.BaseStream);
        if (count >= ushort.MaxValue)
            EndOfMany(at, length);
        var told = (ushort)Math.Min(count, ushort.MaxValue);
        archive.Write(0x06054B50u);
        archive.Write(0u);
        archive.Write(told);
        archive.Write(told);
        archive.Write(length);
        archive.Write(at);
        archive.Write((ushort)0);
        ((MemoryStream)archive.BaseStream).WriteTo(output);
    }

    public void Dispose()
    {
        archive.Dispose();
        directory.Dispose();
    }

    /// <summary>The end of an archive with more parts than the common end can count, and where it stands (4.3.14, 4.3.15).</summary>
    private void EndOfMany(ulong at, ulong length)
    {
        var end = (ulong)Length(archive);
        archive.Write(0x06064B50u);
        archive.Write(44ul);
        archive.Write(VersionOfZip64);
        archive.Write(VersionOfZip64);
        archive.Write(0ul);
        archive.Write((ulong)count);
        archive.Write((ulong)count);
        archive.Write(length);
        archive.Write(at);

        archive.Write(0x07064B50u);
        archive.Write(0u);
        archive.Write(end);
        archive.Write(1u);
    }

    /// <summary>What is said of a part both before it and in the directory (4.4.3 to 4.4.11).</summary>
    private static void Describe(BinaryWriter to, PackedPart part, byte[] name)
    {
        to.Write(Version);
        to.Write(NamesAreUtf8);
        to.Write(part.Length == 0 ? Stored : Deflated);
        to.Write(Midnight);
        to.Write(FirstOfJanuary1980);
        to.Write(part.Crc);
        to.Write((uint)part.Bytes.Length);
        to.Write(part.Length);
        to.Write((ushort)name.Length);
        to.Write((ushort)0);
    }

    private static uint Length(BinaryWriter writer) => (uint)writer.BaseStream.Length;
}
