using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Desk;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Features.Appointments;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Processes;

/// <summary>The desk over all processes: what is found, by whom, and what is done to many cases from there.</summary>
public sealed class DeskPagesTests(DeskPagesTests.Desk desk) : IClassFixture<DeskPagesTests.Desk>
{
    private static readonly (string, string)[] Officer = [("role", "\"HrOfficer\""), ("due", "duration(\"PT1H\")")];

    [Theory]
    [InlineData("process=desk-one", "Альфа", "Бета", "Гамма", "Дельта")]
    [InlineData("q=бета", "Бета")]
    [InlineData("q=дело бет", "Бета")]
    [InlineData("q=100%25", "")]
    [InlineData("process=desk-one&state=active", "Альфа", "Бета")]
    [InlineData("process=desk-one&state=suspended", "Гамма")]
    [InlineData("state=suspended", "Гамма")]
    [InlineData("process=desk-one&state=cancelled", "Дельта")]
    [InlineData("process=desk-one&state=finished", "")]
    [InlineData("process=desk-stopped&state=incident", "Стоп")]
    [InlineData("incident=UnknownProcess", "Стоп")]
    [InlineData("incident=не развёрнут", "Стоп")]
    [InlineData("incident=нет такого", "")]
    [InlineData("process=desk-one&element=b", "Бета")]
    [InlineData("process=desk-one&element=a", "Альфа", "Гамма")]
    [InlineData("process=desk-one&name=score&is=>&value=70", "Бета", "Гамма")]
    [InlineData("process=desk-one&name=score&is=<=&value=70", "Альфа")]
    [InlineData("name=region&is==&value=\"Челябинск\"", "Альфа")]
    [InlineData("name=region&is=contains&value=\"ЧЕЛЯ\"", "Альфа")]
    [InlineData("process=desk-one&name=score&is=!=&value=90", "Альфа", "Гамма")]
    [InlineData("q=дело&name=score&is=>&value=70&state=active", "Бета")]
    [InlineData("process=desk-one&overdue=true", "Альфа", "Гамма")]
    [InlineData("process=desk-one&from=2026-11-24", "Бета", "Гамма", "Дельта")]
    [InlineData("process=desk-one&to=2026-11-23", "Альфа")]
    [InlineData("process=desk-one&from=24.11.2026&to=24.11.2026", "Бета")]
    [InlineData("q=Синицына", "Синицына")]
    [InlineData("q={number}", "Синицына")]
    [InlineData("q=внутри", "внутри", "внутри")]
    public async Task A_filter_finds_these_and_no_others(string query, params string[] names)
    {
        query = query.Replace("{number}", desk.Number, StringComparison.Ordinal);
        using var client = await desk.SignedIn("RU", Roles.Administrator);
        var page = await client.Text("/processes/desk?" + query);
        Assert.Equal(names.Where(name => name.Length > 0).Order(), Names(page).Order());
    }

    [Fact]
    public async Task A_region_sees_its_own_an_auditor_looks_only_and_others_have_no_desk()
    {
        using var elsewhere = await desk.SignedIn("RU.66", Roles.Administrator);
        Assert.Equal(["Чужое"], Names(await elsewhere.Text("/processes/desk")));
        Assert.Empty(Names(await elsewhere.Text("/processes/desk?q=Синицына")));
        using var auditor = await desk.SignedIn("RU", Roles.Auditor);
        var page = await auditor.Text("/processes/desk?process=desk-one");
        Assert.Contains("Альфа", Names(page));
        Assert.DoesNotContain("name=\"act\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"value\"", page, StringComparison.Ordinal);
        page = await auditor.Text("/processes/desk?process=desk-one&name=score&is=>&value=70");
        Assert.Contains("Значения переменных видит только администратор.", page, StringComparison.Ordinal);
        Assert.Empty(Names(page));
        var refused = await auditor.Post("/processes/desk?process=desk-one", "Plan", ("all", "true"), ("act", "cancel"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var officer = await desk.SignedIn("RU.74", Roles.HrOfficer);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Get("/processes/desk")).StatusCode);
    }

