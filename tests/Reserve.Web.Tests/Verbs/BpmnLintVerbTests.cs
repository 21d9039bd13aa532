using System.Text.Json;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Verbs;

namespace Reserve.Web.Tests.Verbs;

/// <summary><c>reserve bpmn lint</c> with a bundle says what publishing would say.</summary>
public sealed class BpmnLintVerbTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("reserve-lint-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task A_bundle_is_checked_with_what_the_host_knows()
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "leave")).FullName;
        var drawing = Path.Combine(folder, "process.bpmn");
        await File.WriteAllTextAsync(
            drawing,
            new TestProcess("leave").Start().User("a", ("role", "\"HrOficer\""), ("form", "\"f\"")).Call("call", "other").End().Xml()
        );
        var alone = await VerbProcess.Run([], "bpmn", "lint", drawing);
        Assert.Equal(Verb.Fine, alone.Code);
        var known = await VerbProcess.Run([], "bpmn", "lint", drawing, "--bundle", folder);
        Assert.Equal(Verb.BadInput, known.Code);
        Assert.Equal(["unknown-form", "unknown-process", "unknown-role"], Errors(known.Output));

        // What it names is there: a form beside it, a process in the next folder.
        Directory.CreateDirectory(Path.Combine(folder, "forms"));
        await File.WriteAllTextAsync(Path.Combine(folder, "forms", "f.json"), """{"id":"f","components":[]}""");
        var other = Directory.CreateDirectory(Path.Combine(root, "other")).FullName;
        await File.WriteAllTextAsync(Path.Combine(other, "process.bpmn"), new TestProcess("other").Start().End().Xml());
        Assert.Equal(["unknown-role"], Errors((await VerbProcess.Run([], "bpmn", "lint", "--bundle", folder)).Output));
        Assert.Equal(Verb.WrongCall, (await VerbProcess.Run([], "bpmn", "lint", drawing, "--bundle")).Code);
        Assert.Equal(Verb.BadInput, (await VerbProcess.Run([], "bpmn", "lint", drawing, "--bundle", Path.Combine(root, "none"))).Code);
    }

    private static List<string?> Errors(string report)
    {
        using var json = JsonDocument.Parse(report);
        return
        [
            .. json
                .RootElement.GetProperty("diagnostics")
                .EnumerateArray()
                .Where(finding => finding.GetProperty("severity").GetString() == "error")
                .Select(finding => finding.GetProperty("code").GetString())
                .Order(),
        ];
    }
}
