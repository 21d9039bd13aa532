using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Processes;

/// <summary>The page of a form's file: its mistakes, the preview with a stored run, and what a change means for what runs.</summary>
public sealed class FormPageTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Form = """
        {"type":"default","id":"f","title":"Поездка","components":[
          {"type":"textfield","key":"city","label":"Город","validate":{"required":true},"conditional":{"hide":"=limit < 10"}},
          {"type":"number","key":"days","label":"Дней","validate":{"max":30}},
          {"type":"expression","key":"cost","properties":{"label":"Стоимость"},"expression":"=days * limit"}]}
        """;

    [Fact]
    public async Task A_form_is_tried_on_a_stored_run_and_nothing_is_kept()
    {
        var run = await Deployed("form-try", result: null);
        using var administrator = await site.SignedInClient("form-try-admin", "RU", Roles.Administrator);
        var address = "/processes/form-try/file?path=forms/f.json";
        var empty = WebUtility.HtmlDecode(await administrator.Text(address));
        Assert.Contains("Так форму увидит исполнитель", empty, StringComparison.Ordinal);
        Assert.Contains($"<option value=\"{run}\">", empty, StringComparison.Ordinal);

        // The limit of this run is 7: the field is hidden, and so the preview says.
        var with = await administrator.Text($"{address}&handler=Preview&run={run}");
        Assert.Matches("data-part=\"f-city\" data-absent=\"true\"", with);
        Assert.DoesNotMatch("data-part=\"f-city\" data-absent=\"true\"", empty);

        var tried = await Text(administrator.Post($"{address}&run={run}", "Try", ("f.days", "3"), ("f.cost", "1")));
        Assert.Contains("Так ответы примут. Процесс получит:", tried, StringComparison.Ordinal);
        Assert.Matches("<code>cost</code></th>\\s*<td[^>]*>21<", tried);
        var refused = await Text(administrator.Post(address, "Try", ("f.days", "31")));
        Assert.Contains("id=\"f-days-problem\">Не больше 30.", refused, StringComparison.Ordinal);
        Assert.Contains("id=\"f-city-problem\">Заполните это поле.", refused, StringComparison.Ordinal);

        using var answer = await administrator.Post($"{address}&run={run}", "State", ("f.days", "2"));
        using var state = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("14", state.RootElement.GetProperty("computed").GetProperty("f-cost").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await administrator.Post(address, "Try", ("run", Guid.NewGuid().ToString()))).StatusCode);
        Assert.Equal(1, await Count("select count(*) from task where run_id = $1 and state = 'open'", run));
        Assert.Equal(0, await Count("select count(*) from task_file where run_id = $1", run));
    }

    [Fact]
    public async Task A_draft_with_mistakes_is_kept_told_of_and_not_published()
    {
        await Deployed("form-bad", result: null);
        using var administrator = await site.SignedInClient("form-bad-admin", "RU", Roles.Administrator);
        var bad = Form.Replace("limit < 10", "limit < <", StringComparison.Ordinal)
            .Replace("\"key\":\"days\",", "", StringComparison.Ordinal);
        var saved = await Text(administrator.Post("/processes/form-bad/file?path=forms/f.json", null, ("text", bad), ("rowVersion", "")));
        Assert.Contains("components[0] «Город»: условие: 1:", saved, StringComparison.Ordinal);
        Assert.Contains("components[1] «Дней»: у поля нет ключа (key)", saved, StringComparison.Ordinal);
        var draft = WebUtility.HtmlDecode(await administrator.Text("/processes/form-bad/files"));
        Assert.Contains("forms/f.json: components[1] «Дней»: у поля нет ключа (key)", draft, StringComparison.Ordinal);
        using var published = await administrator.Post(
            "/processes/form-bad/files",
            "Publish",
            ("seen", "forms/f.json 1"),
            ("read", "true")
        );
        Assert.DoesNotContain("Опубликована", WebUtility.HtmlDecode(await published.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("form-gone", null)]
    [InlineData("form-gone-result", "trip")]
    public async Task A_renamed_answer_that_others_read_is_named_before_publishing(string key, string? result)
    {
        await Deployed(key, result);
        using var administrator = await site.SignedInClient(key + "-admin", "RU", Roles.Administrator);
        var changed = Form.Replace("\"days\"", "\"day\"", StringComparison.Ordinal).Replace("=days", "=day", StringComparison.Ordinal);
        await Text(administrator.Post($"/processes/{key}/file?path=forms/f.json", null, ("text", changed), ("rowVersion", "")));
        var draft = WebUtility.HtmlDecode(await administrator.Text($"/processes/{key}/files"));
        Assert.Matches("forms/f.json: поля «days» больше нет, а его читают: «[^»]+»; возможно, теперь это «day»", draft);

        var page = WebUtility.HtmlDecode(await administrator.Text($"/processes/{key}/file?path=forms/f.json"));
        Assert.Matches("версия 1:\\s+1\\s+дело идёт,\\s+1\\s+открытая задача с этой формой", page.Replace('\u00a0', ' '));
        var version = Regex.Match(await administrator.Text($"/processes/{key}"), "/drawings/([0-9a-f-]{36})").Groups[1].Value;
        var compared = WebUtility.HtmlDecode(await administrator.Text($"/processes/{key}/compare?from={version}"));
        Assert.Contains("Начатые дела останутся на своей версии", compared, StringComparison.Ordinal);
        Assert.Matches("1\\s+открытая задача с этой формой", compared.Replace('\u00a0', ' '));
    }

    private static async Task<string> Text(Task<HttpResponseMessage> answer)
    {
        using var given = await answer;
        Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        return WebUtility.HtmlDecode(await given.Content.ReadAsStringAsync());
    }

    private async Task<long> Count(string sql, Guid run)
    {
        await using var connection = new Npgsql.NpgsqlConnection(site.OwnerConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection) { Parameters = { new() { Value = run } } };
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A process that asks with the form and then reads the days; gives a run that waits at the form.</summary>
    private async Task<Guid> Deployed(string key, string? result)
    {
        (string, string)[] task = [("role", "\"HrOfficer\""), ("form", "\"f\"")];
        await site.Deploy(
            new TestProcess(key)
                .Start()
                .User("ask", result is null ? task : [.. task, ("result", $"\"{result}\"")])
                .User("next", ("role", "\"Administrator\""), ("title", result is null ? "string(days)" : $"string({result}.days)"))
                .End()
                .Bundle(("forms/f.json", Form))
        );
        return await site.InTransaction(async services =>
            (
                await services
                    .GetRequiredService<ProcessRuntime>()
                    .Start(
                        key,
                        new StartFacts("RU.74"),
                        FeelContext.Of(("limit", FeelValue.From(7))),
                        services.GetRequiredService<Caller>().Stamp(),
                        CancellationToken.None
                    )
            )
                .Value
                .Value
        );
    }
}