    [Theory]
    [InlineData("name=score&is=>&value=много", "Это не значение.")]
    [InlineData("value=70", "Назовите переменную.")]
    [InlineData("from=завтра", "Это не дата.")]
    [InlineData("from=2026-11-24&to=2026-11-23", "Конец раньше начала.")]
    [InlineData("element=a", "Выберите процесс")]
    public async Task A_condition_that_makes_no_sense_is_told_beside_its_field(string query, string problem)
    {
        using var client = await desk.SignedIn("RU", Roles.Administrator);
        var page = await client.Text("/processes/desk?" + query);
        Assert.Contains(problem, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Empty(Names(page));
    }

    [Fact]
    public async Task The_list_shows_where_cases_stand_by_name_and_goes_into_a_file()
    {
        using var client = await desk.SignedIn("RU", Roles.Administrator);
        var page = WebUtility.HtmlDecode(await client.Text("/processes/desk?process=desk-one&name=score&is=>&value=70"));
        Assert.Contains("Сделать b", page, StringComparison.Ordinal);
        Assert.Contains("score = 90", page, StringComparison.Ordinal);
        var file = await client.Get("/processes/desk?process=desk-one&name=score&is=>&value=70&handler=Export");
        var text = await file.Content.ReadAsStringAsync();
        Assert.Equal("text/csv", file.Content.Headers.ContentType!.MediaType);
        Assert.Contains("дело Бета", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Альфа", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.Get("/processes/desk?value=1&handler=Export")).StatusCode);
    }

    [Fact]
    public async Task Tasks_are_given_to_a_person_after_a_dry_run_that_says_who_may_do_them()
    {
        var site = desk.Site;
        await desk.Deploy(new TestProcess("desk-tasks").Start().User("vote", ("role", "\"HrOfficer\"")).End());
        RunId[] runs = [await desk.Start("desk-tasks", "первое"), await desk.Start("desk-tasks", "второе")];
        var officer = await site.CreateUser("desk-olga", "RU.74", Roles.HrOfficer);
        var beside = await site.CreateUser("desk-pyotr", "RU.74.05", Roles.HrOfficer);
        using var client = await desk.SignedIn("RU", Roles.Administrator);
        var planned = await client.Post("/processes/desk?process=desk-tasks", "Plan", ("all", "true"), ("act", "reassign"));
        var address = planned.RequestMessage!.RequestUri!.PathAndQuery;
        var page = await Body(planned);
        Assert.Contains("Задача «Сделать vote» и так у всех её роли.", page, StringComparison.Ordinal);
        Assert.Contains("desk-olga", page, StringComparison.Ordinal);
        page = await Body(await client.Post(address, "Person", ("to", beside.Id.ToString())));
        Assert.Contains("не передать: У этого человека нет роли, для которой задача.", page, StringComparison.Ordinal);
        Assert.Contains("Выполнять нечего", page, StringComparison.Ordinal);
        planned = await client.Post(address, "Person", ("to", officer.Id.ToString()));
        address = planned.RequestMessage!.RequestUri!.PathAndQuery;
        Assert.Contains("Задачу «Сделать vote» получит desk-olga.", await Body(planned), StringComparison.Ordinal);
        // Meanwhile a colleague takes one of the tasks.
        var wait = await site.Look(
            "RU",
            db => db.Database.SqlQuery<long>($"""select wait_id as "Value" from task where run_id = {runs[1].Value}""").SingleAsync()
        );
        var another = await site.CreateUser("desk-inna", "RU.74", Roles.HrOfficer);
        var taken = await site.Send("RU", Roles.Administrator, new ReassignTask(runs[1], (int)wait, another.Id, "сама"));
        Assert.True(taken.IsOk, taken.Reason);
        page = await Body(await client.Post(address, "Order", ("Reason", " "), ("Keep", $"{runs[0].Value}"), ("Keep", $"{runs[1].Value}")));
        Assert.Contains("Напишите, почему.", page, StringComparison.Ordinal);
        await client.Post(address, "Order", ("Reason", "отпуск"), ("Keep", $"{runs[0].Value}"), ("Keep", $"{runs[1].Value}"));
        await site.Work();
        page = WebUtility.HtmlDecode(await client.Text(address));
        Assert.Contains("сделано: 1", Plain(page), StringComparison.Ordinal);
        Assert.Contains("Дело изменилось после проверки, его не тронули.", page, StringComparison.Ordinal);
        page = await Body(await client.Post(address, "Again"));
        Assert.Contains("Задачу «Сделать vote» получит desk-olga.", page, StringComparison.Ordinal);
        Assert.Contains("будет сделано: 1", Plain(page), StringComparison.Ordinal);
        Assert.Contains("задача передана другому", await client.Text($"/processes/runs/{runs[0].Value}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ticked_cases_are_left_out_on_the_dry_run_and_the_rest_goes_into_the_wizard_or_is_done()
    {
        await desk.Deploy(new TestProcess("desk-ticked").Start().User("a", ("role", "\"HrOfficer\"")).End());
        RunId[] runs = [await desk.Start("desk-ticked", "нужное"), await desk.Start("desk-ticked", "ненужное")];
        using var client = await desk.SignedIn("RU", Roles.Administrator);
        var none = await client.Post("/processes/desk?process=desk-ticked", "Plan", ("act", "cancel"));
        Assert.Contains("Выберите хотя бы одно дело.", await Body(none), StringComparison.Ordinal);
        Assert.Contains("process=desk-ticked", none.RequestMessage!.RequestUri!.Query, StringComparison.Ordinal);
        (string, string)[] both = [("run", $"{runs[0].Value}"), ("run", $"{runs[1].Value}")];
        var planned = await client.Post("/processes/desk", "Plan", [.. both, ("act", "cancel")]);
        var address = planned.RequestMessage!.RequestUri!.PathAndQuery;
        Assert.Contains("Дело будет отменено.", await Body(planned), StringComparison.Ordinal);
        await client.Post(address, "Order", ("Reason", "ошиблись"), ("Keep", $"{runs[1].Value}"));
        await desk.Site.Work();
        var page = Plain(WebUtility.HtmlDecode(await client.Text(address)));
        Assert.Contains("сделано: 1 · отказов: 0 · не тронуто: 1", page, StringComparison.Ordinal);
        Assert.Contains("ошиблись", await client.Text($"/processes/runs/{runs[1].Value}"), StringComparison.Ordinal);
        Assert.Equal(["нужное"], Names(await client.Text("/processes/desk?process=desk-ticked&state=active")));

        await desk.Start("desk-ticked", "третье");
        await desk.Deploy(new TestProcess("desk-ticked").Start().User("b", ("role", "\"HrOfficer\"")).End());
        planned = await client.Post("/processes/desk", "Plan", ("run", $"{runs[0].Value}"), ("act", "migrate"));
        page = await Body(planned);
        var wizard = WebUtility.HtmlDecode(Regex.Match(page, "href=\"(/processes/desk-ticked/migrate[^\"]+)\"").Groups[1].Value);
        page = Plain(WebUtility.HtmlDecode(await client.Text(wizard)));
        Assert.Contains("нужное", page, StringComparison.Ordinal);
        Assert.DoesNotContain("третье", page, StringComparison.Ordinal);
        using var auditor = await desk.SignedIn("RU", Roles.Auditor);
        page = await auditor.Text(address);
        Assert.DoesNotContain("id=\"reason\"", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Post(address, "Order", ("Reason", "x"))).StatusCode);
        using var elsewhere = await desk.SignedIn("RU.66", Roles.Administrator);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Get(address)).StatusCode);
    }

    [Fact]
    public async Task A_single_retry_and_a_single_cancelling_ask_for_a_reason()
    {
        await desk.Deploy(new TestProcess("desk-single").Start().Call("call", "desk-missing").End());
        var run = await desk.Start("desk-single", "одно");
        var incident = await desk.Site.Look(
            "RU",
            db => db.Database.SqlQuery<Guid>($"""select id as "Value" from incident where run_id = {run.Value}""").SingleAsync()
        );
        using var client = await desk.SignedIn("RU", Roles.Administrator);
        var address = $"/processes/runs/{run.Value}";
        Assert.Contains("Напишите, почему.", await Body(await client.Post(address, "Cancel")), StringComparison.Ordinal);
        Assert.Contains(
            "Напишите, почему.",
            await Body(await client.Post(address, "Retry", ("incident", $"{incident}"))),
            StringComparison.Ordinal
        );
        var page = await Body(await client.Post(address, "Cancel", ("reason", "больше не нужно")));
        Assert.Contains("Экземпляр отменён.", page, StringComparison.Ordinal);
        Assert.Contains("экземпляр отменён", page, StringComparison.Ordinal);
        Assert.Contains("больше не нужно", page, StringComparison.Ordinal);
        // What stopped a cancelled case waits for nobody.
        Assert.Empty(Names(await client.Text("/processes/desk?process=desk-single&state=incident")));
    }

    [Fact]
    public async Task What_is_looked_into_ends_and_goes_on_from_there()
    {
        var site = desk.Site;
        var found = await site.As(
            "RU",
            [Roles.Administrator],
            async services =>
            {
                var selection = services.GetRequiredService<DeskSelection>();
                var filter = new DeskFilter(Process: "desk-one", Variable: new VariableTest("score", ">", FeelValue.From(70)));
                var first = await selection.Page(filter, null, 1, CancellationToken.None);
                var second = await selection.Page(filter, Cursor.Of(first.Next, null), 1, CancellationToken.None);
                var back = await selection.Page(filter, Cursor.Of(null, second.Previous), 1, CancellationToken.None);
                Assert.Null(await selection.Count(filter, CancellationToken.None));
                Assert.Equal(first.Rows[0].Run.Id, back.Rows[0].Run.Id);
                return new[] { first.Rows[0].Run.BusinessKey, second.Rows[0].Run.BusinessKey, second.Next };
            }
        );
        Assert.Equal(["дело Гамма", "дело Бета", null], found);
    }

    private static async Task<string> Body(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    /// <summary>The last word of the name of each case in the list, or the first word of a person's.</summary>
    private static string[] Names(string page) =>
        [
            .. Regex
                .Matches(WebUtility.HtmlDecode(page), "<a href=\"/processes/runs/[^\"]+\" class=\"fw-bold one-line\">([^<]+)</a>")
                .Select(found => found.Groups[1].Value)
                .Select(name =>
                    name.Contains('·', StringComparison.Ordinal) ? name.Split('·')[1].Trim().Split(' ')[0] : name.Split(' ')[^1]
                ),
        ];

    private static string Plain(string html) =>
        Regex.Replace(Regex.Replace(html, "<[^>]+>", " "), "\\s+", " ").Replace(" :", ":", StringComparison.Ordinal);

    /// <summary>Cases of several processes, in several states and regions.</summary>
    public sealed class Desk : IAsyncLifetime
    {
        private readonly ApprovalSite approval = new();
        private int people;

        public SiteFixture Site => approval.Site;

        /// <summary>The number of a case about somebody.</summary>
        public string Number { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            await approval.InitializeAsync();
            var registered = await approval.Registered();
            Number = await Site.Look(
                "RU",
                db =>
                    db.Set<Web.Features.Appointments.AppointmentCase>()
                        .Where(row => row.Id == registered)
                        .AsAsyncEnumerable()
                        .Select(row => row.Number)
                        .SingleAsync()
                        .AsTask()
            );
            await Deploy(new TestProcess("desk-one").Start().User("a", Officer).User("b", ("role", "\"HrOfficer\"")).End());
            await Start("desk-one", "дело Альфа", score: 50, region: "Челябинск");
            Site.Clock.Advance(TimeSpan.FromDays(1));
            var second = await Start("desk-one", "дело Бета", score: 90);
            Site.Clock.Advance(TimeSpan.FromDays(1));
            var third = await Start("desk-one", "дело Гамма", score: 80);
            var fourth = await Start("desk-one", "дело Дельта");
            await Complete(second);
            Assert.True((await Site.Send("RU", Roles.Administrator, new SuspendRun(third, "проверка"))).IsOk);
            Assert.True((await Site.Send("RU", Roles.Administrator, new CancelRun(fourth, "проверка"))).IsOk);
            Site.Clock.Advance(TimeSpan.FromHours(2));
            await Deploy(new TestProcess("desk-stopped").Start().Call("call", "nowhere-to-be-found").End());
            await Start("desk-stopped", "дело Стоп");
            await Deploy(new TestProcess("desk-inner").Start().User("deep", ("role", "\"HrOfficer\"")).End());
            await Deploy(new TestProcess("desk-outer").Start().Call("call", "desk-inner").End());
            await Start("desk-outer", "дело внутри");
            await Start("desk-inner", "Чужое", "RU.66");
            await Site.Work();
        }

        public ValueTask DisposeAsync() => approval.DisposeAsync();

        public Task<SiteClient> SignedIn(string territory, string role) =>
            Site.SignedInClient($"desk-{Interlocked.Increment(ref people)}", territory, role);

        internal Task Deploy(TestProcess process) => Site.Deploy(process.Bundle());

        internal Task<RunId> Start(string key, string about, string territory = "RU.74", int? score = null, string? region = null) =>
            Site.InTransaction(async services =>
            {
                var variables = FeelContext.Empty;
                if (score is { } given)
                    variables = variables.With("score", FeelValue.From(given));
                if (region is not null)
                    variables = variables.With("region", FeelValue.From(region));
                var started = await services
                    .GetRequiredService<ProcessRuntime>()
                    .Start(
                        key,
                        new StartFacts(territory, BusinessKey: about),
                        variables,
                        services.GetRequiredService<Caller>().Stamp(),
                        CancellationToken.None
                    );
                return started.Value;
            });

        private Task<int> Complete(RunId run) =>
            Site.InTransaction(async services =>
            {
                var wait = await services
                    .GetRequiredService<ReserveDb>()
                    .Database.SqlQuery<long>($"""select wait_id as "Value" from task where run_id = {run.Value} and state = 'open'""")
                    .SingleAsync();
                var done = await services
                    .GetRequiredService<ProcessRuntime>()
                    .CompleteTask(run, (int)wait, FeelContext.Empty, null, CancellationToken.None);
                Assert.True(done.IsOk, done.Reason);
                return 0;
            });
    }
}
