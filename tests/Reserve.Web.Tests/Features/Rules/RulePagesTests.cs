using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Rules;

/// <summary>The pages as a browser without scripts meets them, and the answers that the editor's scripts get.</summary>
public sealed class RulePagesTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Every_shipped_rule_is_listed_and_can_be_read_without_its_drawing()
    {
        using var admin = await SignedIn("rules-reader", Roles.Administrator);

        var list = await admin.Text("/rules");
        var page = await admin.Text("/rules/reserve-cycle/zone");

        Assert.Contains("Рейтинг и зоны кадрового резерва", list, StringComparison.Ordinal);
        Assert.Contains("Кворум заседания", list, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "Кворум заседания",
            await admin.Text("/rules?q=" + Uri.EscapeDataString("зоны рейтинг")),
            StringComparison.Ordinal
        );
        Assert.Contains("Правил нет", await admin.Text("/rules?q=zzz"), StringComparison.Ordinal);
        Assert.Contains("Зона по баллу.", page, StringComparison.Ordinal);
        Assert.Contains("[30..90)", page, StringComparison.Ordinal);
        Assert.Contains("подходит одно правило", page, StringComparison.Ordinal);
        Assert.Contains("Рассчитать балл и зону", page, StringComparison.Ordinal);
        Assert.Contains("data-dmn-viewer", page, StringComparison.Ordinal);
        Assert.Contains("<definitions", await admin.Text("/rules/reserve-cycle/zone?handler=Xml"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.Get("/rules/reserve-cycle/nothing")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.Get($"/rules/reserve-cycle/zone?v={Guid.NewGuid()}")).StatusCode);
    }

    [Fact]
    public async Task An_auditor_reads_and_changes_nothing_and_nobody_else_sees_rules()
    {
        using var auditor = await SignedIn("rules-auditor", Roles.Auditor);
        using var officer = await SignedIn("rules-officer", Roles.HrOfficer);
        using var candidate = await SignedIn("rules-candidate", Roles.Candidate);

        Assert.DoesNotContain("/rules/reserve-cycle/zone/edit", await auditor.Text("/rules/reserve-cycle/zone"), StringComparison.Ordinal);
        foreach (
            var closed in (string[])
                ["/rules/reserve-cycle/zone/edit", "/rules/reserve-cycle/zone/trial", "/rules/reserve-cycle/zone/edit?handler=Xml"]
        )
            Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Get(closed)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Get("/rules")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await candidate.Get("/rules/reserve-cycle/zone")).StatusCode);
        var refused = await site.Send(
            "RU",
            Roles.Auditor,
            new SaveProcessDraft("reserve-cycle", null, Scoring.Rules(), null, "rules/zone.dmn")
        );
        Assert.NotNull(refused.Rejection);
    }

    [Fact]
    public async Task A_published_draft_is_the_next_version_of_the_process_with_the_same_drawing()
    {
        using var admin = await SignedIn("publisher", Roles.Administrator);
        var first = await Scoring.Deploy(site, "published");

        var saved = await Save(admin, "published", Scoring.Rules(risk: 60), null);
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.Contains("есть черновик", await admin.Text("/rules?q=" + Uri.EscapeDataString("published")), StringComparison.Ordinal);
        Assert.Contains("есть черновик", Row(await admin.Text("/processes"), "published"), StringComparison.Ordinal);
        var draft = await admin.Text($"/rules/published/band/compare?from={first.Id.Value}");
        var published = await (await admin.Post("/rules/published/band/edit", "Publish", ("rowVersion", "1"))).Content.ReadAsStringAsync();

        Assert.Contains("«Зона пробы», правило 3, «Балл»: было &lt; 30, стало &lt; 60.", draft, StringComparison.Ordinal);
        Assert.Contains("Опубликована версия 2.", published, StringComparison.Ordinal);
        Assert.Contains("publisher", published, StringComparison.Ordinal);
        Assert.Contains("[60..90)", published, StringComparison.Ordinal);
        Assert.Contains("[30..90)", await admin.Text($"/rules/published/band?v={first.Id.Value}"), StringComparison.Ordinal);
        Assert.Equal(
            1,
            await site.Look(
                "RU",
                db => Count(db, "select count(distinct xml)::int as \"Value\" from process_definition where key = 'published'")
            )
        );
        var next = await Scoring.Start(site, "published", 50);
        Assert.Equal("Risk", await Title(next));
        Assert.NotEqual(
            0,
            await site.Look(
                "RU",
                db => Count(db, "select count(*)::int as \"Value\" from audit_events where command like '%PublishProcess%'")
            )
        );
    }

    [Fact]
    public async Task The_second_of_two_administrators_is_told_and_nothing_of_the_first_is_lost()
    {
        using var first = await SignedIn("first-ruler", Roles.Administrator);
        using var second = await SignedIn("second-ruler", Roles.Administrator);
        await Scoring.Deploy(site, "disputed");

        Assert.Equal(HttpStatusCode.OK, (await Save(first, "disputed", Scoring.Rules(risk: 40), null)).StatusCode);
        var refused = await Save(second, "disputed", Scoring.Rules(risk: 50), null);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains(
            "first-ruler",
            JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("reason").GetString(),
            StringComparison.Ordinal
        );
        Assert.Contains("[40..90)", await second.Text("/rules/disputed/band/edit?handler=Xml"), StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await second.Post("/rules/disputed/band/edit", "Publish", ("rowVersion", "7"))).StatusCode
        );
    }

    [Theory]
    [InlineData("это не XML")]
    [InlineData("<html/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>")]
    [InlineData("<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"/>")]
    [InlineData("")]
    public async Task A_file_that_is_no_rule_is_refused_and_the_rule_stays(string content)
    {
        using var admin = await SignedIn($"bad-rule-{content.Length}", Roles.Administrator);

        var answer = await admin.PostFile(
            "/rules/reserve-cycle/support/edit?handler=Upload",
            "upload",
            "bad.dmn",
            Encoding.UTF8.GetBytes(content)
        );
        var saved = await admin.Post("/rules/reserve-cycle/support/edit", "Save", ("xml", content));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, saved.StatusCode);
        Assert.Contains("черновика нет", await admin.Text("/rules/reserve-cycle/support/edit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_more_than_two_megabytes_is_refused()
    {
        using var admin = await SignedIn("big-rule", Roles.Administrator);
        var big = Scoring.Rules().Replace("По баллу.", new string('а', 2_000_001), StringComparison.Ordinal);

        var answer = await admin.PostFile(
            "/rules/reserve-cycle/support/edit?handler=Upload",
            "upload",
            "big.dmn",
            Encoding.UTF8.GetBytes(big)
        );

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Файл больше 2 МБ.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_with_errors_may_be_a_draft_and_every_error_stops_its_publishing()
    {
        using var admin = await SignedIn("error-ruler", Roles.Administrator);
        await Scoring.Deploy(site, "faulty");
        var faulty = Scoring
            .Rules()
            .Replace("&gt;= 90", "&gt;= (", StringComparison.Ordinal)
            .Replace("&lt; 30", "\"мало\"", StringComparison.Ordinal);

        var saved = await Save(admin, "faulty", faulty, null);
        var findings = JsonDocument
            .Parse(await saved.Content.ReadAsStringAsync())
            .RootElement.GetProperty("findings")
            .EnumerateArray()
            .Where(found => found.GetProperty("severity").GetString() == "Error")
            .ToList();
        var refused = await admin.Post("/rules/faulty/band/edit", "Publish", ("rowVersion", "1"));

        Assert.True(findings.Count >= 2, await saved.Content.ReadAsStringAsync());
        Assert.All(
            findings,
            found => Assert.Equal(("band", true), (found.GetProperty("decisionId").GetString(), found.GetProperty("line").GetInt32() > 0))
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(
            1,
            await site.Look("RU", db => Count(db, "select max(version) as \"Value\" from process_definition where key = 'faulty'"))
        );
    }

    [Fact]
    public async Task A_decision_that_the_drawing_asks_for_cannot_be_published_away()
    {
        using var admin = await SignedIn("taker", Roles.Administrator);
        await Scoring.Deploy(site, "taken");
        await Save(admin, "taken", Scoring.Rules().Replace("id=\"band\"", "id=\"other\"", StringComparison.Ordinal), null);

        var refused = await admin.Post("/rules/taken/band/edit", "Publish", ("rowVersion", "1"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("В правилах нет решения «band»", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishing_keeps_the_drawing_that_was_published_meanwhile()
    {
        using var admin = await SignedIn("late-ruler", Roles.Administrator);
        await Scoring.Deploy(site, "meanwhile");
        await Save(admin, "meanwhile", Scoring.Rules(risk: 60), null);
        await Scoring.Deploy(site, "meanwhile", wait: true);

        await admin.Post("/rules/meanwhile/band/edit", "Publish", ("rowVersion", "1"));

        var newest = await site.Look(
            "RU",
            db => Value(db, "select xml as \"Value\" from process_definition where key = 'meanwhile' order by version desc limit 1")
        );
        Assert.Contains("id=\"before\"", newest, StringComparison.Ordinal);
        Assert.Contains("[60..90)", await admin.Text("/rules/meanwhile/band"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_discarded_draft_is_gone_and_a_region_may_have_a_rule_of_its_own()
    {
        using var admin = await SignedIn("regional-ruler", Roles.Administrator);
        await Scoring.Deploy(site, "regional-rule");
        await Save(admin, "regional-rule", Scoring.Rules(risk: 55), null);
        var discarded = await admin.Post("/rules/regional-rule/band/edit", "Discard", ("rowVersion", "1"));
        Assert.Contains("Черновик удалён.", await discarded.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("[30..90)", await admin.Text("/rules/regional-rule/band/edit?handler=Xml"), StringComparison.Ordinal);

        Assert.Contains("действует общее", await admin.Text("/rules/regional-rule/band?territory=RU.74"), StringComparison.Ordinal);
        await admin.PostFile(
            "/rules/regional-rule/band/edit?handler=Upload&territory=RU.74",
            "upload",
            "own.dmn",
            Encoding.UTF8.GetBytes(Scoring.Rules(risk: 70))
        );
        await admin.Post("/rules/regional-rule/band/edit", "Publish&territory=RU.74", ("rowVersion", "1"));

        Assert.Equal("Risk", await Title(await Scoring.Start(site, "regional-rule", 60)));
        Assert.Equal("Pool", await Title(await Scoring.Start(site, "regional-rule", 60, territory: "RU.66")));
        Assert.DoesNotContain("действует общее", await admin.Text("/rules/regional-rule/band?territory=RU.74"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_of_another_version_of_the_standard_is_read_and_changed_by_upload_only()
    {
        using var admin = await SignedIn("modern-ruler", Roles.Administrator);
        await Scoring.Deploy(site, "modern", rules: Scoring.Rules().Replace("20191111/MODEL", "20230324/MODEL", StringComparison.Ordinal));

        var editor = await admin.Text("/rules/modern/band/edit");

        Assert.Contains("Редактор открывает DMN 1.3", editor, StringComparison.Ordinal);
        Assert.DoesNotContain("data-dmn-modeler=\"true\"", editor, StringComparison.Ordinal);
        Assert.Contains("[30..90)", await admin.Text("/rules/modern/band"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_example_is_decided_by_what_is_on_the_sheet_and_the_rules_that_fired_are_told()
    {
        using var admin = await SignedIn("trying", Roles.Administrator);
        await Scoring.Deploy(site, "tried");

        var answer = await admin.Post(
            "/rules/tried/band/edit",
            "Try",
            ("xml", Scoring.Rules(risk: 60)),
            ("decision", "band"),
            ("inputs", "{\"points\": 50}")
        );
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        var plain = WebUtility.HtmlDecode(
            await (
                await admin.Post("/rules/tried/band/edit", "Try", ("decision", "band"), ("inputs", "{\"points\": 50}"))
            ).Content.ReadAsStringAsync()
        );

        Assert.Contains("zone: \"Risk\"", text, StringComparison.Ordinal);
        Assert.Contains("правило 3: Балл: < 60", text, StringComparison.Ordinal);
        Assert.Contains("zone: \"Pool\"", plain, StringComparison.Ordinal);
        foreach (var (inputs, told) in new[] { ("{", "не читаются как JSON"), ("[1]", "объектом JSON"), ("{}", "решение не принято") })
            Assert.Contains(
                told,
                WebUtility.HtmlDecode(
                    await (
                        await admin.Post(
                            "/rules/tried/band/edit",
                            "Try",
                            ("xml", Scoring.Rules()),
                            ("decision", "band"),
                            ("inputs", inputs)
                        )
                    ).Content.ReadAsStringAsync()
                ),
                StringComparison.Ordinal
            );
    }

    private static Task<HttpResponseMessage> Save(SiteClient client, string process, string xml, int? rowVersion) =>
        client.Post($"/rules/{process}/band/edit", "Save", ("xml", xml), ("rowVersion", $"{rowVersion}"));

    private static string Row(string page, string key) =>
        page.Split("<tr>").Single(row => row.Contains($"font-monospace\">{key}<", StringComparison.Ordinal));

    private Task<string> Title(RunId run) =>
        site.Look("RU", db => Value(db, $"select title as \"Value\" from task where run_id = '{run.Value}' and state = 'open'"));

    private static Task<int> Count(ReserveDb db, string sql) => db.Database.SqlQueryRaw<int>(sql).SingleAsync();

    private static Task<string> Value(ReserveDb db, string sql) => db.Database.SqlQueryRaw<string>(sql).SingleAsync();

    private Task<SiteClient> SignedIn(string name, string role) => site.SignedInClient(name, "RU", role);
}
