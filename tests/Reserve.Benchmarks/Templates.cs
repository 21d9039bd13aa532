using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using Reserve.Documents.Templates;

namespace Reserve.Benchmarks;

/// <summary>The shipped templates of papers, and what the files say that come of them.</summary>
internal static partial class Templates
{
    /// <summary>Where a template of the approval lies.</summary>
    public static string Path(string name) =>
        System.IO.Path.Combine(Peer.Folder, "..", "..", "..", "workflows", "appointment-approval", "templates", name);

    /// <summary>From the file's bytes to the finished file's bytes.</summary>
    public static byte[] Render(byte[] template, byte[] data) => Render(Opened(template), data);

    /// <summary>A template that is compiled.</summary>
    public static OfficeTemplate Opened(byte[] template) => OfficeTemplate.Open(new MemoryStream(template));

    /// <summary>From a compiled template to the finished file's bytes.</summary>
    public static byte[] Render(OfficeTemplate template, byte[] data)
    {
        using var output = new MemoryStream();
        using var document = JsonDocument.Parse(data);
        var problems = template.Render(document.RootElement, output);
        return problems.Count == 0 ? output.ToArray() : throw new InvalidOperationException(problems[0].ToString());
    }

    /// <summary>Whether a document says all of this.</summary>
    public static bool Holds(byte[] file, IEnumerable<string> texts)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        using var reader = new StreamReader(zip.GetEntry("word/document.xml")!.Open());
        var plain = Tags().Replace(reader.ReadToEnd(), "");
        return texts.All(text => plain.Contains(Tags().Replace(text, ""), StringComparison.Ordinal));
    }

    /// <summary>How many slides and charts a deck has.</summary>
    public static (int Slides, int Charts) Slides(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return (zip.Entries.Count(entry => Slide().IsMatch(entry.FullName)), zip.Entries.Count(entry => Chart().IsMatch(entry.FullName)));
    }

    [GeneratedRegex("<[^>]*>|\\s")]
    private static partial Regex Tags();

    [GeneratedRegex("^ppt/slides/slide[0-9]+[.]xml$")]
    private static partial Regex Slide();

    [GeneratedRegex("^ppt/charts/chart[0-9]+[.]xml$")]
    private static partial Regex Chart();
}
