using System.IO.Compression;
using System.Text;
using Reserve.Documents.Templates;

namespace Reserve.Documents.Tests.Templates;

public class ZipWriterTests
{
    [Theory]
    [InlineData("document.xml", CompressionLevel.Optimal, 100_000)]
    [InlineData("document.xml", CompressionLevel.Optimal, 1)]
    [InlineData("рисунок.png", CompressionLevel.NoCompression, 200_000)]
    [InlineData("empty.xml", CompressionLevel.Optimal, 0)]
    public void A_part_is_read_back_with_its_name_checksum_and_content(string name, CompressionLevel level, int length)
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, length).Select(at => (char)('a' + (at * 7 % 23)))));
        using var written = new ZipArchive(Written(PackedPart.Of(name, content, level)));
        using var common = new ZipArchive(Common(name, content));

        var (entry, other) = (Assert.Single(written.Entries), Assert.Single(common.Entries));
        Assert.Equal(name, entry.FullName);
        Assert.Equal(other.Crc32, entry.Crc32);
        Assert.Equal(other.Length, entry.Length);
        Assert.Equal(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime);
        using var stream = entry.Open();
        using var read = new MemoryStream();
        stream.CopyTo(read);
        Assert.Equal(content, read.ToArray());
    }

    [Theory]
    [InlineData(65_534)]
    [InlineData(65_535)]
    [InlineData(70_000)]
    public void An_archive_may_hold_more_parts_than_its_common_end_can_count(int count)
    {
        var part = PackedPart.Of("", "<slide/>"u8);
        using var written = new ZipArchive(Written([.. Enumerable.Range(1, count).Select(at => part with { Name = $"{at}.xml" })]));

        Assert.Equal(count, written.Entries.Count);
        using var reader = new StreamReader(written.GetEntry($"{count}.xml")!.Open());
        Assert.Equal("<slide/>", reader.ReadToEnd());
    }

    private static MemoryStream Written(params PackedPart[] parts)
    {
        using var zip = new ZipWriter();
        foreach (var part in parts)
            zip.Add(part);
        var output = new MemoryStream();
        zip.Finish(output);
        return output;
    }

    private static MemoryStream Common(string name, byte[] content)
    {
        var output = new MemoryStream();
        using (var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        using (var stream = zip.CreateEntry(name).Open())
            stream.Write(content);
        return output;
    }
}
