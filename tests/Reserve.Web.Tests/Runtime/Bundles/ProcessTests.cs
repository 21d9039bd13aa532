using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime.Bundles;

public sealed class ProcessTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    private static readonly (string, string)[] Officer = [("role", "\"HrOfficer\"")];

    [Fact]
    public async Task A_running_case_stays_on_its_version_and_the_next_takes_the_new_one()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var officer = RuntimeNode.Person("Анна", "RU.74", Roles.HrOfficer);
        var one = Assert.Single(await node.Deploy(new TestProcess("versions").Start().User("first", Officer).End().Bundle()));
        var running = await node.StartRun("versions");
        var two = Assert.Single(
            await node.Deploy(new TestProcess("versions").Start().User("first", Officer).User("added", Officer).End().Bundle())
        );
        Assert.Equal((1, 2), (one.Version, two.Version));
        var next = await node.StartRun("versions");

        foreach (var run in new[] { running, next })
            Assert.True((await node.Send(new CompleteTask(run, (await node.OpenTasks(run))[0].Wait, RawAnswers.None, null), officer)).IsOk);
        Assert.Equal("completed", await node.Status(running));
        Assert.Equal("added", Assert.Single(await node.OpenTasks(next)).Element);
    }

    [Fact]
    public async Task Unchanged_content_is_not_deployed_again_and_a_changed_form_is()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var drawing = new TestProcess("same").Start().User("first", Officer).End();
        Assert.Single(await node.Deploy(drawing.Bundle()));
        Assert.Empty(await node.Deploy(drawing.Bundle()));
        Assert.Equal(2, Assert.Single(await node.Deploy(drawing.Bundle(("forms/f.json", """{"id":"f","components":[]}""")))).Version);
    }

    [Fact]
    public async Task An_update_of_the_program_keeps_what_administrators_changed_file_by_file()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        static string Form(string id) => $$"""{"id":"{{id}}","components":[]}""";
        var drawing = new TestProcess("kept").Start().User("first", Officer).End();
        var newer = new TestProcess("kept").Start().User("first", Officer).User("second", Officer).End();
        await node.DeployShipped(drawing.Bundle(("forms/a.json", Form("a1")), ("forms/b.json", Form("b1"))));
        await node.Deploy(drawing.Bundle(("forms/a.json", Form("a-own")), ("forms/b.json", Form("b1"))), source: "editor");

        var deployed = await node.DeployShipped(newer.Bundle(("forms/a.json", Form("a1")), ("forms/b.json", Form("b2"))));

        Assert.Equal([3, 4], deployed.Select(version => version.Version));
        Assert.Equal((Form("a-own"), Form("b2"), newer.Xml()), await Current());
        Assert.Empty(await node.DeployShipped(newer.Bundle(("forms/a.json", Form("a1")), ("forms/b.json", Form("b2")))));

        // A file that both changed stays the administrator's.
        await node.DeployShipped(newer.Bundle(("forms/a.json", Form("a3")), ("forms/b.json", Form("b2"))));
        Assert.Equal((Form("a-own"), Form("b2"), newer.Xml()), await Current());

        // A shipped version that takes the change over ends the difference.
        Assert.Single(await node.DeployShipped(newer.Bundle(("forms/a.json", Form("a-own")), ("forms/b.json", Form("b2")))));

        async Task<(string, string, string)> Current() =>
            (
                await File("forms/a.json"),
                await File("forms/b.json"),
                await node.Value<string>(
                    """select xml as "Value" from process_definition where key = 'kept' order by version desc limit 1"""
                )
            );

        Task<string> File(string path) =>
            node.Value<string>(
                """
                select f.content as "Value" from process_file f join process_definition d on d.id = f.definition_id where
                d.key = 'kept' and f.path = {0} order by d.version desc limit 1
                """,
                path
            );
    }

    [Fact]
    public async Task Where_an_update_does_not_fit_the_administrators_change_what_runs_goes_on()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        const string rules = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="urn:m">
              <decision id="d" name="d"><variable name="d" /><literalExpression><text>1</text></literalExpression></decision>
            </definitions>
            """;
        var drawing = new TestProcess("unfit").Start().Decision("decide", "d", "d").End();
        var own = new TestProcess("unfit").Start().Decision("decide", "d", "d").User("first", Officer).End();
        await node.DeployShipped(drawing.Bundle(("rules/m.dmn", rules)));
        await node.Deploy(own.Bundle(("rules/m.dmn", rules)), source: "editor");

        // The new version decides without rules and brings none; the administrator's drawing asks for one.
        await node.DeployShipped(new TestProcess("unfit").Start().User("plain", Officer).End().Bundle());

        Assert.Equal(
            own.Xml(),
            await node.Value<string>("""select xml as "Value" from process_definition where key = 'unfit' order by version desc limit 1""")
        );
        Assert.Equal(
            1,
            await node.Value<int>(
                """
                select count(*)::int as "Value" from process_file where definition_id = (select id from process_definition
                where key = 'unfit' order by version desc limit 1)
                """
            )
        );
    }

    [Fact]
    public async Task A_territory_with_a_version_of_its_own_uses_it_and_the_others_do_not()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("regional").Start().User("common", Officer).End().Bundle());
        await node.Deploy(new TestProcess("regional").Start().User("own", Officer).End().Bundle(), forTerritory: "RU.74", source: "editor");
        await node.Deploy(new TestProcess("regional").Start().User("common-2", Officer).End().Bundle());
        Assert.Equal("own", (await node.OpenTasks(await node.StartRun("regional", territory: "RU.74")))[0].Element);
        Assert.Equal("own", (await node.OpenTasks(await node.StartRun("regional", territory: "RU.74.01")))[0].Element);
        Assert.Equal("common-2", (await node.OpenTasks(await node.StartRun("regional", territory: "RU.66")))[0].Element);
    }

    [Fact]
    public async Task A_draft_is_saved_once_per_version_and_published_with_the_files_of_the_version_before()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var administrator = RuntimeNode.Person("Админ", "RU", Roles.Administrator);
        const string form = """{"id":"f","components":[]}""";
        await node.Deploy(
            new TestProcess("drafted")
                .Start()
                .User("first", ("role", "\"HrOfficer\""), ("form", "\"f\""))
                .End()
                .Bundle(("forms/f.json", form))
        );
        var changed = new TestProcess("drafted")
            .Start()
            .User("first", ("role", "\"HrOfficer\""), ("form", "\"f\""))
            .User("second", Officer)
            .End()
            .Xml();

        var saved = await node.Send(new SaveProcessDraft("drafted", null, changed, null), administrator);
        Assert.Equal(1, saved.Value.RowVersion);
        Assert.DoesNotContain(saved.Value.Diagnostics, found => found.Severity == Engine.Bpmn.Xml.BpmnSeverity.Error);
        Assert.IsType<PublishRefusal.ChangedMeanwhile>(
            (await node.Send(new SaveProcessDraft("drafted", null, changed, null), administrator)).Refusal
        );
        Assert.Equal(2, (await node.Send(new SaveProcessDraft("drafted", null, changed, 1), administrator)).Value.RowVersion);
        Assert.IsType<PublishRefusal.ChangedMeanwhile>(
            (await node.Send(PublishProcess.OfFile(new DraftPlace("drafted", null), 1), administrator)).Refusal
        );

        var published = await node.Send(PublishProcess.OfFile(new DraftPlace("drafted", null), 2), administrator);
        Assert.Equal(2, published.Value.Version);
        Assert.IsType<PublishRefusal.NoDraft>(
            (await node.Send(PublishProcess.OfFile(new DraftPlace("drafted", null), 2), administrator)).Refusal
        );
        Assert.Equal(
            1,
            await node.Value<int>(
                """select count(*)::int as "Value" from process_file where definition_id = {0}""",
                published.Value.Id.Value
            )
        );
    }

    [Fact]
    public async Task An_unsound_draft_may_be_saved_but_not_published_and_every_problem_is_told()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var administrator = RuntimeNode.Person("Админ", "RU", Roles.Administrator);
        var bad = new TestProcess("unsound")
            .Start()
            .User("first", ("role", "1 +"), ("form", "\"nowhere\""))
            .User("second", ("role", "("))
            .End()
            .Xml();
        Assert.True((await node.Send(new SaveProcessDraft("unsound", null, bad, null), administrator)).IsOk);
        var refused = await node.Send(PublishProcess.OfFile(new DraftPlace("unsound", null), 1), administrator);
        var unsound = Assert.IsType<PublishRefusal.Unsound>(refused.Refusal);
        Assert.Equal(
            ["first", "second"],
            unsound
                .Diagnostics.Where(found => found.Severity == Engine.Bpmn.Xml.BpmnSeverity.Error)
                .Select(found => found.ElementId)
                .Distinct()
        );
        Assert.Equal(0, await node.Value<int>("""select count(*)::int as "Value" from process_definition where key = 'unsound'"""));
    }

    [Fact]
    public async Task Lists_show_processes_versions_runs_and_where_a_run_stands()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("listed").Start().User("first", Officer).User("second", Officer).End().Bundle());
        var subject = new Subject("candidate", Guid.NewGuid().ToString());
        var run = await node.StartRun("listed", subject: subject);
        var elsewhere = await node.StartRun("listed", territory: "RU.66");
        var officer = RuntimeNode.Person("Анна", "RU.74", Roles.HrOfficer);
        Assert.True((await node.Send(new CompleteTask(run, (await node.OpenTasks(run))[0].Wait, RawAnswers.None, null), officer)).IsOk);

        await node.As(
            officer,
            async services =>
            {
                var queries = services.GetRequiredService<ProcessQueries>();
                var process = Assert.Single(await queries.Processes(CancellationToken.None), row => row.Key == "listed");
                Assert.Equal((1, 1L, 0L, false), (process.Version, process.Running, process.Incidents, process.HasDraft));
                Assert.Single(await queries.Versions("listed", CancellationToken.None));
                var runs = await queries.Runs(new RunFilter("listed"), null, 10, CancellationToken.None);
                Assert.Equal(run.Value, Assert.Single(runs.Rows).Id);
                Assert.Null(await queries.Run(elsewhere, CancellationToken.None));
                Assert.Equal(run.Value, (await queries.RunOf(subject, CancellationToken.None))!.Id);
                var place = await queries.Where(run, CancellationToken.None);
                Assert.Equal([new ActivePlace("second", "Сделать second", 1, false)], place!.Active);
                Assert.Contains("first", place.Done);
                Assert.NotEmpty(await queries.History(run, 0, 10, CancellationToken.None));
                Assert.Empty(await queries.Incidents(run, true, CancellationToken.None));
                Assert.Empty(await services.GetRequiredService<DecisionQueries>().OfRun(run, CancellationToken.None));
                return 0;
            }
        );
    }

    [Fact]
    public async Task The_shipped_processes_are_deployed_at_start()
    {
        await using var node = await RuntimeNode.Start(
            database.ConnectionString,
            options: options => options.Workflows = Path.Combine(AppContext.BaseDirectory, "workflows")
        );
        var keys = await node.Column<string>("""select key as "Value" from process_definition""");
        Assert.Contains("reserve-cycle", keys);
        Assert.Contains("appointment-approval", keys);
    }
}
