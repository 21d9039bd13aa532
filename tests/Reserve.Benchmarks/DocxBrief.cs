using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Reserve.Documents.Papers;
using Reserve.Documents.Templates;

namespace Reserve.Benchmarks;

/// <summary>
/// The shipped brief, five pages with charts and the sources of more than forty figures, beside docxtemplater with a template that says
/// the same: both from the template's bytes. Beside the mere packing of the same parts: from the compiled template.
/// </summary>
internal static class DocxBrief
{
    private const double Target = 4;
    private const double ZipTarget = 3;
    private const int Seconds = 5;

    public static async Task Run()
    {
        var template = await File.ReadAllBytesAsync(Templates.Path("brief.docx"));
        var data = JsonSerializer.SerializeToUtf8Bytes(BriefOfFivePages.Record.Data());
        var folder = Directory.CreateTempSubdirectory("reserve-bench-").FullName;
        try
        {
            var (dataFile, outFile) = (Path.Combine(folder, "d.json"), Path.Combine(folder, "o.docx"));
            await File.WriteAllBytesAsync(dataFile, data);
            var paper = Templates.Render(template, data);
            var parts = Parts(paper);
            var before = Rate.Of(() => Templates.Render(template, data), Seconds);
            var peer = double.Parse(
                await Peer.Node(
                    "docx-brief.js",
                    Path.Combine(Peer.Folder, "docx-brief.docx"),
                    dataFile,
                    Seconds.ToString(CultureInfo.InvariantCulture),
                    outFile
                ),
                CultureInfo.InvariantCulture
            );
            var ours = (before + Rate.Of(() => Templates.Render(template, data), Seconds)) / 2;
            var compiled = Templates.Opened(template);
            var (filled, zip) = Rate.OfTwo(() => Templates.Render(compiled, data), () => Packed(parts), Seconds);
            var figures = BriefOfFivePages.Record.Figures.Count;
            var isSame =
                Templates.Holds(paper, BriefOfFivePages.Told)
                && Templates.Holds(await File.ReadAllBytesAsync(outFile), BriefOfFivePages.Told);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"docx-brief ours={ours:0}/s peer={peer:0}/s ratio={ours / peer:0.0} target={Target:0.0} "
                        + $"compiled={filled:0}/s zip={zip:0}/s "
                        + $"times-zip={zip / filled:0.0} target={ZipTarget:0.0} "
                        + $"{(ours / peer >= Target && zip / filled <= ZipTarget && isSame ? "ok" : "short")} "
                        + $"({figures} figures; {paper.Length / 1024.0:0} KB; both say all: {isSame})"
                )
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<(string Name, byte[] Content)> Parts(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return
        [
            .. zip.Entries.Select(entry =>
            {
                using var content = new MemoryStream();
                using var stream = entry.Open();
                stream.CopyTo(content);
                return (entry.FullName, content.ToArray());
            }),
        ];
    }

    private static byte[] Packed(List<(string Name, byte[] Content)> parts)
    {
        using var output = new MemoryStream();
        using (var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var stream = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
                stream.Write(content);
            }
        }
        return output.ToArray();
    }
}
