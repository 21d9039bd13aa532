using System.Net;
using System.Text;
using System.Text.Json;
using Reserve.Web.Access;
using Reserve.Web.Features.Processes;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Processes;

/// <summary>The pages as a browser without scripts meets them.</summary>
public sealed class ProcessPagesTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task The_shipped_processes_are_listed_with_their_drawings_and_elements()
    {
        using var client = await SignedIn("list-admin", Roles.Administrator);

        Assert.Contains("Цикл кадрового резерва", await client.Text("/processes"), StringComparison.Ordinal);
        var page = await client.Text("/processes/appointment-approval");
        Assert.Contains("data-bpmn-viewer", page, StringComparison.Ordinal);
        Assert.Contains("Проверить комплектность", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Get("/processes/no-such-process")).StatusCode);
    }

    [Fact]
    public async Task An_uploaded_file_becomes_the_draft_and_publishing_makes_the_next_version()
    {
        using var client = await SignedIn("upload-admin", Roles.Administrator);
        await client.Post("/processes", null, ("Name", "Проба загрузки"), ("Key", "upload-trial"));
        var file = Encoding.UTF8.GetBytes(
            NewProcess.Drawing("upload-trial", "Проба загрузки").Replace("Первая задача", "Из файла", StringComparison.Ordinal)
        );

        var uploaded = await client.PostFile(
            "/processes/upload-trial/edit?handler=Upload",
            "file",
            "trial.bpmn",
            file,
            ("rowVersion", "1")
        );
        Assert.Equal(HttpStatusCode.OK, uploaded.StatusCode);
        var published = await client.Post("/processes/upload-trial/edit", "Publish", ("rowVersion", "2"));

        var page = await published.Content.ReadAsStringAsync();
        Assert.Contains("Опубликована версия 1.", page, StringComparison.Ordinal);
        Assert.Contains("Из файла", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_of_two_administrators_is_told_and_nothing_of_the_first_is_lost()
    {
        using var first = await SignedIn("first-admin", Roles.Administrator);
        using var second = await SignedIn("second-admin", Roles.Administrator);
        await first.Post("/processes", null, ("Name", "Спор"), ("Key", "race-trial"));
        var drawing = NewProcess.Drawing("race-trial", "Спор");

        var taken = await first.Post(
            "/processes/race-trial/edit",
            "Save",
            ("rowVersion", "1"),
            ("xml", drawing.Replace("Первая задача", "Первый", StringComparison.Ordinal))
        );
        var refused = await second.Post(
            "/processes/race-trial/edit",
            "Save",
            ("rowVersion", "1"),
            ("xml", drawing.Replace("Первая задача", "Второй", StringComparison.Ordinal))
        );

        Assert.Equal(2, JsonDocument.Parse(await taken.Content.ReadAsStringAsync()).RootElement.GetProperty("rowVersion").GetInt32());
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains(
            "first-admin",
            JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("reason").GetString(),
            StringComparison.Ordinal
        );
        Assert.Contains("Первый", await second.Text("/processes/race-trial/edit?handler=Xml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("это не XML")]
    [InlineData("<html/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>")]
    [InlineData("")]
    public async Task A_file_that_is_no_drawing_is_refused_and_the_draft_stays(string content)
    {
        using var client = await SignedIn($"bad-{content.Length}", Roles.Administrator);
        var key = $"bad-file-{content.Length}";
        await client.Post("/processes", null, ("Name", "Плохой файл"), ("Key", key));

        var answer = await client.PostFile(
            $"/processes/{key}/edit?handler=Upload",
            "file",
            "bad.bpmn",
            Encoding.UTF8.GetBytes(content),
            ("rowVersion", "1")
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Первая задача", await client.Text($"/processes/{key}/edit?handler=Xml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drawing_with_errors_may_be_a_draft_and_is_not_published()
    {
        using var client = await SignedIn("errors-admin", Roles.Administrator);
        await client.Post("/processes", null, ("Name", "С ошибкой"), ("Key", "error-trial"));
        var broken = NewProcess
            .Drawing("error-trial", "С ошибкой")
            .Replace("targetRef=\"End\"", "targetRef=\"Nowhere\"", StringComparison.Ordinal);

        var saved = await client.Post("/processes/error-trial/edit", "Save", ("rowVersion", "1"), ("xml", broken));
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.Contains("Error", await saved.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var refused = await client.Post("/processes/error-trial/edit", "Publish", ("rowVersion", "2"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Get("/processes/error-trial")).StatusCode);
    }

    [Fact]
    public async Task Nobody_is_offered_the_drawing_or_the_start_of_somebody_else()
    {
        using var region = await site.SignedInClient("region-admin", "RU.66", Roles.Administrator);
        var page = await region.Text("/processes/reserve-cycle");
        Assert.Contains("""<option value="RU.66">""", page, StringComparison.Ordinal);
        Assert.DoesNotContain("""<option value="RU">""", page, StringComparison.Ordinal);
        Assert.DoesNotContain("""<option value="RU.74""", page, StringComparison.Ordinal);
        using var municipality = await site.SignedInClient("town-admin", "RU.74.05", Roles.Administrator);
        page = await municipality.Text("/processes/reserve-cycle");
        Assert.DoesNotContain("Порядок своего региона", page, StringComparison.Ordinal);
        Assert.Contains("""<option value="RU.74.05">""", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_auditor_looks_and_changes_nothing_and_an_officer_sees_no_processes()
    {
        using var auditor = await SignedIn("looking-auditor", Roles.Auditor);
        using var officer = await SignedIn("curious-officer", Roles.HrOfficer);

        Assert.Equal(HttpStatusCode.OK, (await auditor.Get("/processes/reserve-cycle")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Get("/processes/reserve-cycle/edit")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Get("/processes")).StatusCode);
    }

    private async Task<SiteClient> SignedIn(string name, string role)
    {
        await site.CreateUser(name, "RU", role);
        var client = await site.Client();
        await client.SignIn(name);
        return client;
    }
}
