using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Commands;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Users;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Features.Candidates;
using Reserve.Web.Tests.Runtime;

namespace Reserve.Web.Tests.Access;

/// <summary>What an administrator can do to people by drawings of their own.</summary>
public sealed class ForeignDrawingTests(World world) : IClassFixture<World>
{
    [Fact]
    public async Task A_drawing_with_somebody_elses_id_closes_nobodys_entry_and_says_why()
    {
        var run = await Run("RU.66", "intruder", Closing("intruder"));
        Assert.Equal("NotItsSubject", await Incident(run));
        Assert.Contains("ни о ком", await Message(run), StringComparison.Ordinal);
        Assert.Equal(EntryStatus.Applied, await Status());
    }

    [Fact]
    public async Task A_run_about_one_candidate_acts_on_no_other_and_one_about_this_candidate_does()
    {
        var other = await world.Site.Send(World.Own, Roles.HrOfficer, Made.Candidate("Другая", World.Own));
        var wrong = await Run(World.Own, "about-other", Closing("about-other"), new Subject("candidate", other.Value.Value.ToString()));
        Assert.Equal("NotItsSubject", await Incident(wrong));
        Assert.Contains("«Candidate»", await Message(wrong), StringComparison.Ordinal);
        var mine = new TestProcess("about-own")
            .Start()
            .Service("close", "Candidates.CloseEntry", ("candidate", $"\"{other.Value.Value}\""), ("reason", "\"OwnWish\""))
            .End();
        var right = await Run(World.Own, "about-own", mine, new Subject("candidate", other.Value.Value.ToString()));
        Assert.Equal("", await Incident(right));
        Assert.Equal(
            "tester",
            await world.Value<string>("select user_name from audit_events where command = 'CloseEntry' and by_system limit 1")
        );
    }

    [Fact]
    public async Task A_called_process_acts_on_the_subject_of_its_caller_and_on_nobody_else()
    {
        await Publish("RU.74", "called", Closing("called"));
        var run = await Run("RU.74", "calling", new TestProcess("calling").Start().Call("call", "called").End());
        Assert.Equal(
            "NotItsSubject",
            await world.Value<string>(
                $"select i.code from incident i join process_run r on r.id = i.run_id where r.parent_run_id = '{run}' limit 1"
            )
        );
    }

    [Fact]
    public async Task A_process_is_started_about_nobody_of_another_region_and_in_no_unknown_territory()
    {
        await Publish("RU.66", "started", Closing("started"));
        var about = new Subject("candidate", world.Candidate.Value.ToString());
        var foreign = await world.Site.Send("RU.66", Roles.Administrator, new StartProcess("started", "RU.66", Subject: about));
        Assert.Equal(["Subject"], Fields(foreign.Rejection));
        foreach (var unknown in (string[])["RU.66.99", "RU.00", "нигде"])
        {
            Assert.Equal(
                ["Territory"],
                Fields((await world.Site.Send("RU", Roles.Administrator, new StartProcess("started", unknown))).Rejection)
            );
        }

        Assert.IsType<Rejection.OutsideTerritory>(
            (await world.Site.Send("RU.66", Roles.Administrator, new StartProcess("started", World.Own))).Rejection
        );
    }

    [Fact]
    public async Task An_unknown_person_is_a_fault_beside_the_field()
    {
        var candidate = Made.Candidate("Неизвестная", World.Own) with { UserId = Guid.NewGuid() };
        Assert.Equal(["UserId"], Fields((await world.Site.Send(World.Own, Roles.HrOfficer, candidate)).Rejection));
        var foreign = await world.Site.CreateUser("foreign-person", "RU.66", Roles.Candidate);
        var theirs = Made.Candidate("Чужая", World.Own) with { UserId = foreign.Id };
        Assert.Equal(["UserId"], Fields((await world.Site.Send(World.Own, Roles.HrOfficer, theirs)).Rejection));
    }

