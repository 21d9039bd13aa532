using System.IO.Compression;
using System.Xml;

namespace Reserve.Documents.Tables;

/// <summary>
/// What a workbook that people upload may cost. A few hundred kilobytes can unpack to one text of hundreds of megabytes, or to a long
/// text that thousands of cells share: a reader of workbooks holds a thread for minutes over either.
/// </summary>
public static class WorkbookLimits
{
    /// <summary>The most that a cell holds (Excel's own limit), in characters.</summary>
    public const int CellCharacters = 32_767;

    /// <summary>The most that all cells read may hold together, in characters; shared texts count once for each cell.</summary>
    public const long AllCharacters = 16L * 1024 * 1024;

    private const int Entries = 500;
    private const long Unpacked = 64L * 1024 * 1024;

    /// <summary>
    /// Looks through the archive of a workbook (ECMA-376), unpacking it piece by piece and keeping nothing.
    /// </summary>
    /// <param name="workbook">The file's bytes; one that is no ZIP archive (an older .xls) passes.</param>
    /// <exception cref="InvalidDataException">Too many parts, too much unpacked, or a text longer than a cell's.</exception>
    /// <exception cref="XmlException">A part is no XML.</exception>
    public static void Check(ReadOnlyMemory<byte> workbook)
    {
        if (!workbook.Span.StartsWith("PK"u8))
            return;
        using var zip = new ZipArchive(new MemoryStream(workbook.ToArray(), writable: false));
        if (zip.Entries.Count > Entries)
            throw new InvalidDataException("The workbook has too many parts.");
        var left = Unpacked;
        foreach (var entry in zip.Entries)
        {
            using var counted = new CountedStream(entry.Open(), left);
            if (entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))
                Look(counted);
            counted.CopyTo(Stream.Null);
            left -= counted.Count;
        }
    }

    private static void Look(Stream part)
    {
        using var xml = XmlReader.Create(part, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var buffer = new char[8192];
        var length = 0;
        while (xml.Read())
        {
            // A shared item or a cell begins: runs of formatted text inside it count together.
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName is "si" or "c")
                length = 0;
            else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
                while (xml.ReadValueChunk(buffer, 0, buffer.Length) is > 0 and var read)
                    if ((length += read) > 2 * CellCharacters)
                        throw new InvalidDataException("A cell of the workbook holds too long a text.");
            if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName is not ("t" or "r" or "v" or "is" or "f"))
                length = 0;
        }
    }

    /// <summary>Ends the reading when more comes out than there is room for; the archive's own headers are not believed.</summary>
    private sealed class CountedStream(Stream inner, long most) : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => Count;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            Count += read;
            return Count <= most ? read : throw new InvalidDataException("The workbook unpacks beyond measure.");
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
