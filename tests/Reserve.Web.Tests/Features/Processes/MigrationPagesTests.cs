using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Processes;

/// <summary>The wizard that takes cases over, and what an administrator does to one on its page.</summary>
public sealed class MigrationPagesTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly (string, string)[] Officer = [("role", "\"HrOfficer\"")];

    [Fact]
    public async Task Cases_are_shown_by_name_with_what_would_happen_then_taken_over_and_back()
    {
        var old = await Deploy(new TestProcess("page-move").Start().User("a", Officer).User("b", Officer).End());
        await Start("page-move", "дело Петровой");
        var second = await Start("page-move", "дело Сидорова");
        await Complete(second);
        var now = await Deploy(new TestProcess("page-move").Start().User("a", Officer).User("c", Officer).End());
        using var client = await site.SignedInClient("page-mover", "RU", Roles.Administrator);
        Assert.Contains("Перенести дела на версию", await client.Text("/processes/page-move"), StringComparison.Ordinal);
        var address = $"/processes/page-move/migrate?from={old}&to={now}";
        var page = Plain(await client.Text(address));
        Assert.Contains("дело Петровой", page, StringComparison.Ordinal);
        Assert.Contains("можно перенести: 1", page, StringComparison.Ordinal);
        Assert.Contains("нужен выбор: 1", page, StringComparison.Ordinal);
        Assert.Contains("Дело стоит на «Сделать b»: выберите, чем этот шаг стал в новой версии.", page, StringComparison.Ordinal);

        (string, string)[] chosen = [("from", $"{old}"), ("to", $"{now}"), ("Map[b]", "c")];
        page = Plain(await (await client.Post(address, "Check", chosen)).Content.ReadAsStringAsync());
        Assert.Contains("можно перенести: 2", page, StringComparison.Ordinal);
        var refused = await client.Post(address, "Order", chosen);
        Assert.Contains("Напишите, почему.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var ordered = await client.Post(address, "Order", [.. chosen, ("Reason", "новый приказ")]);
        var result = ordered.RequestMessage!.RequestUri!.AbsolutePath;
        Assert.StartsWith("/processes/migrations/", result, StringComparison.Ordinal);
        await site.Work();
        page = Plain(await client.Text(result));
        Assert.Contains("перенесено: 2", page, StringComparison.Ordinal);
        Assert.Contains("новый приказ", page, StringComparison.Ordinal);
        Assert.Contains("перенесено на другую версию", await client.Text($"/processes/runs/{second.Value}"), StringComparison.Ordinal);

        await client.Post(result, "Undo", ("run", $"{second.Value}"), ("reason", "не то"));
        await site.Work();
        page = Plain(await client.Text(result));
        Assert.Contains("возвращено: 1", page, StringComparison.Ordinal);

        using var auditor = await site.SignedInClient("page-move-auditor", "RU", Roles.Auditor);
        Assert.DoesNotContain("Отменить перенос", await auditor.Text(result), StringComparison.Ordinal);
        Assert.DoesNotContain("Перенести дела на версию", await auditor.Text("/processes/page-move"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_suspends_changes_moves_and_resumes_a_case_on_its_page()
    {
        await Deploy(
            new TestProcess("page-help")
                .Start()
                .User("a", Officer)
                .BoundaryTimer("a", "late", "duration(\"P9D\")", interrupting: false)
                .User("b", Officer)
                .End()
        );
        var run = await Start("page-help", "дело Ивановой");
        var address = $"/processes/runs/{run.Value}";
        using var client = await site.SignedInClient("page-helper", "RU", Roles.Administrator);
        var page = await client.Text(address);
        Assert.Contains("дело Ивановой", page, StringComparison.Ordinal);
        var token = Regex.Match(page, "name=\"token\" value=\"(a\\|\\d+\\|1)\"").Groups[1].Value;

        page = await Posted(client, address, "Suspend", ("reason", "разбираемся"));
        Assert.Contains("Дело приостановлено: пока его не возобновят, оно не идёт.", page, StringComparison.Ordinal);
        page = await Posted(client, address, "Variable", ("name", "word"), ("value", "не в кавычках"), ("reason", "x"));
        Assert.Contains("Это не значение.", page, StringComparison.Ordinal);
        page = await Posted(client, address, "Variable", ("name", "word"), ("value", "\"новое\""), ("reason", "опечатка"));
        Assert.Contains("Переменная изменена.", page, StringComparison.Ordinal);
        Assert.Contains("\"новое\"", System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        page = await Posted(client, address, "Modify", ("act", "move"), ("reason", "не туда"));
        Assert.Contains("Отметьте, какой ход переставить.", page, StringComparison.Ordinal);
        page = await Posted(client, address, "Modify", ("act", "move"), ("token", token), ("to", "b"), ("reason", "не туда"));
        Assert.Contains("Переставлено.", page, StringComparison.Ordinal);
        Assert.Contains("Сделать a → Сделать b", page, StringComparison.Ordinal);
        page = await Posted(client, address, "Resume", ("reason", "разобрались"));
        Assert.Contains("Дело возобновлено.", page, StringComparison.Ordinal);
        Assert.Contains("разбираемся", page, StringComparison.Ordinal);

        using var auditor = await site.SignedInClient("page-help-auditor", "RU", Roles.Auditor);
        page = await auditor.Text(address);
        Assert.Contains("Что сделано вручную", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Переставить дело", page, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await auditor.Post(address, "Suspend", ("reason", "x"))).StatusCode);
    }

    private static async Task<string> Posted(SiteClient client, string address, string handler, params (string, string)[] fields) =>
        await (await client.Post(address, handler, fields)).Content.ReadAsStringAsync();

    /// <summary>The text of a page without tags, with single spaces.</summary>
    private static string Plain(string html) =>
        Regex
            .Replace(System.Net.WebUtility.HtmlDecode(Regex.Replace(html, "<[^>]+>", " ")), "\\s+", " ")
            .Replace(" :", ":", StringComparison.Ordinal);

    private Task<Guid> Deploy(TestProcess process) =>
        site.AsSystem(async services =>
        {
            var db = services.GetRequiredService<ReserveDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var stamp = services.GetRequiredService<Caller>().Stamp();
            var (deployed, _) = await services
                .GetRequiredService<Deployment>()
                .Deploy(process.Bundle(), null, "editor", stamp, CancellationToken.None);
            await transaction.CommitAsync();
            return deployed[0].Id.Value;
        });

    private Task<RunId> Start(string key, string about) =>
        site.AsSystem(async services =>
        {
            var db = services.GetRequiredService<ReserveDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var run = await services
                .GetRequiredService<ProcessRuntime>()
                .Start(
                    key,
                    new StartFacts("RU.74", BusinessKey: about),
                    FeelContext.Of(("word", FeelValue.From("старое"))),
                    services.GetRequiredService<Caller>().Stamp(),
                    CancellationToken.None
                );
            await transaction.CommitAsync();
            return run.Value;
        });

    private Task<int> Complete(RunId run) =>
        site.AsSystem(async services =>
        {
            var db = services.GetRequiredService<ReserveDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var wait = await db
                .Database.SqlQuery<long>($"""select wait_id as "Value" from task where run_id = {run.Value} and state = 'open'""")
                .SingleAsync();
            var done = await services
                .GetRequiredService<ProcessRuntime>()
                .CompleteTask(run, (int)wait, FeelContext.Empty, null, CancellationToken.None);
            Assert.True(done.IsOk, done.Reason);
            await transaction.CommitAsync();
            return 0;
        });
}
