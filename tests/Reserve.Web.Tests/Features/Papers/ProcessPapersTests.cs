using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Papers;

/// <summary>A process issues papers by templates of its own: no line of C# knows of them.</summary>
public sealed class ProcessPapersTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Title = "Приказ об отпуске";

    [Fact]
    public async Task A_process_issues_a_paper_by_a_template_of_its_own_which_stands_on_the_page_of_the_run()
    {
        await site.Deploy(
            Vacation("vacation", Docx.Of("Приказ № {head.number} от {head.date | дата}", "{кому | лицо: дательный}, дней: {дней + 1}"))
        );
        var run = await Started("vacation");
        await site.Work();

        using var admin = await site.SignedInClient("vacation-admin", "RU", Roles.Administrator);
        var page = await admin.Text($"/processes/runs/{run.Value}");
        var paper = Assert.Single(await Papers(run));
        Assert.StartsWith("Б-2026-", paper.Number, StringComparison.Ordinal);
        Assert.Contains($"{Title} № {paper.Number}", page, StringComparison.Ordinal);
        using var file = await admin.Get($"/papers/{paper.Id.Value}");
        var text = Docx.Text(await file.Content.ReadAsByteArrayAsync());
        Assert.Contains($"Приказ № {paper.Number} от 23.11.2026", text, StringComparison.Ordinal);
        Assert.Contains("Кедровой Анне Ильиничне, дней: 15", text, StringComparison.Ordinal);
        Assert.Equal($"{Title} {paper.Number}.docx", file.Content.Headers.ContentDisposition!.FileNameStar);

        using var foreign = await site.SignedInClient("vacation-foreign", "RU.66", Roles.HrOfficer);
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.Get($"/papers/{paper.Id.Value}")).StatusCode);
        var variables = await site.AsSystem(async services =>
            (await services.GetRequiredService<ProcessQueries>().Run(run, CancellationToken.None))!.Status
        );
        Assert.Equal("completed", variables);
    }

    [Fact]
    public async Task A_begun_run_issues_by_the_template_of_its_own_version_and_the_paper_can_be_made_again()
    {
        await site.Deploy(Vacation("own-version", Docx.Of("Первая редакция: {кому}, {now()}")));
        var run = await Started("own-version");
        await site.Deploy(Vacation("own-version", Docx.Of("Вторая редакция: {кому}")));
        await site.Work();
        site.Clock.Advance(TimeSpan.FromMinutes(5));

        var paper = Assert.Single(await Papers(run));
        Assert.Contains("Первая редакция", Docx.Text(paper.Bytes), StringComparison.Ordinal);
        var again = await site.InTransaction(services =>
            services.GetRequiredService<PaperTemplates>().Again(paper, CancellationToken.None)
        );
        Assert.Equal(paper.Bytes, again);
    }

    [Fact]
    public async Task A_template_that_does_not_fit_the_data_stops_the_run_with_every_problem()
    {
        await site.Deploy(Vacation("unfit", Docx.Of("{комму}", "{дней | дата}")));
        var run = await Started("unfit");
        await site.Work();

        var incident = Assert.Single(
            await site.AsSystem(services => services.GetRequiredService<ProcessQueries>().Incidents(run, false, CancellationToken.None))
        );
        Assert.Contains("TemplateProblem", incident.Code + incident.Message, StringComparison.Ordinal);
        Assert.Contains("{комму}: в данных нет «комму»; похоже на «кому»", incident.Message, StringComparison.Ordinal);
        Assert.Contains("{дней | дата}", incident.Message, StringComparison.Ordinal);
        Assert.Empty(await Papers(run));
    }

    [Fact]
    public async Task A_template_that_the_process_does_not_have_is_told_before_it_is_published()
    {
        var bundle = Vacation("lacking", Docx.Of("текст")) with
        {
            Templates = new Dictionary<string, byte[]> { ["templates/orders.docx"] = Docx.Of("текст") },
        };
        var found = Assert.Single(await Findings(bundle), finding => finding.Code == "unknown-template");
        Assert.Equal("order", found.ElementId);
        Assert.Contains("«order.docx»", found.Message, StringComparison.Ordinal);
        Assert.Contains("возможно, «orders.docx»", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_FEEL_in_a_template_is_told_before_it_is_published()
    {
        var findings = await Findings(
            Vacation("bad-feel", Docx.Of("{дней + }", "{дата рождения}", "{if дней > 3 then \"много\" else \"мало\"}"))
        );
        var found = Assert.Single(findings, finding => finding.Code == "bad-template");
        Assert.Contains("templates/order.docx: word/document.xml: абзац 1: {дней + }", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_a_shipped_paper_does_not_have_are_told_with_the_nearest_before_it_is_published()
    {
        var bundle = ProcessBundle.Read(Path.Combine(Repository.Root, "workflows", "appointment-approval"));
        const string path = "templates/protocol.docx";
        var own = Docx.Of(
            "{chiar}",
            "{#items}{fullName}{#opinions}{expret}{/}{^vote}{postion}{/}{/items}",
            "{expert}",
            "{count(items) + qourum}"
        );
        var findings = await Findings(bundle.With(path, BundleContent.Of(own)));
        var messages = findings.Where(finding => finding.Code == "bad-template").Select(finding => finding.Message).ToList();
        Assert.Equal(5, messages.Count);
        foreach (
            var (said, near) in (ReadOnlySpan<(string, string)>)
                [("абзац 1: {chiar}", "chair"), ("абзац 2: {expret}", "expert"), ("абзац 2: {postion}", "position"), ("абзац 4", "quorum")]
        )
            Assert.Contains(
                messages,
                message => message.Contains(said, StringComparison.Ordinal) && message.Contains($"«{near}»", StringComparison.Ordinal)
            );
        // In place of an opinion's field outside its list.
        Assert.Contains(messages, message => message.Contains("абзац 3: {expert}: у этой бумаги нет «expert»", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{leave: leave}", "{leave.days | число}, {leave.from | дата}", "«days» day")]
    [InlineData("leave", "{days} с {from | дата} {#days}х{/days} {days | иначе: \"-\"} {days|иначе: нет}", "«days» day")]
    [InlineData("{leave: leave, paper: paper}", "{leave.day} {paper.number} {paper.nomber} {head.numbr}", "«nomber», «numbr» number")]
    [InlineData("{leave: leave, кому: person}", "{leave.day} {кому.fullName} {head.number} {#кому}{surname}{/кому}", null)]
    [InlineData("if leave.day > 3 then leave else person", "{anything}", null)]
    public async Task An_answer_or_an_output_that_a_template_prints_and_nothing_gives_any_more_is_told(
        string data,
        string text,
        string? expected
    )
    {
        const string form = """
            {"type":"default","components":[{"type":"number","key":"day","label":"День"},{"type":"datetime","key":"from","label":"С",
             "subtype":"date","dateLabel":"С"}]}
            """;
        var bundle = new TestProcess("answers")
            .Start()
            .User("ask", ("role", "\"HrOfficer\""), ("form", "\"leave\""), ("result", "\"leave\""))
            .Service("first", "Papers.Issue", ("template", "\"first.docx\""), ("data", "{a: person}"), ("title", "\"Первая\""))
            .Service("order", "Papers.Issue", ("template", "\"order.docx\""), ("data", data), ("title", "\"Приказ\""))
            .End()
            .Bundle(("forms/leave.json", form)) with
        {
            Templates = new Dictionary<string, byte[]>
            {
                ["templates/first.docx"] = Docx.Of("{a}"),
                ["templates/order.docx"] = Docx.Of(text),
            },
        };
        var found = (await Findings(bundle)).Where(finding => finding.Code == "template-data").ToList();
        if (expected is null)
        {
            Assert.Empty(found);
            return;
        }

        var warning = Assert.Single(found);
        Assert.Equal(("order", BpmnSeverity.Warning), (warning.ElementId, warning.Severity));
        var at = expected.LastIndexOf(' ');
        Assert.Equal(
            $"Шаблон «order.docx» печатает {expected[..at]}, а во входе «data» этого нет; возможно, «{expected[(at + 1)..]}»",
            warning.Message
        );
    }

    private static ProcessBundle Vacation(string key, byte[] template) =>
        new TestProcess(key)
            .Start()
            .Service(
                "order",
                "Papers.Issue",
                ("template", "\"order.docx\""),
                ("data", "{кому: person, дней: days}"),
                ("title", $"\"{Title}\"")
            )
            .End()
            .Bundle() with
        {
            Templates = new Dictionary<string, byte[]> { ["templates/order.docx"] = template },
        };

    private Task<IReadOnlyList<BpmnDiagnostic>> Findings(ProcessBundle bundle) =>
        site.AsSystem(services => services.GetRequiredService<BundleChecks>().Of(bundle, ProcessBundle.Empty, CancellationToken.None));

    private Task<List<Paper>> Papers(RunId run) =>
        site.Look("RU.74", db => db.Set<Paper>().AsNoTracking().Where(paper => paper.SubjectId == run.Value).ToListAsync());

    private async Task<RunId> Started(string key)
    {
        using var given = JsonDocument.Parse("""{"person": "Кедрова Анна Ильинична", "days": 14}""");
        return await site.InTransaction(async services =>
        {
            var started = await services
                .GetRequiredService<ProcessRuntime>()
                .Start(
                    key,
                    new StartFacts("RU.74"),
                    FeelJson.Read(given.RootElement).AsContext()!,
                    services.GetRequiredService<Caller>().Stamp(),
                    CancellationToken.None
                );
            return started.Value;
        });
    }
}
