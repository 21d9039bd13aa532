using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using Reserve.Documents.Templates;

namespace Reserve.Benchmarks;

/// <summary>
/// A Word template with a table of ten rows, from the file's bytes to the finished document's bytes, beside docxtemplater with the same
/// template, data and packing.
/// </summary>
internal static partial class DocxRender
{
    private const double Target = 4;
    private const int Seconds = 5;

    public static async Task Run()
    {
        var template = await File.ReadAllBytesAsync(Path.Combine(Peer.Folder, "docx-render.docx"));
        var data = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                name = "Кедрова Анна Ильинична",
                position = "директор школы",
                rows = Enumerable.Range(1, 10).Select(n => new { organization = $"Школа № {n} <имени> & «героя»", post = $"учитель {n}" }),
                flag = true,
            }
        );
        var folder = Directory.CreateTempSubdirectory("reserve-bench-").FullName;
        try
        {
            var (templateFile, dataFile, outFile) = (
                Path.Combine(folder, "t.docx"),
                Path.Combine(folder, "d.json"),
                Path.Combine(folder, "o.docx")
            );
            await File.WriteAllBytesAsync(templateFile, template);
            await File.WriteAllBytesAsync(dataFile, data);
            var before = Ours(template, data, compiled: false);
            var peer = double.Parse(
                await Peer.Node("docx-render.js", templateFile, dataFile, Seconds.ToString(CultureInfo.InvariantCulture), outFile),
                CultureInfo.InvariantCulture
            );
            var after = Ours(template, data, compiled: false);
            var compiled = Ours(template, data, compiled: true);
            var same = Text(Render(OfficeTemplate.Open(new MemoryStream(template)), data)) == Text(await File.ReadAllBytesAsync(outFile));
            var ours = (before + after) / 2;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"docx-render ours={ours:0}/s peer={peer:0}/s ratio={ours / peer:0.0} target={Target:0.0} "
                        + $"{(ours / peer >= Target && same ? "ok" : "short")} (template compiled once: {compiled:0}/s; template "
                        + $"{template.Length / 1024.0:0.0} KB; same text: {same})"
                )
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Ours(byte[] bytes, byte[] data, bool compiled)
    {
        var template = compiled ? OfficeTemplate.Open(new MemoryStream(bytes)) : null;
        for (var warm = Stopwatch.StartNew(); warm.Elapsed.TotalSeconds < 1; )
            Render(template ?? OfficeTemplate.Open(new MemoryStream(bytes)), data);
        var count = 0;
        var watch = Stopwatch.StartNew();
        for (; watch.Elapsed.TotalSeconds < Seconds; count++)
            Render(template ?? OfficeTemplate.Open(new MemoryStream(bytes)), data);
        return count / watch.Elapsed.TotalSeconds;
    }

    private static byte[] Render(OfficeTemplate template, byte[] data)
    {
        using var output = new MemoryStream();
        using var document = JsonDocument.Parse(data);
        var problems = template.Render(document.RootElement, output);
        return problems.Count == 0 ? output.ToArray() : throw new InvalidOperationException(problems[0].ToString());
    }

    private static string Text(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        using var reader = new StreamReader(zip.GetEntry("word/document.xml")!.Open());
        return Tags().Replace(reader.ReadToEnd(), "");
    }

    [GeneratedRegex("<[^>]*>|\\s")]
    private static partial Regex Tags();
}
