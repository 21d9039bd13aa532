using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reserve.Engine.Feel.Calendar;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Calendar;
using Reserve.Web.Features.State;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.WorkingDays;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Calendar;

public sealed class CalendarTests : IAsyncLifetime
{
    private static readonly DateOnly Day = new(2026, 12, 1);

    private readonly SiteFixture site = new();

    public ValueTask InitializeAsync() => site.InitializeAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public void A_new_database_begins_with_the_calendar_that_comes_with_the_program()
    {
        var calendar = Times.Current.Calendar;
        Assert.Equal(ShippedCalendar.Instance.Years, calendar.Years);
        Assert.Equal(ShippedCalendar.Instance.Territories.Order(), calendar.Territories.Order());
        foreach (var territory in calendar.Territories)
            Assert.Equal(
                ShippedCalendar.Instance.Specials(new(2022, 1, 1), new(2027, 12, 31), territory),
                calendar.Specials(new(2022, 1, 1), new(2027, 12, 31), territory)
            );
    }

    [Fact]
    public async Task A_region_changes_its_own_days_and_nobody_elses()
    {
        Assert.True((await Set("RU.21", "RU.21")).IsOk);
        Assert.False(Times.Current.Calendar.IsWorking(Day, "RU.21.01").Value);
        Assert.True(Times.Current.Calendar.IsWorking(Day, "RU.22").Value);
        Assert.IsType<Rejection.OutsideTerritory>((await Set("RU.21", "RU.22")).Rejection);
        Assert.IsType<Rejection.OutsideTerritory>((await Set("RU.21", "RU")).Rejection);
        Assert.IsType<Rejection.OutsideTerritory>(
            (await site.Send("RU.21", Roles.Administrator, new AddCalendarYear(2028, "Указ"))).Rejection
        );
        Assert.IsType<Rejection.OutsideTerritory>(
            (await site.Send("RU.22", Roles.Administrator, new RemoveCalendarDay("RU.21", Day, "Указ"))).Rejection
        );
        Assert.NotNull((await site.Send("RU.21", Roles.HrOfficer, new SetCalendarDay("RU.21", Day, WorkingDayKind.Off, "Указ"))).Rejection);
        Assert.True((await site.Send("RU.21", Roles.Administrator, new RemoveCalendarDay("RU.21", Day, "Указ № 2"))).IsOk);
        Assert.True(Times.Current.Calendar.IsWorking(Day, "RU.21").Value);
        Assert.Equal(
            RemoveCalendarDayRefusal.Unknown,
            (await site.Send("RU.21", Roles.Administrator, new RemoveCalendarDay("RU.21", Day, "Указ"))).Refusal
        );
        Assert.Equal(
            ["обычный → нерабочий, День республики (Указ № 1)", "нерабочий, День республики → обычный (Указ № 2)"],
            await Column(
                """
                select coalesce(was, 'обычный') || ' → ' || coalesce(became, 'обычный') || ' (' || basis || ')' as "Value"
                from calendar_change where place = 'RU.21' order by id
                """
            )
        );
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_day_is_told_beside_its_field()
    {
        var bad = await site.Send(
            "RU",
            Roles.Administrator,
            new SetCalendarDay("RU", null, (WorkingDayKind)7, "", new string('я', 201), new DateOnly(2026, 1, 1))
        );
        Assert.Equal(
            ["Basis", "Date", "Kind", "MovedFrom", "Name"],
            Assert.IsType<Rejection.Invalid>(bad.Rejection).Problems.Select(problem => problem.Field).Order()
        );
        Assert.Equal(
            SetCalendarDayRefusal.NoYear,
            (await site.Send("RU", Roles.Administrator, new SetCalendarDay("RU", new(2031, 1, 1), WorkingDayKind.Off, "Указ"))).Refusal
        );
    }

    [Fact]
    public async Task A_year_begins_with_the_holidays_of_the_labour_code()
    {
        Assert.True((await site.Send("RU", Roles.Administrator, new AddCalendarYear(2028, "Постановление"))).IsOk);
        Assert.Equal(
            AddCalendarYearRefusal.Known,
            (await site.Send("RU", Roles.Administrator, new AddCalendarYear(2028, "Постановление"))).Refusal
        );
        var calendar = Times.Current.Calendar;
        Assert.False(calendar.IsWorking(new(2028, 1, 7)).Value);
        Assert.Equal(new DateOnly(2028, 11, 4), calendar.Special(new(2028, 11, 6))!.MovedFrom);
        Assert.Equal(WorkingDayKind.Shortened, calendar.Special(new(2028, 2, 22))!.Kind);
    }

    /// <summary>What the government moved in the shipped years is all that the code does not tell.</summary>
    [Theory]
    [InlineData(2022)]
    [InlineData(2023)]
    [InlineData(2024)]
    [InlineData(2025)]
    [InlineData(2026)]
    [InlineData(2027)]
    public void The_holidays_of_the_labour_code_are_those_of_the_printed_calendars(int year)
    {
        var printed = ShippedCalendar.Instance;
        Assert.All(
            LabourCode.DaysOf(year).Where(day => day.Kind == WorkingDayKind.Off && day.MovedFrom is null),
            day => Assert.Equal(day.Name, printed.Special(day.Date)!.Name)
        );
    }

    [Fact]
    public async Task The_page_shows_a_year_with_its_sums_and_changes_it()
    {
        using var client = await site.SignedInClient("calendar-admin", "RU", Roles.Administrator);
        var page = Plain(await client.Text("/calendar?year=2026&territory=RU.16"));
        Assert.Contains("245 рабочих дней", page, StringComparison.Ordinal);
        Assert.Contains("Ураза-байрам", page, StringComparison.Ordinal);
        Assert.Contains("Постановление Правительства РФ от 24.09.2025 N 1466", page, StringComparison.Ordinal);
        Assert.Contains("247 рабочих дней", Plain(await client.Text("/calendar?year=2026")), StringComparison.Ordinal);

        var refused = await client.Post(
            "/calendar?year=2026",
            "Day",
            ("territory", "RU"),
            ("Input.Date", "2026-12-01"),
            ("Input.Basis", "")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Укажите основание: вид и номер акта.", Plain(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        var done = await client.Post(
            "/calendar?year=2026",
            "Day",
            ("territory", "RU"),
            ("Input.Date", "2026-12-01"),
            ("Input.Kind", "Off"),
            ("Input.Basis", "Указ № 7")
        );
        var after = Plain(await done.Content.ReadAsStringAsync());
        Assert.Contains("День записан.", after, StringComparison.Ordinal);
        Assert.Contains("246 рабочих дней", after, StringComparison.Ordinal);
        Assert.Contains("Указ № 7", after, StringComparison.Ordinal);

        var file = await client.Text("/calendar/export?year=2026&territory=RU.02");
        Assert.Contains("RU.02;2026-05-27;нерабочий;Курбан-байрам", file, StringComparison.Ordinal);
        using var reader = await site.SignedInClient("calendar-reader", "RU.74", Roles.Auditor);
        Assert.DoesNotContain("Добавить или изменить день", Plain(await reader.Text("/calendar")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_in_working_days_is_not_published_without_the_calendar_of_the_year()
    {
        site.Clock.SetUtcNow(new DateTimeOffset(2027, 9, 1, 8, 0, 0, TimeSpan.Zero));
        Assert.Equal(["Warning"], await Found("2 рабочих дня"));
        site.Clock.SetUtcNow(new DateTimeOffset(2027, 10, 1, 8, 0, 0, TimeSpan.Zero));
        Assert.Equal(["Error"], await Found("2 рабочих дня"));
        Assert.Empty(await Found("P2D"));
        site.Clock.SetUtcNow(new DateTimeOffset(2028, 2, 1, 8, 0, 0, TimeSpan.Zero));
        Assert.Equal(["Error", "Warning"], await Found("2 рабочих дня"));
    }

    [Fact]
    public async Task Administrators_are_told_from_October_on_that_the_next_year_has_no_calendar()
    {
        await site.CreateUser("october", "RU", Roles.Administrator);
        var watch = site.App.Services.GetServices<IHostedService>().OfType<AdministratorWatch>().Single();
        site.Clock.SetUtcNow(new DateTimeOffset(2027, 9, 30, 8, 0, 0, TimeSpan.Zero));
        await watch.Look(CancellationToken.None);
        Assert.Empty(await Column("select text as \"Value\" from notifications"));
        site.Clock.SetUtcNow(new DateTimeOffset(2027, 10, 1, 8, 0, 0, TimeSpan.Zero));
        await watch.Look(CancellationToken.None);
        await watch.Look(CancellationToken.None);
        Assert.Equal(["Нет производственного календаря на 2028 год"], await Column("select text as \"Value\" from notifications"));
        site.Clock.Advance(TimeSpan.FromDays(8));
        Assert.True((await site.Send("RU", Roles.Administrator, new AddCalendarYear(2028, "Постановление"))).IsOk);
        await watch.Look(CancellationToken.None);
        Assert.Single(await Column("select text as \"Value\" from notifications"));
    }

    private WorkingTimes Times => site.App.Services.GetRequiredService<WorkingTimes>();

    private Task<Result<Done, SetCalendarDayRefusal>> Set(string from, string territory) =>
        site.Send(from, Roles.Administrator, new SetCalendarDay(territory, Day, WorkingDayKind.Off, "Указ № 1", "День республики"));

    private async Task<List<string>> Found(string due)
    {
        var bundle = new TestProcess("counted").Start().User("do", ("role", "\"HrOfficer\""), ("due", $"\"{due}\"")).End().Bundle();
        return await site.AsSystem(services =>
            Task.FromResult(
                services
                    .GetServices<IBundleCheck>()
                    .OfType<CalendarChecks>()
                    .Single()
                    .Of(new CheckedBundle(bundle, ["counted"], [], null))
                    .Select(found => found.Severity.ToString())
                    .ToList()
            )
        );
    }

    private Task<List<string>> Column(string sql) => site.Look("RU", db => db.Database.SqlQueryRaw<string>(sql).ToListAsync());

    private static string Plain(string page) =>
        System.Text.RegularExpressions.Regex.Replace(
            WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(page, "<[^>]+>", "")).Replace('\u00a0', ' '),
            @"\s+",
            " "
        );
}
