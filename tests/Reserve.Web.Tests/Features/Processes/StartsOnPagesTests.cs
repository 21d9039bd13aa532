using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reserve.Web.Access;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Starts;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Processes;

/// <summary>What begins by itself, on the page of its process and on «Состояние».</summary>
public sealed class StartsOnPagesTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly (string, string) Officer = ("role", "\"HrOfficer\"");

    [Fact]
    public async Task The_page_of_a_process_shows_moments_and_runs_and_pauses_with_a_reason()
    {
        await site.Deploy(new TestProcess("shown-timer").TimerStart("timeCycle", "R/P7D").User("ask", Officer).End().Bundle());
        site.Clock.Advance(TimeSpan.FromDays(22));
        await Begin();
        using var administrator = await site.SignedInClient("starts-admin", "RU", Roles.Administrator);
        var page = Plain(await administrator.Text("/processes/shown-timer"));
        Assert.Contains("По времени, через каждые: 7 дней", page, StringComparison.Ordinal);
        Assert.Contains("Следующие моменты", page, StringComparison.Ordinal);
        Assert.Contains("с опозданием: срок был", page, StringComparison.Ordinal);
        Assert.Contains("пропущено ещё: 2 момента", page, StringComparison.Ordinal);
        var id = await Value("select id::text as \"Value\" from process_start where key = 'shown-timer'");
        var empty = Plain(
            await (
                await administrator.Post("/processes/shown-timer", "PauseStart", ("start", id), ("reason", ""))
            ).Content.ReadAsStringAsync()
        );
        Assert.Contains("Напишите, почему.", empty, StringComparison.Ordinal);
        var paused = Plain(
            await (
                await administrator.Post("/processes/shown-timer", "PauseStart", ("start", id), ("reason", "ждём приказа"))
            ).Content.ReadAsStringAsync()
        );
        Assert.Contains("Начало приостановлено.", paused, StringComparison.Ordinal);
        Assert.Contains("На паузе: ждём приказа", paused, StringComparison.Ordinal);
        var resumed = Plain(
            await (
                await administrator.Post("/processes/shown-timer", "ResumeStart", ("start", id), ("reason", "вышел"))
            ).Content.ReadAsStringAsync()
        );
        Assert.Contains("Начало возобновлено.", resumed, StringComparison.Ordinal);
        // A region sees it and does not hold what is for all; an auditor neither.
        using var regional = await site.SignedInClient("starts-region", "RU.74", Roles.Administrator);
        Assert.DoesNotContain("PauseStart", await regional.Text("/processes/shown-timer"), StringComparison.Ordinal);
        Assert.Contains("Следующие моменты", await regional.Text("/processes/shown-timer"), StringComparison.Ordinal);
        await regional.Post("/processes/shown-timer", "PauseStart", ("start", id), ("reason", "не моё"));
        Assert.Equal("", await Value("select coalesce(paused_reason, '') as \"Value\" from process_start where key = 'shown-timer'"));
        using var auditor = await site.SignedInClient("starts-auditor", "RU", Roles.Auditor);
        Assert.DoesNotContain("PauseStart", await auditor.Text("/processes/shown-timer"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_condition_is_shown_with_what_it_watches_and_its_faults()
    {
        await site.Deploy(
            new TestProcess("shown-condition")
                .ConditionStart("data.kind = \"Region\" and data.nothing > 1", ("source", "Territory"))
                .User("ask", Officer)
                .End()
                .Bundle()
        );
        await Begin();
        using var administrator = await site.SignedInClient("watch-admin", "RU", Roles.Administrator);
        var page = Plain(await administrator.Text("/processes/shown-condition"));
        Assert.Contains("По условию над данными «Территория»", page, StringComparison.Ordinal);
        Assert.Contains("О том, что подходило уже при публикации, дела не начинаются.", page, StringComparison.Ordinal);
        Assert.Contains("Условие не вычислилось", page, StringComparison.Ordinal);
        Assert.Contains("Процессы, которые не начались сами", Plain(await administrator.Text("/state")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_fails_stands_on_the_page_of_the_state_until_it_succeeds()
    {
        await site.Deploy(new TestProcess("shown-failure").TimerStart("timeCycle", "R/P1D").User("ask", Officer).End().Bundle());
        await Value(
            """
            with u as (update process_start set problem = 'нет связи', problem_at = now() where key = 'shown-failure' returning 1)
            select 'x' as "Value" from u
            """
        );
        using var administrator = await site.SignedInClient("failure-admin", "RU", Roles.Administrator);
        var page = Plain(await administrator.Text("/state"));
        Assert.Contains("нет связи", page, StringComparison.Ordinal);
        var id = await Value("select id::text as \"Value\" from process_start where key = 'shown-failure'");
        var told = Plain(
            await (await administrator.Post("/processes/shown-failure", "RetryStart", ("start", id))).Content.ReadAsStringAsync()
        );
        Assert.Contains("Начало будет повторено сейчас же.", told, StringComparison.Ordinal);
        site.Clock.Advance(TimeSpan.FromDays(1));
        await Begin();
        Assert.DoesNotContain("нет связи", await administrator.Text("/state"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishing_refuses_a_condition_without_data_and_schedules_a_timer()
    {
        var timer = new TestProcess("published").TimerStart("timeCycle", "R/P1D").User("ask", Officer).End();
        var condition = new TestProcess("published").ConditionStart("true").User("ask", Officer).End();
        Assert.Contains("start-never-comes", await Publish(condition.Xml()), StringComparison.Ordinal);
        Assert.Equal("", await Publish(timer.Xml()));
        Assert.Equal("waiting", await Value("select state as \"Value\" from process_start where key = 'published'"));
    }

    private Task<string> Publish(string xml) =>
        site.As(
            "RU",
            [Roles.Administrator],
            async services =>
            {
                var mediator = services.GetRequiredService<MediatR.IMediator>();
                var draft = await services.GetRequiredService<Reserve.Web.Runtime.Steps.ProcessQueries>().Draft("published", null, default);
                var saved = await mediator.Send(new SaveProcessDraft("published", null, xml, draft?.RowVersion));
                var published = await mediator.Send(new PublishProcess("published", null, $"process.bpmn {saved.Value.RowVersion}"));
                return published.IsOk ? ""
                    : published.Refusal is PublishRefusal.Unsound unsound
                        ? string.Join(' ', unsound.Diagnostics.Select(found => found.Code))
                    : published.Reason!;
            }
        );

    private async Task Begin()
    {
        var worker = site.App.Services.GetServices<IHostedService>().OfType<StartWorker>().Single();
        while (await worker.DoDue(CancellationToken.None) > 0) { }
    }

    private static string Plain(string page) =>
        Regex.Replace(WebUtility.HtmlDecode(Regex.Replace(page, "<[^>]+>", "")).Replace('\u00a0', ' '), @"\s+", " ");

    private async Task<string> Value(string sql) =>
        (await site.Look("RU", db => db.Database.SqlQueryRaw<string>(sql).ToListAsync())).Single();
}
