using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Documents.Declension;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Papers;

/// <summary>What an administrator sees of a template: its names, its mistakes, and what a change does to earlier papers.</summary>
public sealed class TemplateStudioTests : IAsyncLifetime
{
    private const string File = "templates/certificate.docx";
    private const string About = "/processes/reserve-cycle/file?path=" + File;
    private const string Regression = "/processes/reserve-cycle/regression?path=" + File;
    private const string Files = "/processes/reserve-cycle/files";
    private readonly SiteFixture site = new() { Settings = ["--Preview:Office=no-such-program"] };
    private readonly ProcessBundle shipped = ProcessBundle.Read(Path.Combine(Repository.Root, "workflows", "reserve-cycle"));

    public async ValueTask InitializeAsync()
    {
        await site.InitializeAsync();
        await site.Deploy(shipped);
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task The_page_of_a_template_names_what_may_stand_in_it_with_examples_and_tags_to_copy()
    {
        using var admin = await site.SignedInClient("fields-admin", "RU", Roles.Administrator);
        var page = await Text(admin, About);
        Assert.Contains("Кому выдано", page, StringComparison.Ordinal);
        Assert.Contains("data-copy=\"{fullName}\"", page, StringComparison.Ordinal);
        Assert.Contains("data-copy=\"{from | дата словами}\"", page, StringComparison.Ordinal);
        Assert.Contains("data-copy=\"{#signatures}{/signatures}\"", page, StringComparison.Ordinal);
        Assert.Contains("Управление образовательной организацией", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Ошибки шаблона", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_template_is_tried_on_earlier_papers_before_it_is_published()
    {
        var id = (await Certificate("Основы")).Value;
        using var admin = await site.SignedInClient("trial-admin", "RU", Roles.Administrator);
        await Upload(admin, Docx.WithParagraph(shipped.Templates[File], "Особый бланк: {program}"));

        var page = await Text(admin, Regression);
        Assert.Contains("У-2026-0001", page, StringComparison.Ordinal);
        Assert.Contains("другой текст", page, StringComparison.Ordinal);
        Assert.Contains("Особый бланк: Основы", page, StringComparison.Ordinal);
        Assert.DoesNotContain(">Управление", page, StringComparison.Ordinal);
        Assert.True(
            await site.Look(
                "RU",
                db => db.Set<AuditEvent>().AnyAsync(row => row.Command == TemplateTrials.Act && row.Subjects.Contains(id))
            )
        );
        Assert.DoesNotContain("последних бумаг", await Text(admin, Files), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_that_earlier_papers_do_not_fit_is_a_warning_that_must_be_read()
    {
        await Certificate("Основы");
        using var admin = await site.SignedInClient("warned-admin", "RU", Roles.Administrator);
        await Upload(admin, Docx.WithParagraph(shipped.Templates[File], "{program | дата}"));

        var page = await Text(admin, Files);
        Assert.Contains("1 из 1 последних бумаг по новой версии не оформить", page, StringComparison.Ordinal);
        Assert.Contains("{program | дата}", page, StringComparison.Ordinal);
        Assert.Contains("не оформить", await Text(admin, Regression), StringComparison.Ordinal);
        using var refused = await admin.Post(Files, "Publish", ("seen", $"{File} 1"));
        var answer = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        Assert.Contains("Прочитайте предупреждения", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comparison_tells_what_a_template_says_otherwise()
    {
        using var admin = await site.SignedInClient("compare-admin", "RU", Roles.Administrator);
        await Upload(admin, Docx.WithParagraph(shipped.Templates[File], "Особый бланк"));
        var version = await site.AsSystem(async services =>
            (await services.GetRequiredService<Web.Runtime.Steps.ProcessQueries>().Versions("reserve-cycle", CancellationToken.None))[
                0
            ].DefinitionId
        );
        Assert.Contains("Особый бланк", await Text(admin, $"/processes/reserve-cycle/compare?from={version}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_is_filled_with_an_example_or_with_an_earlier_paper()
    {
        var id = await Certificate("Основы");
        using var admin = await site.SignedInClient("preview-admin", "RU", Roles.Administrator);
        var page = await Text(admin, "/processes/reserve-cycle/template?path=" + File);
        Assert.Contains("У-2026-0001", page, StringComparison.Ordinal);
        Assert.Contains("Предпросмотр страниц недоступен: LibreOffice не установлен.", page, StringComparison.Ordinal);
        using var made = await admin.Get($"/processes/reserve-cycle/template/{id.Value}?path={File}&handler=File");
        Assert.Contains("Кедрова", Docx.Text(await made.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
        using var example = await admin.Get($"/processes/reserve-cycle/template?path={File}&handler=File");
        Assert.Contains("Управление образовательной", Docx.Text(await example.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);

        await Upload(admin, Docx.WithParagraph(shipped.Templates[File], "{program | дата}"));
        Assert.Contains(
            "Бумагу не оформить",
            await Text(admin, "/processes/reserve-cycle/template?path=" + File),
            StringComparison.Ordinal
        );
        using var auditor = await site.SignedInClient("preview-auditor", "RU", Roles.Auditor);
        Assert.NotEqual(HttpStatusCode.OK, (await auditor.Get(About)).StatusCode);
    }

    [Fact]
    public async Task A_paper_is_looked_at_within_its_territory_only_and_the_look_is_written_down()
    {
        var id = await Certificate("Основы");
        using var own = await site.SignedInClient("pages-own", "RU.74", Roles.HrOfficer);
        Assert.Contains("Предпросмотр страниц недоступен", await Text(own, $"/papers/{id.Value}/pages"), StringComparison.Ordinal);
        Assert.True(
            await site.Look(
                "RU",
                db => db.Set<AuditEvent>().AnyAsync(row => row.Command == nameof(ReadPaper) && row.Subjects.Contains(id.Value))
            )
        );
        using var foreign = await site.SignedInClient("pages-foreign", "RU.66", Roles.HrOfficer);
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.Get($"/papers/{id.Value}/pages")).StatusCode);
    }

    private static async Task Upload(SiteClient client, byte[] template)
    {
        using var answer = await client.PostFile(Files + "?handler=Upload", "upload", "certificate.docx", template);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(answer.StatusCode == HttpStatusCode.OK && page.Contains("изменён", StringComparison.Ordinal), page);
    }

    private static async Task<string> Text(SiteClient client, string path) => WebUtility.HtmlDecode(await client.Text(path));

    private async Task<PaperId> Certificate(string program)
    {
        var subject = new PaperSubject(PaperSubjectKind.Candidate, Guid.CreateVersion7());
        var content = new CertificateRecord
        {
            FullName = "Кедрова Анна Ильинична",
            Program = program,
            Signatures = [],
        };
        return (
            await site.SendAsSystem(new IssueCertificatePaper(subject, "RU.74.20", content, new PersonName("Кедрова", "Анна", "Ильинична")))
        )
            .Value
            .Id;
    }
}
