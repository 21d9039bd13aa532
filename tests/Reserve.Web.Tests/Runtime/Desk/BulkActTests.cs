using System.Security.Claims;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Desk;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime.Desk;

/// <summary>The same is done to many cases: looked at first, then each by itself.</summary>
public sealed class BulkActTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    private static readonly (string, string)[] Officer = [("role", "\"HrOfficer\"")];
    private static readonly ClaimsPrincipal Administrator = RuntimeNode.Person("иванова", "RU", Roles.Administrator);
    private static readonly ClaimsPrincipal Another = RuntimeNode.Person("петров", "RU", Roles.Administrator);

    [Fact]
    public async Task Twenty_incidents_are_retried_and_what_has_none_says_so()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var broken = await Broken(node, "many", 20);
        var sound = await Sound(node, "many-sound");
        var act = await Plan(node, BulkKind.Retry, [.. broken, sound]);
        var items = await Items(node, act);
        Assert.Equal(20, items.Count(item => item is ("planned", "WillRetry act")));
        Assert.Equal(1, items.Count(item => item is ("impossible", "NothingToRetry ")));
        Assert.Equal(0, await node.Work());

        await Mend(node, broken);
        act = await Plan(node, BulkKind.Retry, [.. broken, sound]);
        Assert.True((await node.Send(new OrderBulkAct(act, " справочник исправлен "), Administrator)).IsOk);
        await node.Work();
        foreach (var run in broken)
        {
            Assert.Equal("completed", await node.Status(run));
            Assert.Equal(
                "иванова retry справочник исправлен act",
                await node.Value<string>(
                    """
                    select actor || ' ' || kind || ' ' || reason || ' ' || element_id as "Value" from run_mark
                    where run_id = {0} and kind = 'retry'
                    """,
                    run.Value
                )
            );
        }

        items = await Items(node, act);
        Assert.Equal(20, items.Count(item => item.State == "done"));
        Assert.Equal("running", await node.Status(sound));
        Assert.Equal(
            20,
            await node.Value<int>(
                """
                select count(*)::int as "Value" from audit_events
                where command = 'RetryIncident' and user_name = 'иванова' and by_system
                  and subjects && array(select id from incident where run_id = any({0}))
                """,
                broken.Select(run => run.Value).ToArray()
            )
        );
        Assert.Equal(OrderRefusal.AlreadyOrdered, (await node.Send(new OrderBulkAct(act, "ещё раз"), Administrator)).Refusal);
    }

    [Fact]
    public async Task What_changed_after_the_dry_run_is_refused_and_the_rest_goes_on()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var runs = await Broken(node, "changed", 4);
        await Mend(node, runs);
        var act = await Plan(node, BulkKind.Retry, runs);
        // One makes a step, one is suspended, the incident of one is retried by a colleague and stands again.
        Assert.True((await node.Send(new SetRunVariable(runs[0], "x", "1", "другое"), Another)).IsOk);
        Assert.True((await node.Send(new SuspendRun(runs[1], "разбираюсь"), Another)).IsOk);
        Assert.True((await node.Send(new RetryIncident(new IncidentId(await Incident(node, runs[2])), "сам"), Another)).IsOk);
        Assert.True((await node.Send(new OrderBulkAct(act, "исправлено"), Administrator)).IsOk);
        await node.Work();
        Assert.Equal(
            [("refused", "Changed "), ("refused", "Changed "), ("refused", "Changed "), ("done", "")],
            await Each(node, act, runs)
        );
        Assert.Equal("running", await node.Status(runs[0]));
        Assert.Equal("running", await node.Status(runs[1]));
        Assert.Equal("completed", await node.Status(runs[3]));
        Assert.Equal(
            ["сам"],
            await node.Column<string>("""select reason as "Value" from run_mark where run_id = {0} and kind = 'retry'""", runs[2].Value)
        );
    }

    [Fact]
    public async Task An_incident_whose_cause_is_left_stays_and_is_told_beside_its_step()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("calls-none").Start().Call("call", "none-such").End().Bundle());
        var run = await node.StartRun("calls-none");
        var incident = await Incident(node, run);
        var act = await Plan(node, BulkKind.Retry, [run]);
        Assert.True((await node.Send(new OrderBulkAct(act, "попробуем"), Administrator)).IsOk);
        await node.Work();
        Assert.Equal(("refused", "StepRefused call"), (await Items(node, act)).Single());
        Assert.Equal(incident, await Incident(node, run));
        Assert.Empty(await node.Column<string>("""select kind as "Value" from run_mark where run_id = {0}""", run.Value));
    }

    [Fact]
    public async Task Of_two_acts_on_a_case_at_once_the_second_is_refused()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        RunId[] runs = [await Sound(node, "two-acts"), await Sound(node, "two-acts")];
        var (one, two) = (await Plan(node, BulkKind.Suspend, runs), await Plan(node, BulkKind.Cancel, [runs[0]]));
        Assert.True((await node.Send(new OrderBulkAct(one, "пауза", [runs[1]]), Administrator)).IsOk);
        Assert.True((await node.Send(new OrderBulkAct(two, "не нужно"), Another)).IsOk);
        await node.Work();
        Assert.Equal([("done", ""), ("left", "WillSuspend ")], await Each(node, one, runs));
        Assert.Equal(("refused", "Busy "), (await Items(node, two)).Single());
        Assert.Equal("running", await node.Status(runs[0]));
    }

    [Fact]
    public async Task Cases_are_suspended_resumed_and_cancelled_together()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        RunId[] runs = [await Sound(node, "whole"), await Sound(node, "whole")];
        await Do(node, BulkKind.Suspend, runs);
        Assert.Equal(2, await Suspended(node, runs));
        var act = await Plan(node, BulkKind.Suspend, runs);
        Assert.All(await Items(node, act), item => Assert.Equal(("impossible", "Refused Дело уже приостановлено."), item));
        Assert.Equal(OrderRefusal.Nothing, (await node.Send(new OrderBulkAct(act, "ещё раз"), Administrator)).Refusal);
        await Do(node, BulkKind.Resume, runs);
        Assert.Equal(0, await Suspended(node, runs));
        act = await Plan(node, BulkKind.Cancel, runs);
        Assert.Equal(
            ["WillCancel", "TaskEnds Сделать ask"],
            (
                await node.Column<string>(
                    """
                    select trim((f ->> 'line') || ' ' || coalesce(f ->> 'name', '')) as "Value"
                    from bulk_act_item i cross join jsonb_array_elements(i.findings) f where i.act_id = {0} and i.run_id = {1}
                    """,
                    act.Value,
                    runs[0].Value
                )
            )
        );
        await Do(node, BulkKind.Suspend, [runs[1]]);
        await Do(node, BulkKind.Cancel, runs);
        foreach (var run in runs)
        {
            Assert.Equal("cancelled", await node.Status(run));
            Assert.Empty(await node.OpenTasks(run));
        }

        act = await Plan(node, BulkKind.Cancel, runs);
        Assert.All(await Items(node, act), item => Assert.Equal(("impossible", "Refused Экземпляр процесса уже завершён."), item));
    }

    [Fact]
    public async Task Another_region_finds_neither_the_cases_nor_the_act()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var run = await Sound(node, "elsewhere");
        var elsewhere = RuntimeNode.Person("чужой", "RU.66", Roles.Administrator);
        Assert.Equal(PlanRefusal.NoCases, (await node.Send(new PlanBulkAct(BulkKind.Cancel, [run]), elsewhere)).Refusal);
        var act = await Plan(node, BulkKind.Cancel, [run]);
        Assert.IsType<Rejection.NotThere>((await node.Send(new OrderBulkAct(act, "чужое"), elsewhere)).Rejection);
        Assert.IsType<Rejection.Invalid>((await node.Send(new OrderBulkAct(act, " "), Administrator)).Rejection);
        Assert.IsType<Rejection.Invalid>((await node.Send(new PlanBulkAct(BulkKind.Cancel, []), Administrator)).Rejection);
        var auditor = RuntimeNode.Person("ревизор", "RU", Roles.Auditor);
        Assert.IsType<Rejection.NotAllowed>((await node.Send(new PlanBulkAct(BulkKind.Cancel, [run]), auditor)).Rejection);
        Assert.IsType<Rejection.NotAllowed>((await node.Send(new OrderBulkAct(act, "x"), auditor)).Rejection);
        Assert.Equal("running", await node.Status(run));
    }

    [Fact]
    public async Task What_was_ordered_stays_and_what_was_only_looked_at_goes_after_a_week()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var run = await Sound(node, "kept");
        var ordered = await Do(node, BulkKind.Suspend, [run]);
        var looked = await Plan(node, BulkKind.Cancel, [run]);
        node.Manual.Advance(TimeSpan.FromDays(8));
        await Plan(node, BulkKind.Resume, [run]);
        Assert.NotEmpty(await Items(node, ordered));
        Assert.Empty(await Items(node, looked));
        foreach (var delete in (string[])["delete from bulk_act_item where act_id = {0}", "delete from bulk_act where id = {0}"])
        {
            var removed = await node.InTransaction(services =>
                services.GetRequiredService<ReserveDb>().Database.ExecuteSqlRawAsync(delete, ordered.Value)
            );
            Assert.Equal(0, removed);
        }

        await Assert.ThrowsAsync<PostgresException>(() =>
            node.InTransaction(services =>
                services.GetRequiredService<ReserveDb>().Database.ExecuteSqlRawAsync("update bulk_act set kind = 'retry'")
            )
        );
    }

    private static async Task<RunId> Sound(RuntimeNode node, string key)
    {
        await node.Deploy(new TestProcess(key).Start().User("ask", Officer).End().Bundle());
        return await node.StartRun(key);
    }

    /// <summary>Runs whose service is refused as long as their variable says so.</summary>
    private static async Task<RunId[]> Broken(RuntimeNode node, string key, int count)
    {
        await node.Deploy(new TestProcess(key).Start().Service("act", "Test.Effect", ("name", "id"), ("refuse", "refuse")).End().Bundle());
        var runs = new List<RunId>();
        for (var i = 0; i < count; i++)
            runs.Add(await node.StartRun(key, FeelContext.Of(("id", FeelValue.From($"{key}-{i}")), ("refuse", FeelValue.From(1)))));
        await node.Work();
        return [.. runs];
    }

    private static async Task Mend(RuntimeNode node, RunId[] runs)
    {
        foreach (var run in runs)
            Assert.True((await node.Send(new SetRunVariable(run, "refuse", "0", "исправлено"), Administrator)).IsOk);
    }

    private static Task<Guid> Incident(RuntimeNode node, RunId run) =>
        node.Value<Guid>("""select id as "Value" from incident where run_id = {0} and resolved_at is null""", run.Value);

    private static async Task<BulkActId> Plan(RuntimeNode node, BulkKind kind, RunId[] runs)
    {
        var planned = await node.Send(new PlanBulkAct(kind, runs), Administrator);
        Assert.True(planned.IsOk, planned.Reason);
        return planned.Value.Id;
    }

    private static async Task<BulkActId> Do(RuntimeNode node, BulkKind kind, RunId[] runs)
    {
        var act = await Plan(node, kind, runs);
        Assert.True((await node.Send(new OrderBulkAct(act, "так надо"), Administrator)).IsOk);
        await node.Work();
        Assert.All(await Items(node, act), item => Assert.Equal("done", item.State));
        return act;
    }

    private static Task<int> Suspended(RuntimeNode node, RunId[] runs) =>
        node.Value<int>(
            """select count(*)::int as "Value" from process_run where id = any({0}) and suspended_at is not null""",
            runs.Select(run => run.Value).ToArray()
        );

    /// <summary>State and first finding of each case.</summary>
    private static async Task<List<(string State, string Finding)>> Items(RuntimeNode node, BulkActId act) =>
        [.. (await Rows(node, act)).Select(row => (row.State, row.Finding))];

    private static async Task<(string, string)[]> Each(RuntimeNode node, BulkActId act, RunId[] runs)
    {
        var rows = await Rows(node, act);
        return [.. runs.Select(run => rows.Single(row => row.Run == run.Value)).Select(row => (row.State, row.Finding))];
    }

    private static async Task<List<(Guid Run, string State, string Finding)>> Rows(RuntimeNode node, BulkActId act) => [.. (
                await node.Column<string>(
                    """
                    select run_id || '|' || state || '|' || coalesce((findings -> 0 ->> 'line') || ' '
                        || coalesce(findings -> 0 ->> 'name', findings -> 0 ->> 'reason', ''), '') as "Value"
                    from bulk_act_item where act_id = {0}
                    """,
                    act.Value
                )
            ).Select(row => row.Split('|')).Select(parts => (Guid.Parse(parts[0]), parts[1], parts[2]))];
}
