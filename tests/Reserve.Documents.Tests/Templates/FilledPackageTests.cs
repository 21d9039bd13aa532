using System.Text.Json;
using Reserve.Documents.Papers;
using Reserve.Documents.Templates;

namespace Reserve.Documents.Tests.Templates;

public class FilledPackageTests
{
    /// <summary>The second result takes parts that were packed and parsed for the first; both are written side by side here.</summary>
    [Theory]
    [InlineData("brief.docx")]
    [InlineData("candidate.pptx")]
    public void A_template_is_filled_by_many_threads_at_once_and_stays_as_it_was(string name)
    {
        var file = File.ReadAllBytes(Path.Combine(Repository.Root, "workflows", "appointment-approval", "templates", name));
        var template = OfficeTemplate.Open(new MemoryStream(file));
        JsonElement[] records =
        [
            (PaperExamples.Brief with { Career = [], Territory = null, Own = null }).Data(),
            BriefSources.Numbered(PaperExamples.Brief).Data(),
        ];
        var expected = records.Select(record => Filled(OfficeTemplate.Open(new MemoryStream(file)), record)).ToArray();
        Assert.NotEqual(expected[0], expected[1]);

        var results = new byte[24][];
        Parallel.For(0, results.Length, at => results[at] = Filled(template, records[at % 2]));

        Assert.All(results, (result, at) => Assert.Equal(expected[at % 2], result));
    }

    private static byte[] Filled(OfficeTemplate template, JsonElement record)
    {
        using var output = new MemoryStream();
        Assert.Empty(template.Render(record, output));
        return output.ToArray();
    }
}
