using Microsoft.Extensions.Configuration;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.General;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Starts;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Tests.Runtime.Bundles;

/// <summary>What publishing knows besides the engine: the host's pages, roles, activities, and which variables anybody sets.</summary>
public sealed class BundleChecksTests
{
    private static readonly (string, string) Officer = ("role", "\"HrOfficer\"");

    private const string Form =
        """{"id":"f","components":[{"type":"number","key":"days","label":"Дней"},{"type":"textfield","key":"reason","label":"Зачем"}]}""";

    [Fact]
    public async Task A_misspelt_variable_is_an_error_with_the_name_that_was_meant()
    {
        var drawing = new TestProcess("p").Start().User("ask", Officer, ("form", "\"f\"")).BackWhile("enough", "ask", "day > 28").End();
        var found = Assert.Single(await Errors(drawing.Bundle(("forms/f.json", Form))));
        Assert.Equal(("unknown-name", "f_enough_back"), (found.Code, found.ElementId));
        Assert.Contains("«day»", found.Message, StringComparison.Ordinal);
        Assert.Contains("days", found.Message, StringComparison.Ordinal);
        Assert.Empty(
            await Errors(
                new TestProcess("p")
                    .Start()
                    .User("ask", Officer, ("form", "\"f\""))
                    .BackWhile("enough", "ask", "days > 28")
                    .End()
                    .Bundle(("forms/f.json", Form))
            )
        );
    }

    [Fact]
    public async Task A_name_that_the_start_may_bring_is_a_doubt_until_a_sample_gives_it()
    {
        var drawing = new TestProcess("p").Start().User("ask", Officer, ("territory", "place")).End();
        var doubt = Assert.Single(await Findings(drawing.Bundle()), finding => finding.Code == "unknown-name");
        Assert.Equal(BpmnSeverity.Warning, doubt.Severity);
        const string sample = """{"steps":[{"do":"start","id":"p","vars":{"place":"RU.74"}}]}""";
        Assert.DoesNotContain(await Findings(drawing.Bundle(("samples/s.json", sample))), finding => finding.Code == "unknown-name");
    }

    [Fact]
    public async Task What_forms_decisions_activities_and_starts_give_is_known()
    {
        var drawing = new TestProcess("p")
            .PersonStart(("role", "\"HrOfficer, MunicipalAuthority\""))
            .User("ask", Officer, ("form", "\"f\""), ("result", "\"asked\""), ("assignee", "startedBy"))
            .Service("set", "Variables.Set", ("values", "{long: asked.days > 28}"))
            .Service("who", "Data.Read", ("source", "\"Person\""), ("territory", "territory"), ("key", "startedBy"))
            .User("see", Officer, ("title", "data.name"))
            .BackWhile("again", "ask", "long")
            .End();
        Assert.Empty(await Findings(drawing.Bundle(("forms/f.json", Form))));
    }

    [Fact]
    public async Task Pages_roles_starts_and_messages_that_are_not_there_are_errors_all_at_once()
    {
        var drawing = new TestProcess("p")
            .PersonStart(("role", "\"HrOfficers\""))
            .User("a", Officer, ("page", "\"/candidate/list\""))
            .User("b", Officer, ("page", "\"/candidate/\" + startedBy"))
            .User("c", Officer, ("page", "\"/candidates/\" + startedBy"))
            .ReceiveNothing("r")
            .End();
        Assert.Equal(
            [("no-message", "r"), ("unknown-page", "a"), ("unknown-page", "b"), ("unknown-role", "start")],
            (await Errors(drawing.Bundle())).Select(finding => (finding.Code, finding.ElementId)).Order()
        );
    }

