using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Calendar;
using Reserve.Web.Features.Notifications;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Tasks;

/// <summary>
/// Due dates in working days, by the clock of the territory, with their arithmetic; reminders and escalations that the runtime keeps. Each
/// test has a site of its own, for it moves the clock. The clock begins on Monday, 23 November 2026, 13:00 in Chelyabinsk.
/// </summary>
public sealed class DeadlineTests : IAsyncLifetime
{
    private const string Letter = "Тема: Ждём: {task}\n\n{text}\n\n{counted | иначе: без расчёта}\n";

    private static readonly (string, string) Officer = ("role", "\"HrOfficer\"");

    private readonly SiteFixture site = new();

    public ValueTask InitializeAsync() => site.InitializeAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Theory]
    [InlineData("RU.74", "\"10 рабочих дней\"", "2026-12-07 13:00")]
    [InlineData("RU.74.01", "\"10 рабочих дней\"", "2026-12-07 13:00")]
    [InlineData("RU.41", "\"10 рабочих дней\"", "2026-12-07 06:00")]
    [InlineData("RU.74", "\"1 рабочий день\"", "2026-11-24 13:00")]
    [InlineData("RU.74", "\"P5D\"", "2026-11-28 08:00")]
    [InlineData("RU.74", "duration(\"P1M\")", "2026-12-23 08:00")]
    [InlineData("RU.74", "date(\"2026-12-31\")", "2026-12-31 18:59")]
    [InlineData("RU.74", "add working days(today(), 28)", "2027-01-11 18:59")]
    [InlineData("RU.16", "add working days(today(), 2)", "2026-11-25 20:59")]
    public async Task A_task_is_due_by_the_clock_and_the_days_of_its_territory(string territory, string due, string expected)
    {
        var run = await Start(territory, ("due", due));
        Assert.Equal(expected, await Value("""to_char(due_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI')""", run));
    }

    [Fact]
    public async Task The_page_of_a_task_explains_a_deadline_over_the_May_holidays()
    {
        site.Clock.SetUtcNow(new DateTimeOffset(2027, 4, 28, 6, 0, 0, TimeSpan.Zero));
        var run = await Start("RU.74", ("due", "\"8 рабочих дней\""), ("remind", "\"2 рабочих дня\""), ("escalateTo", "\"Administrator\""));
        using var officer = await site.SignedInClient("may-officer", "RU.74", Roles.HrOfficer);
        var page = Plain(await officer.Text($"/tasks/{run.Value}/{await Wait(run)}"));
        Assert.Contains("8 рабочих дней от 28.04.2027; 01.05, 03.05, 09.05–10.05 нерабочие → 12.05.2027", page, StringComparison.Ordinal);
        Assert.Contains("09.05 День Победы", page, StringComparison.Ordinal);
        Assert.Contains("Напоминание: 07.05.2027 09:00", page, StringComparison.Ordinal);
        Assert.Contains("О просрочке сообщат: 12.05.2027 18:00", page, StringComparison.Ordinal);
        Assert.Contains(
            "8 working days from 28.04.2027",
            Plain(await English(officer, $"/tasks/{run.Value}/{await Wait(run)}")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Whoever_has_the_task_is_reminded_before_and_the_superiors_are_told_after()
    {
        await site.CreateUser("reminded", "RU.74", Roles.HrOfficer);
        await site.CreateUser("superior", "RU", Roles.Administrator);
        await Start("RU.74", ("due", "\"3 рабочих дня\""), ("remind", "\"1 рабочий день\""), ("escalateTo", "\"Administrator\""));
        Assert.Equal(0, await Tell());
        site.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 25, 3, 59, 0, TimeSpan.Zero));
        Assert.Equal(0, await Tell());
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await Tell());
        Assert.Equal(0, await Tell());
        Assert.Equal(["reminded: Истекает срок задачи «Сделать»: срок 26.11.2026 18:00."], await Told());
        site.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 26, 13, 0, 0, TimeSpan.Zero));
        Assert.Equal(1, await Tell());
        Assert.Equal(0, await Tell());
        Assert.Equal(
            [
                "reminded: Истекает срок задачи «Сделать»: срок 26.11.2026 18:00.",
                "reminded: Просрочена задача «Сделать»: срок 26.11.2026 18:00.",
                "superior: Просрочена задача «Сделать»: срок 26.11.2026 18:00.",
            ],
            await Told()
        );
    }

    [Fact]
    public async Task A_task_that_is_done_or_withdrawn_is_told_of_no_more()
    {
        await site.CreateUser("busy", "RU.74", Roles.HrOfficer);
        var run = await Start("RU.74", ("due", "\"3 рабочих дня\""), ("remind", "\"1 рабочий день\""));
        var person = await site.CreateUser("doer", "RU.74", Roles.HrOfficer);
        var wait = await Wait(run);
        Assert.True(
            (
                await site.As(
                    "RU.74",
                    [Roles.HrOfficer],
                    services =>
                        services
                            .GetRequiredService<MediatR.IMediator>()
                            .Send(new CompleteTask(run, wait, Reserve.Web.Runtime.Forms.RawAnswers.None, null)),
                    person.Id
                )
            ).IsOk
        );
        site.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, await Tell());
        Assert.Empty(await Told());
    }

    [Fact]
    public async Task A_due_date_set_by_hand_moves_what_is_told_along()
    {
        await site.CreateUser("moved-officer", "RU.74", Roles.HrOfficer);
        var run = await Start("RU.74", ("due", "\"3 рабочих дня\""), ("remind", "\"1 рабочий день\""), ("escalateAt", "\"P1D\""));
        using var officer = await site.SignedInClient("mover", "RU.74", Roles.HrOfficer);
        var address = $"/tasks/{run.Value}/{await Wait(run)}";
        var early = await officer.Post(address, "Due", ("due", "2026-11-01T10:00"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, early.StatusCode);
        Assert.Contains("Новый срок должен быть в будущем.", Plain(await early.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        var moved = Plain(await (await officer.Post(address, "Due", ("due", "2026-12-10T15:00"))).Content.ReadAsStringAsync());
        Assert.Contains("Срок изменён.", moved, StringComparison.Ordinal);
        Assert.Contains("10.12.2026 15:00", moved, StringComparison.Ordinal);
        Assert.Contains("срок установил(а) mover 23.11.2026", moved, StringComparison.Ordinal);
        Assert.Contains("Напоминание: 09.12.2026 09:00", moved, StringComparison.Ordinal);
        Assert.Contains("О просрочке сообщат: 11.12.2026 15:00", moved, StringComparison.Ordinal);
        Assert.Equal("2026-12-09 04:00", await Value("""to_char(notice_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI')""", run));
    }

    [Fact]
    public async Task A_letter_of_the_bundle_is_what_a_reminder_sends()
    {
        var reader = await site.CreateUser("reader", "RU.74", Roles.HrOfficer);
        await site.InTransaction(services =>
            services
                .GetRequiredService<ReserveDb>()
                .Set<User>()
                .Where(user => user.Id == reader.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(user => user.Email, "reader@example.org"))
        );
        await Start("RU.74", ("due", "\"3 рабочих дня\""), ("remind", "\"1 рабочий день\""), ("remindLetter", "\"wait\""));
        site.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 25, 4, 0, 0, TimeSpan.Zero));
        Assert.Equal(1, await Tell());
        var sent = Assert.Single(await Column("select payload->>'subject' || '|' || (payload->>'text') as \"Value\" from outbox"));
        Assert.StartsWith("Ждём: Сделать|", sent, StringComparison.Ordinal);
        Assert.Contains("3 рабочих дня от 23.11.2026 → 26.11.2026", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deadline_beyond_the_calendar_is_told_and_not_guessed()
    {
        var run = await Start("RU.74", ("due", "\"400 рабочих дней\""));
        Assert.Equal("true", await Value("(due_at is null)::text", run));
        using var officer = await site.SignedInClient("beyond", "RU.74", Roles.HrOfficer);
        Assert.Contains(
            "срок не рассчитан: нет производственного календаря на 2028 год",
            Plain(await officer.Text($"/tasks/{run.Value}/{await Wait(run)}")),
            StringComparison.Ordinal
        );
        Assert.True((await site.Send("RU", Roles.Administrator, new AddCalendarYear(2028, "Постановление № 1"))).IsOk);
        var next = await Start("RU.74", ("due", "\"400 рабочих дней\""));
        Assert.Equal("false", await Value("(due_at is null)::text", next));
    }

    private static string Plain(string page) =>
        System.Text.RegularExpressions.Regex.Replace(
            WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(page, "<[^>]+>", "")).Replace('\u00a0', ' '),
            @"\s+",
            " "
        );

    private static async Task<string> English(SiteClient client, string address)
    {
        using var answer = await client.Post("/language", null, ("language", "en"), ("back", address));
        return await client.Text(address);
    }

    private async Task<RunId> Start(string territory, params (string, string)[] inputs)
    {
        var key = "deadline-" + Guid.NewGuid().ToString("N");
        var bundle = new TestProcess(key).Start().User("do", [("title", "\"Сделать\""), Officer, .. inputs]).End();
        var (deployed, found) = await site.Deploy(bundle.Bundle(("letters/wait.md", Letter)));
        Assert.True(deployed.Count == 1, string.Join("; ", found));
        return await site.InTransaction(async services =>
            (
                await services
                    .GetRequiredService<ProcessRuntime>()
                    .Start(
                        key,
                        new StartFacts(territory, null),
                        FeelContext.Empty,
                        services.GetRequiredService<Caller>().Stamp(),
                        CancellationToken.None
                    )
            ).Value
        );
    }

    private async Task<int> Wait(RunId run) =>
        int.Parse((await Column($"select wait_id::text as \"Value\" from task where run_id = '{run.Value}'")).Single(), null);

    private async Task<string> Value(string what, RunId run) =>
        (await Column($"select {what} as \"Value\" from task where run_id = '{run.Value}'")).Single();

    private Task<List<string>> Column(string sql) => site.Look("RU", db => db.Database.SqlQueryRaw<string>(sql).ToListAsync());

    private Task<int> Tell() =>
        site.App.Services.GetServices<IHostedService>().OfType<DeadlineWorker>().Single().TellDue(CancellationToken.None);

    private Task<List<string>> Told() =>
        Column(
            """
            select u.user_name || ': ' || n.text as "Value" from notifications n join users u on u.id = n.user_id order by n.id, u.user_name
            """
        );
}
