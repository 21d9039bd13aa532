using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Replays;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Processes;

/// <summary>What an administrator tries before publishing: the draft on what happened, its samples step by step.</summary>
public sealed class ReplayPageTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly (string, string) Officer = ("role", "\"HrOfficer\"");

    private const string Sample = """
        {"expected": "С высокой оценкой дело кончается сразу", "now": "2026-03-02T09:00:00+03:00", "steps": [
          {"do": "start", "id": "sampled", "vars": {"subject": "k-1"}},
          {"do": "expect", "tasks": ["ask"]},
          {"do": "complete", "id": "ask", "vars": {"mark": 5}},
          {"do": "expect", "tasks": [], "state": "completed"}]}
        """;

    private static string Drawing(string key, int pass) =>
        new TestProcess(key).Start().Gateway("back").User("ask", Officer).BackWhile("again", "back", $"mark < {pass}").End().Xml();

    [Fact]
    public async Task A_draft_is_played_over_what_happened_and_the_cases_that_go_another_way_are_named()
    {
        await site.Start();
        await site.Deploy(new ProcessBundle(Drawing("played", 3), new Dictionary<string, string>()));
        foreach (var mark in new[] { 3, 3, 4, 5 })
            await Case("played", mark);
        // Of a case that was never recorded nothing can be said.
        var old = await Case("played", 5);
        await site.InTransaction(services => EraseOf(services.GetRequiredService<ReserveDb>(), old));
        using var administrator = await site.SignedInClient("replay-page", "RU", Roles.Administrator);
        Assert.Contains(
            "Черновика нет",
            WebUtility.HtmlDecode(await administrator.Text("/processes/played/replay")),
            StringComparison.Ordinal
        );
        Assert.True((await Save("played", Drawing("played", 4), null)).IsOk);
        var address = "/processes/played/replay";
        Assert.Contains("ещё не проигрывали", WebUtility.HtmlDecode(await administrator.Text(address)), StringComparison.Ordinal);
        using (var asked = await administrator.Post(address, null, ("months", "12")))
            Assert.True(asked.IsSuccessStatusCode, await asked.Content.ReadAsStringAsync());
        await Portions();
        var page = WebUtility.HtmlDecode(await administrator.Text(address));
        Assert.Contains("всего 5", page, StringComparison.Ordinal);
        Assert.Contains("2 дела", page, StringComparison.Ordinal);
        Assert.Contains("дело записано не полностью", page, StringComparison.Ordinal);
        Assert.Matches(@"идут как шли", page);
        var row = await Last("played");
        Assert.Equal(
            (2, 2, 0, 1),
            (row.Count(ReplayKind.Unchanged), row.Count(ReplayKind.OtherWay), row.Count(ReplayKind.Fails), row.Count(ReplayKind.Cannot))
        );
        var other = Assert.Single(row.Outcomes(), group => group.Kind == ReplayKind.OtherWay);
        Assert.Equal(("again", "end", "back"), (other.At, other.Was, other.Now));

        var why = WebUtility.HtmlDecode(await administrator.Text($"{address}?handler=Why&run={other.Runs[0]}&element=again"));
        Assert.Contains("mark < 4", why, StringComparison.Ordinal);
        Assert.Contains("mark = 3", why, StringComparison.Ordinal);
        Assert.Contains("выполнено", why, StringComparison.Ordinal);

        // Another draft is not what was tried.
        Assert.True((await Save("played", Drawing("played", 5), 1)).IsOk);
        Assert.Contains("для прежнего черновика", WebUtility.HtmlDecode(await administrator.Text(address)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sample_that_does_not_go_as_it_says_stops_the_publication()
    {
        await site.Start();
        await site.Deploy(new ProcessBundle(Drawing("sampled", 3), new Dictionary<string, string> { ["samples/high.json"] = Sample }));
        var saved = await Save("sampled", Drawing("sampled", 6), null);
        var finding = Assert.Single(
            saved.Value.Diagnostics,
            found => found.Code == "sample-fails" && found.Message.Contains("(tasks)", StringComparison.Ordinal)
        );
        Assert.Contains("samples/high.json: шаг 4", finding.Message, StringComparison.Ordinal);
        var refused = await site.Send("RU", Roles.Administrator, new PublishProcess("sampled", null, "process.bpmn 1"));
        Assert.Contains(Assert.IsType<PublishRefusal.Unsound>(refused.Refusal).Diagnostics, found => found.Code == "sample-fails");
        // Changed knowingly.
        var changed = Sample.Replace("\"mark\": 5", "\"mark\": 6", StringComparison.Ordinal);
        Assert.True((await Save("sampled", changed, null, "samples/high.json")).IsOk);
        Assert.True(
            (await site.Send("RU", Roles.Administrator, new PublishProcess("sampled", null, "process.bpmn 1, samples/high.json 1"))).IsOk
        );
    }

    [Fact]
    public async Task A_sample_is_gone_through_step_by_step_with_its_variables()
    {
        await site.Start();
        await site.Deploy(
            new ProcessBundle(
                Drawing("sampled-steps", 3),
                new Dictionary<string, string>
                {
                    ["samples/high.json"] = Sample.Replace("\"sampled\"", "\"sampled-steps\"", StringComparison.Ordinal),
                    ["samples/data.json"] = "{}",
                }
            )
        );
        using var administrator = await site.SignedInClient("sample-page", "RU", Roles.Administrator);
        const string Address = "/processes/sampled-steps/sample?path=samples/high.json";
        var first = WebUtility.HtmlDecode(await administrator.Text(Address + "&step=1"));
        Assert.Contains("С высокой оценкой", first, StringComparison.Ordinal);
        Assert.Contains("""data-active="["ask"]""", first, StringComparison.Ordinal);
        Assert.DoesNotContain("mark</td>", first, StringComparison.Ordinal);
        var third = WebUtility.HtmlDecode(await administrator.Text(Address + "&step=3"));
        Assert.Contains("После шага 3 из 4", third, StringComparison.Ordinal);
        Assert.Matches(@"mark\s*<span[^>]*>новая", third);
        Assert.Contains("проходит", third, StringComparison.Ordinal);
        Assert.Contains(
            "это данные для форм",
            WebUtility.HtmlDecode(await administrator.Text("/processes/sampled-steps/sample?path=samples/data.json")),
            StringComparison.Ordinal
        );
        using var missing = await administrator.Get("/processes/sampled-steps/sample?path=samples/none.json");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    private Task<Result<SavedDraft, PublishRefusal>> Save(
        string key,
        string content,
        int? rowVersion,
        string path = ProcessBundle.Drawing
    ) => site.Send("RU", Roles.Administrator, new SaveProcessDraft(key, null, content, rowVersion, path));

    private async Task Portions()
    {
        while (await site.App.Services.GetRequiredService<ReplayPortions>().Play(CancellationToken.None)) { }
    }

    private Task<ReplayRow> Last(string key) =>
        site.As(
            "RU",
            [Roles.Administrator],
            async services => (await services.GetRequiredService<ReplayQueries>().Of(key, null, CancellationToken.None))!.Last!
        );

    private async Task<int> EraseOf(ReserveDb db, RunId run) =>
        await db.Database.ExecuteSqlAsync(
            $"select reserve_erase_step_inputs({Guid.CreateVersion7()}, {run.Value}, 'тест', 'тест', {site.Clock.GetUtcNow()})"
        );

    /// <summary>A case that was given this mark at once.</summary>
    private async Task<RunId> Case(string key, int mark)
    {
        var run = await site.InTransaction(async services =>
            (
                await services
                    .GetRequiredService<ProcessRuntime>()
                    .Start(
                        key,
                        new StartFacts("RU.74", BusinessKey: $"Дело {mark}"),
                        FeelContext.Empty,
                        services.GetRequiredService<Caller>().Stamp(),
                        CancellationToken.None
                    )
            ).Value
        );
        var done = await site.As(
            "RU.74",
            [Roles.HrOfficer],
            async services =>
            {
                var db = services.GetRequiredService<ReserveDb>();
                await using var transaction = await db.Database.BeginTransactionAsync();
                var wait = await db
                    .Database.SqlQuery<int>($"""select wait_id::int as "Value" from task where run_id = {run.Value} and state = 'open'""")
                    .SingleAsync();
                var result = await services
                    .GetRequiredService<ProcessRuntime>()
                    .CompleteTask(run, wait, FeelContext.Of(("mark", FeelValue.From(mark))), null, CancellationToken.None);
                await transaction.CommitAsync();
                return result;
            },
            Guid.CreateVersion7()
        );
        Assert.True(done.IsOk, done.ToString());
        return run;
    }
}