    [Theory]
    [InlineData("timeCycle", "R/P1D", null)]
    [InlineData("timeCycle", "R/PT5S", "start-too-often")]
    [InlineData("timeCycle", "R3/PT1M", null)]
    [InlineData("timeDate", "2020-01-01T09:00:00Z", "start-in-the-past")]
    [InlineData("timeDate", "2126-01-01T09:00:00Z", null)]
    [InlineData("timeDate", "=if today() > date(\"2000-01-01\") then null else date(\"2100-01-01\")", "bad-start-time")]
    [InlineData("timeDuration", "=duration(\"P1D\")", null)]
    public async Task A_start_by_time_has_a_time(string element, string text, string? code) =>
        Assert.Equal(
            code is null ? [] : [code],
            (await Findings(new TestProcess("t").TimerStart(element, text).User("a", Officer).End().Bundle())).Select(found => found.Code)
        );

    [Fact]
    public async Task A_start_by_a_condition_names_its_data()
    {
        Assert.Equal("start-never-comes", await Only(new TestProcess("t").ConditionStart("true")));
        Assert.Equal("unknown-source", await Only(new TestProcess("t").ConditionStart("true", ("source", "Territoryy"))));
        Assert.Equal("missing-input", await Only(new TestProcess("t").ConditionStart("count(data) = 0", ("source", "PeopleOfRole"))));
        Assert.Equal(
            "unknown-role",
            await Only(new TestProcess("t").ConditionStart("count(data) = 0", ("source", "PeopleOfRole"), ("key", "HrOfficers")))
        );
        Assert.Null(
            await Only(new TestProcess("t").ConditionStart("count(data) = 0", ("source", "PeopleOfRole"), ("key", Roles.HrOfficer)))
        );
        // What the start gives is known, to its own condition and behind it.
        var drawing = new TestProcess("t").ConditionStart("data.kind = \"Region\"", ("source", "Territory"));
        Assert.Empty(await Findings(drawing.User("a", Officer, ("title", "data.name + territory")).End().Bundle()));

        async Task<string?> Only(TestProcess process) =>
            (await Findings(process.User("a", Officer).End().Bundle())).Select(found => found.Code).SingleOrDefault();
    }

    [Fact]
    public async Task Works_to_be_picked_are_for_somebody_and_come_to_an_end()
    {
        Assert.Equal(["adhoc-for-nobody"], await Codes(new TestProcess("t").Start().AdHoc("w", "", null, ["a"])));
        Assert.Equal(
            ["adhoc-never-ends"],
            await Codes(new TestProcess("t").Start().AdHoc("w", "", null, ["a"], Officer, ("mayEnd", "\"false\"")))
        );
        Assert.Equal(["adhoc-empty"], await Codes(new TestProcess("t").Start().AdHoc("w", "", null, [], Officer)));
        Assert.Equal(["unknown-input"], await Codes(new TestProcess("t").Start().AdHoc("w", "", null, ["a"], Officer, ("form", "\"x\""))));
        Assert.Empty(await Codes(new TestProcess("t").Start().AdHoc("w", "ordering=\"Sequential\"", null, ["a"], Officer)));

        async Task<IEnumerable<string>> Codes(TestProcess process) =>
            (await Findings(process.End().Bundle())).Where(found => found.Code != "unknown-form").Select(found => found.Code);
    }

    private static async Task<IReadOnlyList<BpmnDiagnostic>> Errors(ProcessBundle bundle) =>
        [.. (await Findings(bundle)).Where(finding => finding.Severity == BpmnSeverity.Error)];

    private static async Task<IReadOnlyList<BpmnDiagnostic>> Findings(ProcessBundle bundle)
    {
        var types = CommandRegistration.CommandTypes().ToList();
        var clock = new ProcessClock(new ConfigurationBuilder().Build());
        var starts = new StartChecks(new WatchedSources([new WatchedData()]), clock, TimeProvider.System);
        var checks = new BundleChecks(new ActivityCatalog(types), new TaskCommands(types), new Nothing(), [starts]);
        return
        [
            .. (await checks.Of(bundle, ProcessBundle.Empty, CancellationToken.None)).Where(finding =>
                finding.Severity != BpmnSeverity.Info
            ),
        ];
    }

    private sealed class Nothing : IKnownProcesses
    {
        public Task<bool> Knows(string key, CancellationToken cancellationToken) => Task.FromResult(false);
    }
}
