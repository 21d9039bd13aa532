using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Tasks;

/// <summary>Forms that administrators design, on a task's page without scripts: conditions, rows, references, computed fields.</summary>
public sealed class TaskFormTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Trip = """
        {"type":"default","id":"trip","title":"Поездка","components":[
          {"type":"checkbox","key":"goes","label":"Едет"},
          {"type":"textfield","key":"city","label":"Город","validate":{"required":true},"conditional":{"hide":"=goes != true"}},
          {"type":"dynamiclist","path":"days","label":"Дни","properties":{"rows.max":"3"},"components":[
            {"type":"textfield","key":"what","label":"Что","validate":{"required":true}},
            {"type":"number","key":"cost","label":"Стоимость"}]},
          {"type":"expression","key":"total","properties":{"label":"Всего"},"expression":"=sum(days.cost) * rate"}]}
        """;

    [Fact]
    public async Task A_hidden_field_is_not_required_and_forged_answers_are_not_kept()
    {
        var run = await Start("form-hidden", Trip);
        using var officer = await site.SignedInClient("form-hidden-officer", "RU.74", Roles.HrOfficer);
        var address = await Address(officer, run);
        var page = WebUtility.HtmlDecode(await officer.Text(address));
        Assert.Contains("Не учитывается, когда «Едет» ≠ да.", page, StringComparison.Ordinal);
        Assert.Matches("data-part=\"f-city\" data-absent=\"true\"", page);

        using (var refused = await officer.Post(address, null, ("f.goes", "true"), ("f.total", "1")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        await Fine(
            officer.Post(
                address,
                null,
                ("f.city", "подделка"),
                ("f.total", "1000000"),
                ("f.days", "0"),
                ("f.days.0.what", "Курсы"),
                ("f.days.0.cost", "30"),
                ("f.days.0.extra", "лишнее")
            )
        );
        Assert.Equal("""{"goes":false,"city":null,"days":[{"what":"Курсы","cost":30}],"total":210}""", await Answers(run));
    }

    [Fact]
    public async Task Rows_are_added_and_taken_away_by_buttons_with_all_that_was_typed()
    {
        var run = await Start("form-rows", Trip);
        using var officer = await site.SignedInClient("form-rows-officer", "RU.74", Roles.HrOfficer);
        var address = await Address(officer, run);
        var added = await Text(
            officer.Post(address, "Rows", ("f.city", "Миасс"), ("f.days", "0"), ("f.days.0.what", "Первое"), ("add", "days"))
        );
        Assert.Contains("value=\"Первое\"", added, StringComparison.Ordinal);
        Assert.Contains("value=\"Миасс\"", added, StringComparison.Ordinal);
        Assert.Contains("name=\"f.days.1.what\"", added, StringComparison.Ordinal);
        Assert.DoesNotContain("Заполните это поле.", added, StringComparison.Ordinal);

        var removed = await Text(
            officer.Post(
                address,
                "Rows",
                ("f.days", "0"),
                ("f.days", "1"),
                ("f.days.0.what", "Первое"),
                ("f.days.1.what", "Второе"),
                ("remove", "days.0")
            )
        );
        Assert.DoesNotContain("Первое", removed, StringComparison.Ordinal);
        Assert.Contains("name=\"f.days.1.what\" value=\"Второе\"", removed, StringComparison.Ordinal);

        using var refused = await officer.Post(
            address,
            null,
            ("f.days", "0"),
            ("f.days", "5"),
            ("f.days.0.what", "Первое"),
            ("f.days.5.cost", "3")
        );
        var again = await refused.Content.ReadAsStringAsync();
        Assert.Contains("id=\"f-days-5-what-problem\"", again, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"f-days-0-what-problem\"", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_one_types_the_server_says_what_is_hidden_and_computed()
    {
        var run = await Start("form-state", Trip);
        using var officer = await site.SignedInClient("form-state-officer", "RU.74", Roles.HrOfficer);
        var address = await Address(officer, run);
        using var answer = await officer.Post(address, "State", ("f.goes", "true"), ("f.days", "0"), ("f.days.0.cost", "1000"));
        using var state = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.False(state.RootElement.GetProperty("absent").GetProperty("f-city").GetBoolean());
        Assert.Equal("7\u00a0000", state.RootElement.GetProperty("computed").GetProperty("f-total").GetString());
        using var stranger = await site.SignedInClient("form-state-stranger", "RU.66", Roles.HrOfficer);
        var (_, token) = await stranger.Form("/tasks");
        using var hidden = await stranger.Send($"{address}?handler=State", token);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
    }

    [Fact]
    public async Task References_offer_what_the_person_may_see_and_refuse_the_rest_beside_the_field()
    {
        const string form = """
            {"type":"default","id":"who","components":[
              {"type":"select","key":"head","label":"Сотрудник","properties":{"reference":"Person","reference.role":"Department"}},
              {"type":"select","key":"place","label":"Территория","properties":{"reference":"Territory"}},
              {"type":"select","key":"candidate","label":"Кандидат","properties":{"reference":"Candidate"}}]}
            """;
        var own = await site.CreateUser("own-department", "RU.74", Roles.Department);
        var foreign = await site.CreateUser("foreign-department", "RU.66", Roles.Department);
        var other = await site.CreateUser("other-role", "RU.74", Roles.CommissionMember);
        var run = await Start("form-references", form);
        using var officer = await site.SignedInClient("form-references-officer", "RU.74", Roles.HrOfficer);
        var address = await Address(officer, run);
        var page = WebUtility.HtmlDecode(await officer.Text(address));
        Assert.Contains("own-department", page, StringComparison.Ordinal);
        Assert.DoesNotContain("foreign-department", page, StringComparison.Ordinal);
        Assert.DoesNotContain("other-role", page, StringComparison.Ordinal);
        Assert.Contains("Челябинская область", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Свердловская область", page, StringComparison.Ordinal);

        foreach (
            var (field, value) in new[]
            {
                ("head", foreign.Id.ToString()),
                ("head", other.Id.ToString()),
                ("head", "не номер"),
                ("place", "RU.66"),
                ("candidate", Guid.NewGuid().ToString()),
            }
        )
        {
            using var refused = await officer.Post(address, null, ($"f.{field}", value));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Matches($"id=\"f-{field}-problem\">Такого в базе нет", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()));
        }

        using var found = await officer.Post(address, "Find", ("field", "head"), ("words", "dep OWN"));
        using var entries = JsonDocument.Parse(await found.Content.ReadAsStringAsync());
        Assert.Equal(own.Id.ToString(), Assert.Single(entries.RootElement.EnumerateArray()).GetProperty("id").GetString());

        await Fine(officer.Post(address, null, ("f.head", own.Id.ToString()), ("f.place", "RU.74")));
        Assert.Equal($$"""{"head":"{{own.Id}}","place":"RU.74","candidate":null}""", await Answers(run));
    }

    [Fact]
    public async Task Several_files_of_the_right_kind_are_kept_with_the_task()
    {
        const string form = """
            {"type":"default","id":"scan","components":[
              {"type":"filepicker","key":"scans","label":"Сканы","accept":".pdf","multiple":true,"validate":{"required":true}}]}
            """;
        var run = await Start("form-files", form);
        using var officer = await site.SignedInClient("form-files-officer", "RU.74", Roles.HrOfficer);
        var address = await Address(officer, run);
        Assert.Matches(
            "type=\"file\" id=\"f-scans\" name=\"f.scans\" multiple=\"multiple\"\\s+accept=\".pdf\"",
            await officer.Text(address)
        );
        using (var refused = await officer.PostFile(address, "f.scans", "a.exe", [1]))
            Assert.Contains(
                "Файл «a.exe» не того вида: подходят .pdf.",
                WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()),
                StringComparison.Ordinal
            );
        await Fine(officer.PostFile(address, "f.scans", "a.pdf", [1, 2]));
        Assert.Matches("^\\{\"scans\":\\[\\{\"name\":\"a.pdf\",\"size\":2,", await Answers(run));
    }

    private static async Task<string> Text(Task<HttpResponseMessage> answer)
    {
        using var given = await answer;
        Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        return WebUtility.HtmlDecode(await given.Content.ReadAsStringAsync());
    }

    private static async Task Fine(Task<HttpResponseMessage> answer) =>
        Assert.Contains("Задача выполнена.", await Text(answer), StringComparison.Ordinal);

    /// <summary>What the completed task gave to its process.</summary>
    private Task<string> Answers(RunId run) =>
        site.AsSystem(async services =>
        {
            await using var transaction = await services.GetRequiredService<ReserveDb>().Database.BeginTransactionAsync();
            var seen = await services.GetRequiredService<ProcessQueries>().Look(run, CancellationToken.None);
            return FeelJson.ToText(
                FeelValue.Context(seen!.State.Variables).AsContext()!.TryGet("answers", out var given) ? given : default
            );
        });

    private static async Task<string> Address(SiteClient client, RunId run)
    {
        var list = await client.Text("/tasks");
        return Regex.Match(list, $"/tasks/{run.Value}/[0-9]+").Value;
    }

    private async Task<RunId> Start(string key, string form)
    {
        await site.Deploy(
            new TestProcess(key)
                .Start()
                .User("only", ("role", "\"HrOfficer\""), ("form", "\"f\""), ("result", "\"answers\""))
                .User("next", ("role", "\"Administrator\""))
                .End()
                .Bundle(("forms/f.json", form))
        );
        return await site.InTransaction(async services =>
            (
                await services
                    .GetRequiredService<ProcessRuntime>()
                    .Start(
                        key,
                        new StartFacts("RU.74"),
                        FeelContext.Of(("rate", FeelValue.From(7))),
                        services.GetRequiredService<Caller>().Stamp(),
                        CancellationToken.None
                    )
            ).Value
        );
    }
}
