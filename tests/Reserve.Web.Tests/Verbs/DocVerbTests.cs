using System.IO.Compression;
using System.Security;
using Reserve.Web.Verbs;

namespace Reserve.Web.Tests.Verbs;

public sealed class DocVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("reserve-doc-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_template_is_filled_with_paths_and_formulas()
    {
        var (code, file) = await Render(
            "{name}: {if total >= 90 then “высокий” else “иной”}{#rows[v > 1]} {v}{/}, {total | число словами}",
            """{"name":"А & Б","total":93,"rows":[{"v":1},{"v":2}]}"""
        );
        Assert.Equal(Verb.Fine, code);
        using var zip = ZipFile.OpenRead(file);
        using var reader = new StreamReader(zip.GetEntry("word/document.xml")!.Open());
        Assert.Contains(
            "А &amp; Б: высокий 2, девяносто три",
            System.Text.RegularExpressions.Regex.Replace(await reader.ReadToEndAsync(), "<[^>]+>", ""),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_template_beside_is_included_and_none_elsewhere()
    {
        Template(Path.Combine(folder, "подпись.docx"), "Подписал {name | инициалы}");
        var (code, file) = await Render("{>подпись}", """{"name":"Иванов Иван"}""");
        Assert.Equal(Verb.Fine, code);
        using (var zip = ZipFile.OpenRead(file))
        using (var reader = new StreamReader(zip.GetEntry("word/document.xml")!.Open()))
            Assert.Contains("Подписал И.\u00A0Иванов", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(Verb.BadInput, (await Render("{>../подпись}", "{}")).Code);
    }

    [Theory]
    [InlineData("{nowhere}", "{}")]
    [InlineData("{1 +}", "{}")]
    [InlineData("{name}", "{")]
    public async Task With_a_problem_nothing_is_written(string text, string data)
    {
        var (code, file) = await Render(text, data);
        Assert.Equal(Verb.BadInput, code);
        Assert.Empty(Directory.GetFiles(folder, Path.GetFileName(file) + "*"));
    }

    [Fact]
    public async Task A_wrong_call_says_so()
    {
        Assert.Equal(Verb.WrongCall, await DocVerb.Run([], TimeProvider.System));
        Assert.Equal(Verb.WrongCall, await DocVerb.Run(["render", Path.Combine(folder, "none.docx"), "d", "o"], TimeProvider.System));
    }

    private async Task<(int Code, string File)> Render(string text, string data)
    {
        Template(Path.Combine(folder, "t.docx"), text);
        await File.WriteAllTextAsync(Path.Combine(folder, "d.json"), data);
        var output = Path.Combine(folder, "out.docx");
        return (
            await DocVerb.Run(["render", Path.Combine(folder, "t.docx"), Path.Combine(folder, "d.json"), output], TimeProvider.System),
            output
        );
    }

    private static void Template(string file, string text)
    {
        const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
        File.Delete(file);
        using var zip = ZipFile.Open(file, ZipArchiveMode.Create);
        Put(
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                + $"<Override PartName=\"/word/document.xml\" ContentType=\"{Word}\"/></Types>"
        );
        Put(
            "word/document.xml",
            "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r>"
                + $"<w:t>{SecurityElement.Escape(text)}</w:t></w:r></w:p></w:body></w:document>"
        );

        void Put(string name, string content)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(content);
        }
    }
}
