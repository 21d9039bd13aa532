using System.Globalization;
using System.Text.Json;

namespace Reserve.Benchmarks;

/// <summary>
/// The shipped deck of a candidate, ten slides with two charts, beside pptxgenjs which draws equal slides. The template is
/// compiled once, as the peer's drawing is; what a template costs that is compiled each time is told too.
/// </summary>
internal static class PptxDeck
{
    private const double Target = 3;
    private const int Seconds = 5;

    public static async Task Run()
    {
        var template = await File.ReadAllBytesAsync(Templates.Path("candidate.pptx"));
        var data = JsonSerializer.SerializeToUtf8Bytes(BriefOfFivePages.Record.Data());
        var folder = Directory.CreateTempSubdirectory("reserve-bench-").FullName;
        try
        {
            var (dataFile, outFile) = (Path.Combine(folder, "d.json"), Path.Combine(folder, "o.pptx"));
            await File.WriteAllBytesAsync(dataFile, data);
            var compiled = Templates.Opened(template);
            var before = Rate.Of(() => Templates.Render(compiled, data), Seconds);
            var peer = double.Parse(
                await Peer.Node("pptx-deck.js", dataFile, Seconds.ToString(CultureInfo.InvariantCulture), outFile),
                CultureInfo.InvariantCulture
            );
            var ours = (before + Rate.Of(() => Templates.Render(compiled, data), Seconds)) / 2;
            var each = Rate.Of(() => Templates.Render(template, data), Seconds);
            var (own, other) = (
                Templates.Slides(Templates.Render(template, data)),
                Templates.Slides(await File.ReadAllBytesAsync(outFile))
            );
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"pptx-deck ours={ours:0}/s peer={peer:0}/s ratio={ours / peer:0.0} target={Target:0.0} "
                        + $"{(ours / peer >= Target && own == other ? "ok" : "short")} (compiled each time: {each:0}/s, "
                        + $"{each / peer:0.0} times; slides and charts: {own}; the peer's: {other})"
                )
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
