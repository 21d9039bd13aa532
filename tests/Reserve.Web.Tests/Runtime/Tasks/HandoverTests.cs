using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Runtime.Tasks;

/// <summary>A task is given to somebody else: by an administrator, and by whoever does it.</summary>
public sealed class HandoverTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task An_administrator_gives_a_task_to_whoever_has_its_role_and_back_to_all_of_it()
    {
        var run = await Started("handover", "HrOfficer");
        var officer = await site.CreateUser("handover-officer", "RU.74", Roles.HrOfficer);
        var other = await site.CreateUser("handover-auditor", "RU.74", Roles.Auditor);
        Assert.Equal(HandoverRefusal.NoSuchRole, (await Reassign(run, other.Id)).Refusal);
        Assert.True((await Reassign(run, officer.Id)).IsOk);
        Assert.Equal(officer.Id, await Assignee(run));
        Assert.Equal(HandoverRefusal.Same, (await Reassign(run, officer.Id)).Refusal);
        site.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await Reassign(run, null)).IsOk);
        Assert.Null(await Assignee(run));
        Assert.Equal(
            ["reassign: — → handover-officer", "reassign: handover-officer → —"],
            await site.Look(
                "RU",
                db =>
                    db.Database.SqlQuery<string>(
                            $"""
                            select kind || ': ' || coalesce(details ->> 'was', '—') || ' → ' || coalesce(details ->> 'now', '—') as "Value"
                            from run_mark where run_id = {run.Value} order by at, id
                            """
                        )
                        .ToListAsync()
            )
        );
        var elsewhere = await site.Send("RU.66", Roles.Administrator, new ReassignTask(run, await Wait(run), null, "x"));
        Assert.IsType<Rejection.NotThere>(elsewhere.Rejection);
    }

    [Fact]
    public async Task Whoever_does_a_task_gives_it_to_a_colleague_and_nobody_else_does()
    {
        var run = await Started("delegated", "HrOfficer");
        var mine = await site.CreateUser("delegate-mine", "RU.74", Roles.HrOfficer);
        var colleague = await site.CreateUser("delegate-colleague", "RU.74", Roles.HrOfficer);
        Assert.True((await Delegate(run, mine.Id, colleague.Id, Roles.HrOfficer)).IsOk);
        Assert.Equal(colleague.Id, await Assignee(run));
        Assert.Equal(HandoverRefusal.NotYours, (await Delegate(run, mine.Id, mine.Id, Roles.HrOfficer)).Refusal);
        Assert.True((await Delegate(run, colleague.Id, mine.Id, Roles.HrOfficer)).IsOk);
        var empty = await Delegate(run, mine.Id, colleague.Id, Roles.HrOfficer, reason: " ");
        Assert.Equal("Reason", Assert.Single(Assert.IsType<Rejection.Invalid>(empty.Rejection).Problems).Field);
    }

    [Fact]
    public async Task What_a_member_of_a_commission_was_asked_for_is_given_to_nobody()
    {
        var run = await Started("personal", "CommissionMember");
        var member = await site.CreateUser("personal-member", "RU.74", Roles.CommissionMember);
        Assert.Equal(HandoverRefusal.Personal, (await Reassign(run, member.Id)).Refusal);
        Assert.Equal(HandoverRefusal.Personal, (await Delegate(run, member.Id, member.Id, Roles.CommissionMember)).Refusal);
    }

    private async Task<Result<Done, HandoverRefusal>> Reassign(RunId run, Guid? to) =>
        await site.Send("RU", Roles.Administrator, new ReassignTask(run, await Wait(run), to, "болеет"));

    private async Task<Result<Done, HandoverRefusal>> Delegate(RunId run, Guid from, Guid to, string role, string reason = "болею")
    {
        var wait = await Wait(run);
        return await site.As(
            "RU.74",
            [role],
            services => services.GetRequiredService<IMediator>().Send(new DelegateTask(run, wait, to, reason)),
            from
        );
    }

    private Task<Guid?> Assignee(RunId run) =>
        site.Look(
            "RU",
            db => db.Database.SqlQuery<Guid?>($"""select assignee as "Value" from task where run_id = {run.Value}""").SingleAsync()
        );

    private async Task<int> Wait(RunId run) =>
        (int)
            await site.Look(
                "RU",
                db => db.Database.SqlQuery<long>($"""select wait_id as "Value" from task where run_id = {run.Value}""").SingleAsync()
            );

    private Task<RunId> Started(string key, string role) =>
        site.InTransaction(async services =>
        {
            var stamp = services.GetRequiredService<Caller>().Stamp();
            var bundle = new TestProcess(key).Start().User("ask", ("role", $"\"{role}\"")).End().Bundle();
            await services.GetRequiredService<Deployment>().Deploy(bundle, null, "editor", stamp, CancellationToken.None);
            var run = await services
                .GetRequiredService<ProcessRuntime>()
                .Start(key, new StartFacts("RU.74"), FeelContext.Empty, stamp, CancellationToken.None);
            return run.Value;
        });
}
