using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.AdHoc;
using Reserve.Web.Runtime.Inputs;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Tasks;

/// <summary>Ad-hoc subprocesses that people work: picked one by one, from «Мои задачи» and from the run.</summary>
public sealed class WorksPageTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly (string, string) Officer = ("role", "\"HrOfficer\"");

    [Fact]
    public async Task Works_are_found_begun_done_and_ended()
    {
        var (run, wait) = await Start(new TestProcess("works-any").Start().AdHoc("w", "", null, ["a", "b"], Officer).End());
        using var officer = await site.SignedInClient("works-officer", "RU.74", Roles.HrOfficer);
        Assert.Contains($"/tasks/{run.Value}/{wait}", await officer.Text("/tasks"), StringComparison.Ordinal);
        var address = $"/tasks/{run.Value}/{wait}/works";
        var opened = await officer.Get($"/tasks/{run.Value}/{wait}");
        Assert.Equal(address, opened.RequestMessage!.RequestUri!.AbsolutePath);
        var page = Plain(await opened.Content.ReadAsStringAsync());
        Assert.Contains("Сделать a ещё не начинали", page, StringComparison.Ordinal);
        Assert.Contains("когда закончит человек", page, StringComparison.Ordinal);
        await officer.Post(address, "Begin", ("element", "a"), ("seen", "0"));
        page = await officer.Text(address);
        Assert.Contains("начинали: 1 раз", Plain(page), StringComparison.Ordinal);
        Assert.Contains("К задаче", page, StringComparison.Ordinal);
        Assert.Contains("начата works-officer", Plain(page), StringComparison.Ordinal);
        Assert.Equal(1, await Count($"select count(*)::int as \"Value\" from task where run_id = '{run.Value}' and element_id = 'a'"));
        // In any order and more than once.
        await officer.Post(address, "Begin", ("element", "a"), ("seen", "1"));
        await officer.Post(address, "Begin", ("element", "b"), ("seen", "0"));
        Assert.Equal(2, await Count($"select count(*)::int as \"Value\" from task where run_id = '{run.Value}' and element_id = 'a'"));
        var ended = Plain(await (await officer.Post(address, "End")).Content.ReadAsStringAsync());
        Assert.Contains("Работы закончены.", ended, StringComparison.Ordinal);
        Assert.Contains("Работы закончил(а) works-officer", ended, StringComparison.Ordinal);
        Assert.Contains("прекращена", ended, StringComparison.Ordinal);
        Assert.Equal("completed", await Status(run));
        Assert.Contains($"/tasks/{run.Value}/{wait}", await officer.Text("/tasks?view=Done"), StringComparison.Ordinal);
        Assert.IsType<ReplayOutcome.Same>(
            await site.AsSystem(services => services.GetRequiredService<StepInputs>().Replay(run, CancellationToken.None))
        );
    }

    [Fact]
    public async Task One_at_a_time_and_the_condition_ends_them()
    {
        var (run, wait) = await Start(
            new TestProcess("works-one").Start().AdHoc("w", "ordering=\"Sequential\"", "enough = true", ["a", "b"], Officer).End(),
            ("enough", FeelValue.From(false))
        );
        using var officer = await site.SignedInClient("works-one", "RU.74", Roles.HrOfficer);
        var address = $"/tasks/{run.Value}/{wait}/works";
        var page = Plain(await officer.Text(address));
        Assert.Contains("Работы идут по одной", page, StringComparison.Ordinal);
        Assert.Contains("enough = true", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Закончить работы", page, StringComparison.Ordinal);
        await officer.Post(address, "Begin", ("element", "a"), ("seen", "0"));
        Assert.Contains("нельзя, пока идёт другая работа", Plain(await officer.Text(address)), StringComparison.Ordinal);
        Assert.IsType<TaskRefusal.NotEnabled>((await Send(new BeginWork(run, wait, "b", 0))).Refusal);
        Assert.IsType<TaskRefusal.NotEnabled>((await Send(new BeginWork(run, wait, "чужая", 0))).Refusal);
        Assert.IsType<TaskRefusal.MayNotEnd>((await Send(new EndWorks(run, wait))).Refusal);
        await Complete(run, "a", FeelContext.Empty);
        Assert.True((await Send(new BeginWork(run, wait, "b", 0))).IsOk);
        await Complete(run, "b", FeelContext.Of(("enough", FeelValue.True)));
        Assert.Equal("completed", await Status(run));
        Assert.Contains("Работы закончились: процесс пошёл дальше.", Plain(await officer.Text(address)), StringComparison.Ordinal);
        Assert.IsType<TaskRefusal.Withdrawn>((await Send(new BeginWork(run, wait, "a", 1))).Refusal);
    }

    [Fact]
    public async Task Of_two_who_begin_a_work_at_the_same_time_one_is_told()
    {
        var (run, wait) = await Start(new TestProcess("works-two").Start().AdHoc("w", "", null, ["a"], Officer).End());
        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Send(new BeginWork(run, wait, "a", 0))));
        Assert.Single(answers, answer => answer.IsOk);
        var refusal = Assert.IsType<TaskRefusal.BegunMeanwhile>(answers.Single(answer => !answer.IsOk).Refusal);
        Assert.Contains("tester", refusal.Text, StringComparison.Ordinal);
        Assert.Equal(1, await Count($"select count(*)::int as \"Value\" from task where run_id = '{run.Value}' and element_id = 'a'"));
        var ended = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Send(new EndWorks(run, wait))));
        Assert.Single(ended, answer => answer.IsOk);
        Assert.IsType<TaskRefusal.AlreadyDone>(ended.Single(answer => !answer.IsOk).Refusal);
    }

    [Fact]
    public async Task Works_are_for_their_role_and_territory_and_are_not_completed_as_a_task()
    {
        var (run, wait) = await Start(new TestProcess("works-whose").Start().AdHoc("w", "", null, ["a"], Officer).End());
        var address = $"/tasks/{run.Value}/{wait}/works";
        using var stranger = await site.SignedInClient("works-stranger", "RU.66", Roles.HrOfficer);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(address)).StatusCode);
        using var auditor = await site.SignedInClient("works-expert", "RU.74", Roles.CommissionSecretary);
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.Get(address)).StatusCode);
        var role = await site.Send("RU.74", Roles.CommissionSecretary, new BeginWork(run, wait, "a", 0));
        Assert.IsType<TaskRefusal.NotYours>(role.Refusal);
        var place = await site.Send("RU.66", Roles.HrOfficer, new EndWorks(run, wait));
        Assert.IsType<TaskRefusal.NotFound>(place.Refusal);
        var whole = await Send(new CompleteTask(run, wait, Reserve.Web.Runtime.Forms.RawAnswers.None, null));
        Assert.IsType<TaskRefusal.PickedByPart>(whole.Refusal);
        Assert.Equal("running", await Status(run));
        // Taken by one, it is nobody else's to work.
        using var officer = await site.SignedInClient("works-holder", "RU.74", Roles.HrOfficer);
        await officer.Post(address, "Claim");
        Assert.IsType<TaskRefusal.TakenBy>((await Send(new BeginWork(run, wait, "a", 0))).Refusal);
        await officer.Post(address, "Release");
        Assert.True((await Send(new BeginWork(run, wait, "a", 0))).IsOk);
    }

    [Fact]
    public async Task The_page_of_the_run_leads_to_the_works()
    {
        var (run, wait) = await Start(new TestProcess("works-run").Start().AdHoc("w", "", null, ["a"]).End());
        using var administrator = await site.SignedInClient("works-admin", "RU.74", Roles.Administrator);
        Assert.Contains(
            $"/tasks/{run.Value}/{wait}/works",
            await administrator.Text($"/processes/runs/{run.Value}"),
            StringComparison.Ordinal
        );
        await administrator.Post($"/tasks/{run.Value}/{wait}/works", "Begin", ("element", "a"), ("seen", "0"));
        Assert.Contains("выбрана работа", Plain(await administrator.Text($"/processes/runs/{run.Value}")), StringComparison.Ordinal);
    }

    private static string Plain(string page) =>
        System.Text.RegularExpressions.Regex.Replace(
            WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(page, "<[^>]+>", " ")).Replace('\u00a0', ' '),
            @"\s+",
            " "
        );

    private Task<Result<Done, TaskRefusal>> Send(MediatR.IRequest<Result<Done, TaskRefusal>> command) =>
        site.Send("RU.74", Roles.HrOfficer, command);

    private async Task<(RunId Run, int Wait)> Start(TestProcess process, params (string, FeelValue)[] variables)
    {
        var (deployed, found) = await site.Deploy(process.Bundle());
        Assert.True(deployed.Count == 1, string.Join("; ", found));
        var run = await site.InTransaction(async services =>
            (
                await services
                    .GetRequiredService<ProcessRuntime>()
                    .Start(
                        deployed[0].Key,
                        new StartFacts("RU.74"),
                        FeelContext.Of(variables),
                        services.GetRequiredService<Caller>().Stamp(),
                        CancellationToken.None
                    )
            ).Value
        );
        return (run, await Count($"select wait_id::int as \"Value\" from task where run_id = '{run.Value}'"));
    }

    private async Task Complete(RunId run, string element, FeelContext answers)
    {
        var wait = await Count(
            $"select wait_id::int as \"Value\" from task where run_id = '{run.Value}' and element_id = '{element}' and state = 'open'"
        );
        var done = await site.InTransaction(services =>
            services.GetRequiredService<ProcessRuntime>().CompleteTask(run, wait, answers, null, CancellationToken.None)
        );
        Assert.True(done.IsOk, done.Reason);
    }

    private async Task<int> Count(string sql) => (await site.Look("RU", db => db.Database.SqlQueryRaw<int>(sql).ToListAsync())).Single();

    private async Task<string> Status(RunId run) =>
        (
            await site.Look(
                "RU",
                db => db.Database.SqlQuery<string>($"""select status as "Value" from process_run where id = {run.Value}""").ToListAsync()
            )
        ).Single();
}