    [Fact]
    public async Task A_drawing_for_one_region_neither_speaks_to_runs_of_another_nor_listens_to_them()
    {
        await Publish(null, "waiting", new TestProcess("waiting").Start().CatchMessage("wait", "whisper", "\"k\"").End());
        var waiting = await Start(World.Own, "waiting");
        await Run("RU.66", "whispering", new TestProcess("whispering").Start().ThrowMessage("say", "whisper", "\"k\"").End());
        Assert.Equal("running", await StatusOf(waiting));
        var listening = await Run("RU.66", "listening", new TestProcess("listening").Start().CatchMessage("hear", "secret", "\"k\"").End());
        await Publish(null, "telling", new TestProcess("telling").Start().ThrowMessage("say", "secret", "\"k\"").End());
        await Start(World.Own, "telling");
        await world.Site.Work();
        Assert.Equal("running", await StatusOf(listening));
        var administrator = new CorrelateMessage("whisper", "k", Territory: "RU.66");
        Assert.Equal(CorrelateRefusal.NobodyWaits, (await world.Site.Send("RU.66", Roles.Administrator, administrator)).Refusal);
        Assert.True((await world.Site.Send(World.Own, Roles.Administrator, administrator with { Territory = World.Own })).IsOk);
        Assert.Equal("completed", await StatusOf(waiting));
    }

    [Fact]
    public async Task Refusals_by_role_and_by_territory_are_in_the_journal_of_whoever_was_refused()
    {
        await world.Site.Send("RU.54", Roles.HrOfficer, new UnlockUser(new UserId(world.Person.Id)));
        await world.Site.Send("RU.54", Roles.Administrator, new CancelRun(world.Run, "не нужно"));
        await world.Site.Send("RU.54", Roles.Administrator, new StartProcess("reserve-cycle", World.Own));
        await world.Site.Send("RU.54", Roles.Administrator, new SaveProcessDraft("reserve-cycle", null, "<x/>", null));
        var rows = await world.Site.Look(
            "RU.54",
            db =>
                db.Set<AuditEvent>()
                    .Where(row => row.Outcome == AuditOutcome.Refused)
                    .OrderBy(row => row.Id)
                    .Select(row => row.Command + " " + row.Refusal)
                    .ToListAsync()
        );
        Assert.Equal(
            ["UnlockUser NotAllowed", "CancelRun NotThere", "StartProcess OutsideTerritory", "SaveProcessDraft OutsideTerritory"],
            rows
        );
    }

    private TestProcess Closing(string key) =>
        new TestProcess(key)
            .Start()
            .Service("close", "Candidates.CloseEntry", ("candidate", $"\"{world.Candidate.Value}\""), ("reason", "\"OwnWish\""))
            .End();

    /// <summary>As an administrator of the territory would: saved, published, started there, its jobs done.</summary>
    private async Task<RunId> Run(string territory, string key, TestProcess drawing, Subject? subject = null)
    {
        await Publish(territory, key, drawing);
        var run = await Start(territory, key, subject);
        await world.Site.Work();
        return run;
    }

    private async Task Publish(string? territory, string key, TestProcess drawing)
    {
        var saved = await world.Site.Send(
            territory ?? "RU",
            Roles.Administrator,
            new SaveProcessDraft(key, territory, drawing.Bundle().Xml, null)
        );
        Assert.True(saved.IsOk, saved.Reason);
        var published = await world.Site.Send(
            territory ?? "RU",
            Roles.Administrator,
            PublishProcess.OfFile(new DraftPlace(key, territory), saved.Value.RowVersion)
        );
        Assert.True(published.IsOk, published.Reason);
    }

    private async Task<RunId> Start(string territory, string key, Subject? subject = null)
    {
        var started = await world.Site.Send(territory, Roles.Administrator, new StartProcess(key, territory, Subject: subject));
        Assert.True(started.IsOk, started.Reason);
        return started.Value;
    }

    private static IEnumerable<string> Fields(Rejection? rejection) =>
        Assert.IsType<Rejection.Invalid>(rejection).Problems.Select(problem => problem.Field);

    private Task<string> Incident(RunId run) =>
        world.Value<string>($"select coalesce((select code from incident where run_id = '{run}' limit 1), '')");

    private Task<string> Message(RunId run) => world.Value<string>($"select message from incident where run_id = '{run}' limit 1");

    private Task<string> StatusOf(RunId run) => world.Value<string>($"select status from process_run where id = '{run}'");

    private Task<EntryStatus> Status() =>
        world.Site.Look(
            "RU",
            db => db.Set<ReserveEntry>().Where(row => row.CandidateId == world.Candidate).Select(row => row.Status).SingleAsync()
        );
}
