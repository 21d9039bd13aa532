using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Processes;

/// <summary>What an administrator does with the files of a process: one draft over all of them, versions, archives.</summary>
public sealed class BundlePagesTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly (string, string) Officer = ("role", "\"HrOfficer\"");

    private static readonly string Decision = Path.Combine(Repository.Root, "workflows/appointment-approval/templates/decision.docx");

    private const string Form =
        """{"type":"default","id":"f","title":"Форма","components":[{"type":"textfield","key":"a","label":"Первое"}]}""";

    [Fact]
    public async Task One_draft_changes_many_files_and_is_published_together()
    {
        await site.Deploy(new TestProcess("bundle").Start().User("only", Officer, ("form", "\"f\"")).End().Bundle(("forms/f.json", Form)));
        using var administrator = await site.SignedInClient("bundle-admin", "RU", Roles.Administrator);
        using var other = await site.SignedInClient("bundle-other", "RU", Roles.Administrator);

        // Two people change two files: neither is in the other's way.
        var changed = Form.Replace("Первое", "Новая подпись", StringComparison.Ordinal);
        await Fine(administrator.Post("/processes/bundle/file?path=forms/f.json", null, ("text", changed), ("rowVersion", "")));
        await Fine(other.Post("/processes/bundle/files", "Add", ("kind", "Letter"), ("name", "invitation")));
        await Fine(other.PostFile("/processes/bundle/files?handler=Upload", "upload", "order.docx", File.ReadAllBytes(Decision)));
        var page = WebUtility.HtmlDecode(await administrator.Text("/processes/bundle/files"));
        Assert.Contains("letters/invitation.md", page, StringComparison.Ordinal);
        Assert.Contains("templates/order.docx", page, StringComparison.Ordinal);
        Assert.Contains("добавлен", page, StringComparison.Ordinal);
        Assert.Contains("изменён", page, StringComparison.Ordinal);

        // A name that is none, and a form that is none, lose nothing that was typed.
        using (var refused = await administrator.Post("/processes/bundle/files", "Add", ("kind", "Form"), ("name", "нет/../такого")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using (
            var refused = await administrator.Post(
                "/processes/bundle/file?path=forms/f.json",
                null,
                ("text", "{\n оборвано"),
                ("rowVersion", "1")
            )
        )
        {
            var shown = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
            Assert.Contains("оборвано", shown, StringComparison.Ordinal);
            Assert.Contains("строка 2", shown, StringComparison.Ordinal);
        }

        // A template that is none is told before it is published, and taken back.
        await Fine(other.PostFile("/processes/bundle/files?handler=Upload", "upload", "broken.docx", [1, 2, 3]));
        Assert.Contains(
            "templates/broken.docx: ",
            WebUtility.HtmlDecode(await other.Text("/processes/bundle/files")),
            StringComparison.Ordinal
        );
        await Fine(other.Post("/processes/bundle/files", "Restore", ("path", "templates/broken.docx"), ("rowVersion", "1")));

        // Whoever saw less than there is publishes nothing.
        using (var refused = await administrator.Post("/processes/bundle/files", "Publish", ("seen", "forms/f.json 1"), ("read", "true")))
            Assert.Contains("и другие файлы", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        var published = await Fine(
            administrator.Post(
                "/processes/bundle/files",
                "Publish",
                ("seen", "forms/f.json 1, letters/invitation.md 1, templates/order.docx 1"),
                ("read", "true")
            )
        );
        Assert.Contains("Опубликована версия 2", WebUtility.HtmlDecode(published), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "изменён",
            WebUtility.HtmlDecode(await administrator.Text("/processes/bundle/files")),
            StringComparison.Ordinal
        );

        var versions = await Versions("bundle");
        var compared = WebUtility.HtmlDecode(await administrator.Text($"/processes/bundle/compare?from={versions[1]}&to={versions[0]}"));
        Assert.Contains("Новая подпись", compared, StringComparison.Ordinal);
        Assert.Contains("letters/invitation.md", compared, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_saves_one_file_or_looks_at_the_draft_waits_for_nobody_who_saves_another()
    {
        await site.Deploy(new TestProcess("aside").Start().User("only", Officer, ("form", "\"f\"")).End().Bundle(("forms/f.json", Form)));
        Task<Result<SavedDraft, PublishRefusal>> Save(string path, int? rowVersion) =>
            site.Send("RU", Roles.Administrator, new SaveProcessDraft("aside", null, "{}", rowVersion, path));
        Assert.True((await Save("samples/one.json", null)).IsOk);
        Assert.True((await Save("samples/two.json", null)).IsOk);
        using var administrator = await site.SignedInClient("aside-admin", "RU", Roles.Administrator);

        await using var other = new NpgsqlConnection(site.OwnerConnectionString);
        await other.OpenAsync();
        await using var open = await other.BeginTransactionAsync();
        await using var saving = new NpgsqlCommand(
            "update process_draft set row_version = 2 where key = 'aside' and path = 'samples/one.json'",
            other,
            open
        );
        Assert.Equal(1, await saving.ExecuteNonQueryAsync());
        // Were there a wait, it would last until the other has done.
        Assert.True((await Save("samples/two.json", 1).WaitAsync(TimeSpan.FromSeconds(60))).IsOk);
        Assert.Contains("samples/one.json", await administrator.Text("/processes/aside/files"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_comes_back_a_process_is_copied_retired_and_deleted_when_it_never_ran()
    {
        await site.Deploy(new TestProcess("rolled").Start().User("only", Officer).End().Bundle());
        await site.Deploy(new TestProcess("rolled").Start().User("only", Officer).User("more", Officer).End().Bundle());
        using var administrator = await site.SignedInClient("rolling-admin", "RU", Roles.Administrator);
        var versions = await Versions("rolled");
        await Fine(administrator.Post($"/processes/rolled?v={versions[1]}", "Again", ("v", versions[1].ToString())));
        Assert.Equal(3, (await Versions("rolled")).Count);
        Assert.DoesNotContain("\"more\"", await Drawing("rolled"), StringComparison.Ordinal);

        var copied = await Fine(
            administrator.Post(
                $"/processes/rolled?v={versions[0]}",
                "Copy",
                ("v", versions[0].ToString()),
                ("copyName", "Копия"),
                ("copyKey", "rolled-copy")
            )
        );
        Assert.Contains("process.bpmn", copied, StringComparison.Ordinal);
        await Fine(administrator.Post("/processes/rolled-copy/files", "Publish", ("seen", "process.bpmn 1"), ("read", "true")));
        Assert.Contains("name=\"Копия\"", await Drawing("rolled-copy"), StringComparison.Ordinal);

        await Fine(administrator.Post("/processes/rolled", "Retire"));
        var refused = await site.Send("RU", Roles.Administrator, new Web.Runtime.Steps.StartProcess("rolled", "RU.74", null));
        Assert.False(refused.IsOk);
        await Fine(administrator.Post("/processes/rolled", "Return"));
        Assert.True((await site.Send("RU", Roles.Administrator, new Web.Runtime.Steps.StartProcess("rolled", "RU.74", null))).IsOk);

        using (var kept = await administrator.Post("/processes/rolled", "Delete"))
            Assert.Contains("уже шли дела", WebUtility.HtmlDecode(await kept.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        await Fine(administrator.Post("/processes/rolled-copy", "Delete"));
        Assert.Empty(await Versions("rolled-copy"));
    }

    [Fact]
    public async Task An_archive_goes_from_one_installation_to_another_as_a_draft_or_not_at_all()
    {
        await site.Deploy(new TestProcess("packed").Start().User("only", Officer, ("form", "\"f\"")).End().Bundle(("forms/f.json", Form)));
        using var administrator = await site.SignedInClient("packing-admin", "RU", Roles.Administrator);
        using var got = await administrator.Get($"/processes/packed?handler=Archive&v={(await Versions("packed"))[0]}");
        var archive = await got.Content.ReadAsByteArrayAsync();

        using (var same = await administrator.PostFile("/processes/packed/files?handler=Import", "archive", "p.zip", archive))
            Assert.Contains("ничем не отличается", WebUtility.HtmlDecode(await same.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        var bad = With(With(archive, "../evil.sh", "rm"), "forms/x.exe", "MZ");
        using (var refused = await administrator.PostFile("/processes/packed/files?handler=Import", "archive", "p.zip", bad))
        {
            var shown = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
            Assert.Contains("../evil.sh", shown, StringComparison.Ordinal);
            Assert.Contains("forms/x.exe", shown, StringComparison.Ordinal);
        }
        var page = await Fine(
            administrator.PostFile("/processes/packed/files?handler=Import", "archive", "p.zip", With(archive, "README.md", "# О процессе"))
        );
        Assert.Contains("добавлено 1, изменено 0, убрано 0", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_after_which_nobody_could_vote_is_not_published()
    {
        static TestProcess Voting(string key, string command) =>
            new TestProcess(key).Start().User("a", Officer, ("command", command)).End();

        await site.Deploy(Voting("voting", "\"Commission.CastVote\"").Bundle());
        foreach (
            var (command, said) in new[] { ("\"Commission.CastVotes\"", "Commission.CastVote"), ("null", "никто не сможет голосовать") }
        )
        {
            var saved = await site.Send(
                "RU",
                Roles.Administrator,
                new SaveProcessDraft("voting", null, Voting("voting", command).Xml(), command == "null" ? 1 : null)
            );
            var refused = await site.Send(
                "RU",
                Roles.Administrator,
                PublishProcess.OfFile(new DraftPlace("voting", null), saved.Value.RowVersion)
            );
            var unsound = Assert.IsType<PublishRefusal.Unsound>(refused.Refusal);
            Assert.Contains(said, unsound.Text, StringComparison.Ordinal);
        }
    }

    /// <summary>What we ship passes what we ask of administrators: otherwise nobody could publish a change of it.</summary>
    [Fact]
    public async Task Whatever_is_shipped_could_be_published_again()
    {
        var shipped = ProcessBundle.ReadAll(Path.Combine(Repository.Root, "workflows")).ToList();
        Assert.True(shipped.Count > 1);
        foreach (var (name, bundle) in shipped)
        {
            var findings = await site.AsSystem(services =>
                services.GetRequiredService<BundleChecks>().Of(bundle, bundle, CancellationToken.None)
            );
            var errors = findings.Where(finding => finding.Severity == BpmnSeverity.Error).Select(finding => $"{name}: {finding.Message}");
            Assert.Empty(errors);
        }
    }

    private static byte[] With(byte[] archive, string path, string text)
    {
        using var memory = new MemoryStream();
        memory.Write(archive);
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Update, leaveOpen: true))
        using (var entry = zip.CreateEntry(path).Open())
            entry.Write(Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }

    private static async Task<string> Fine(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode}: {WebUtility.HtmlDecode(text)}");
        return text;
    }

    private async Task<List<Guid>> Versions(string key) =>
        await site.AsSystem(async services =>
            (await services.GetRequiredService<Web.Runtime.Steps.ProcessQueries>().Versions(key, CancellationToken.None))
                .Select(version => version.DefinitionId)
                .ToList()
        );

    private async Task<string> Drawing(string key)
    {
        var newest = (await Versions(key))[0];
        return await site.AsSystem(async services =>
            (await services.GetRequiredService<Web.Runtime.Steps.ProcessQueries>().Xml(new(newest), CancellationToken.None))!
        );
    }
}
