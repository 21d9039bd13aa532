using System.Text.Json;
using Reserve.Documents.Templates;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime.Forms;

namespace Reserve.Web.Verbs;

/// <summary><c>reserve doc render TEMPLATE DATA.json OUT</c>: fills a template of Word, Excel or PowerPoint.</summary>
internal static class DocVerb
{
    private const string Usage = """
        reserve doc render TEMPLATE DATA.json OUT [--missing empty]     .docx, .xlsx or .pptx
          {name} {a.b} {.} {$number}   a value; unknown names are problems, or empty with --missing empty
          {date | дата словами} {sum | рубли: …}   a value in a format; docs/guide/templates.md lists them
          {#rows}…{/rows} {?flag}…{/flag} {^flag}…{/flag}   sections; an absent one is "no"
          {>part}   the text of part.docx, which lies beside the template
          {FEEL expression}            over the names in scope, also in sections: {#total >= 90}…{/}
          {%picture} {%address | QR}   a PNG in base64, a code
          Problems go to standard error as part: place: tag: message; with any, OUT is not written.
        """;

    public static async Task<int> Run(string[] args, TimeProvider clock) =>
        args switch
        {
            ["render", var template, var data, var output] => await Render(template, data, output, clock, missingAreEmpty: false),
            ["render", var template, var data, var output, "--missing", "empty"] => await Render(
                template,
                data,
                output,
                clock,
                missingAreEmpty: true
            ),
            _ => await Verb.WrongCallAsync(Usage),
        };

    private static async Task<int> Render(string templateFile, string dataFile, string outputFile, TimeProvider clock, bool missingAreEmpty)
    {
        foreach (var file in (string[])[templateFile, dataFile])
            if (!File.Exists(file))
                return await Verb.WrongCallAsync($"нет файла: {file}");

        var problems = new List<TemplateProblem>();
        var beside = TemplateParts.Beside(Path.GetDirectoryName(Path.GetFullPath(templateFile))!);
        var options = new TemplateOptions { MissingValuesAreEmpty = missingAreEmpty, Parts = name => beside(name + ".docx") };
        using var paper = new MemoryStream();
        try
        {
            await using var stream = File.OpenRead(dataFile);
            using var data = await JsonDocument.ParseAsync(stream);
            var expressions = TemplateFeel.Compiler(TagNames.Of(data.RootElement), clock.GetLocalNow());
            await using var file = File.OpenRead(templateFile);
            problems.AddRange(OfficeTemplate.Open(file, options with { Expressions = expressions }).Render(data.RootElement, paper));
        }
        catch (JsonException error)
        {
            await using var file = File.OpenRead(templateFile);
            problems.AddRange(OfficeTemplate.Open(file, options).Problems);
            problems.Add(new(Path.GetFileName(dataFile), JsonPlace.Of(error, await File.ReadAllTextAsync(dataFile)), "", "неверный JSON"));
        }

        if (problems.Count > 0)
        {
            foreach (var problem in problems)
                await Console.Error.WriteLineAsync(problem.ToString());
            return Verb.BadInput;
        }

        // Beside the target first: an interrupted write leaves no half document under the asked name.
        var half = outputFile + ".part";
        try
        {
            await File.WriteAllBytesAsync(half, paper.ToArray());
            File.Move(half, outputFile, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return await Verb.WrongCallAsync($"не записать файл: {outputFile}");
        }

        return Verb.Fine;
    }
}
