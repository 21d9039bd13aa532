using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Rules;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Features.Candidates;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Rules;

/// <summary>Who would change zone, told before publishing.</summary>
public sealed class RuleTrialTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task The_trial_counts_who_would_change_zone_and_names_them()
    {
        await site.Start();
        using var admin = await site.SignedInClient("trial-admin", "RU", Roles.Administrator);
        await Scoring.Deploy(site, "zones");
        var candidate = (await site.Send("RU.74", Roles.HrOfficer, Made.Candidate("Переходящая"))).Value;
        await Scoring.Start(site, "zones", 50, new Subject("candidate", candidate.Value.ToString()), "RU.74.01");
        await Scoring.Start(site, "zones", 95);
        await Scoring.Start(site, "zones", 10);

        await admin.Post("/rules/zones/band/edit", "Save", ("xml", Scoring.Rules(risk: 60)));
        var page = WebUtility.HtmlDecode(await admin.Text("/rules/zones/band/trial"));
        var result = await Trial("RU", "zones", Scoring.Rules(risk: 60), all: true);

        Assert.Equal((3, 2, 1, 0, 3), (result.Evaluated, result.Unchanged, result.Changed, result.Failed, result.Total));
        Assert.Equal(new ZoneMove("Pool", "Risk", 1), Assert.Single(result.Moves));
        Assert.Contains("Из запаса в зону риска: <strong>1</strong>", page, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"/candidates/{candidate.Value}\">Переходящая Анна Тестовна</a>", page, StringComparison.Ordinal);
        Assert.Contains("Из запаса", await admin.Text("/rules/zones/band/trial?handler=Summary"), StringComparison.Ordinal);
        var export = await admin.Get("/rules/zones/band/trial?handler=Export");
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", export.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_trial_shows_the_callers_own_territory_only()
    {
        await site.Start();
        using var elsewhere = await site.SignedInClient("other-region", "RU.66", Roles.Administrator);
        await Scoring.Deploy(site, "bounded");
        var candidate = (await site.Send("RU.74", Roles.HrOfficer, Made.Candidate("Закрытая"))).Value;
        await Scoring.Start(site, "bounded", 50, new Subject("candidate", candidate.Value.ToString()), "RU.74.01");
        await elsewhere.Post("/rules/bounded/band/edit?territory=RU.66", "Save", ("xml", Scoring.Rules(risk: 60)));

        Assert.Equal(0, (await Trial("RU.66", "bounded", Scoring.Rules(risk: 60))).Evaluated);
        Assert.Equal(1, (await Trial("RU.74", "bounded", Scoring.Rules(risk: 60))).Changed);
        Assert.Equal(1, (await Trial("RU", "bounded", Scoring.Rules(risk: 60), forTerritory: "RU.74")).Changed);
        Assert.Equal(0, (await Trial("RU", "bounded", Scoring.Rules(risk: 60), forTerritory: "RU.7")).Evaluated);
        Assert.DoesNotContain(
            "Закрытая",
            await elsewhere.Text("/rules/bounded/band/trial?territory=RU.66&all=true"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("Закрытая", await elsewhere.Text("/rules/bounded/band/edit?territory=RU.66"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_computed_is_counted_apart_and_says_why()
    {
        await site.Start();
        await Scoring.Deploy(site, "failing");
        await Scoring.Start(site, "failing", 50);

        var gone = await Trial("RU", "failing", Scoring.Rules().Replace("id=\"band\"", "id=\"other\"", StringComparison.Ordinal));
        var gap = await Trial("RU", "failing", Scoring.Rules().Replace("[30..90)", "[30..40)", StringComparison.Ordinal));

        Assert.Equal((0, 1), (gone.Changed, gone.Failed));
        Assert.Contains("нет решения", gone.Rows[0].Problem, StringComparison.Ordinal);
        Assert.NotEqual(0, gap.Changed + gap.Failed);
    }

    [Fact]
    public async Task The_latest_decision_of_each_run_and_step_counts_in_ten_thousand_cases()
    {
        await site.Start();
        await Scoring.Deploy(site, "many");
        var run = await Scoring.Start(site, "many", 50);
        await site.AsSystem(async services =>
        {
            var db = services.GetRequiredService<ReserveDb>();
            await db.Database.ExecuteSqlAsync(
                $"""
                with made as (
                    insert into process_run (id, definition_id, status, version, state, territory, started_by, started_at)
                    select gen_random_uuid(), definition_id, status, version, state, territory, started_by, started_at from process_run,
                    generate_series(1, 10000) where id = {run.Value}
                    returning id)
                insert into decision_record (run_id, wait_id, territory, element_id, decision, at, inputs, output, explanation)
                select m.id, d.wait_id, d.territory, d.element_id, d.decision, d.at, d.inputs, d.output, d.explanation from made m,
                decision_record d where d.run_id = {run.Value}
                """
            );
            // An older decision of the first run, by other points: superseded.
            await db.Database.ExecuteSqlAsync(
                $$"""
                insert into decision_record (run_id, wait_id, territory, element_id, decision, at, inputs, output, explanation)
                select run_id, 9999, territory, element_id, decision, at - interval '1 day', '{"points": 95}',
                '{"zone": "Priority", "note": "а"}', explanation from decision_record where run_id = {{run.Value}}
                """
            );
            return 0;
        });

        var result = await Trial("RU", "many", Scoring.Rules(risk: 60));

        Assert.Equal((10_001, 10_001, 0), (result.Evaluated, result.Changed, result.Unchanged));
        Assert.Equal(50, result.Rows.Count);
    }

    [Fact]
    public async Task Ended_cases_are_tried_only_when_asked_for()
    {
        await site.Start();
        await Scoring.Deploy(site, "ended");
        await Scoring.Start(site, "ended", 50);
        await Complete(await Scoring.Start(site, "ended", 50));

        Assert.Equal(1, (await Trial("RU", "ended", Scoring.Rules(risk: 60))).Evaluated);
        Assert.Equal(2, (await Trial("RU", "ended", Scoring.Rules(risk: 60), ended: true)).Evaluated);
    }

    [Fact]
    public async Task Begun_cases_move_to_the_new_rule_when_asked_and_their_drawing_is_the_same()
    {
        await site.Start();
        using var admin = await site.SignedInClient("mover", "RU", Roles.Administrator);
        await Scoring.Deploy(site, "moved");
        var otherDrawing = await Scoring.Start(site, "moved", 50);
        await Scoring.Deploy(site, "moved", wait: true);
        var begun = await Scoring.Start(site, "moved", 50);
        var stays = await Scoring.Start(site, "moved", 50);

        await admin.Post("/rules/moved/band/edit", "Save", ("xml", Scoring.Rules(risk: 40)));
        Assert.Contains(
            "Опубликована версия 3.",
            await (await admin.Post("/rules/moved/band/edit", "Publish", ("rowVersion", "1"))).Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        await Complete(stays);
        await admin.Post("/rules/moved/band/edit", "Save", ("xml", Scoring.Rules(risk: 60)));
        var receipt = await (
            await admin.Post("/rules/moved/band/edit", "Publish", ("rowVersion", "1"), ("moveRuns", "true"))
        ).Content.ReadAsStringAsync();
        await site.Work();
        await Complete(begun);

        Assert.Contains("Опубликована версия 4. Начатых дел переводится: 2.", receipt, StringComparison.Ordinal);
        Assert.Equal("Pool", await Title(stays));
        Assert.Equal("Risk", await Title(begun));
        Assert.Equal((4, 1, 4), (await Version(begun), await Version(otherDrawing), await Version(stays)));
        await Complete(begun);
        Assert.Equal(
            "completed",
            await site.Look(
                "RU",
                db => db.Database.SqlQuery<string>($"select status as \"Value\" from process_run where id = {begun.Value}").SingleAsync()
            )
        );
    }

    private Task<TrialResult> Trial(
        string territory,
        string process,
        string xml,
        bool all = false,
        string? forTerritory = null,
        bool ended = false
    ) =>
        site.As(
            territory,
            [Roles.Administrator],
            services =>
                services
                    .GetRequiredService<RuleTrials>()
                    .Run(new RulePlace(process, forTerritory, "band"), xml, ended, all, 0, 50, CancellationToken.None)
        );

    private Task<string> Title(RunId run) =>
        site.Look(
            "RU",
            db =>
                db.Database.SqlQuery<string>($"select title as \"Value\" from task where run_id = {run.Value} and state = 'open'")
                    .SingleAsync()
        );

    private Task<int> Version(RunId run) =>
        site.Look(
            "RU",
            db =>
                db.Database.SqlQuery<int>(
                        $"""
                        select d.version as "Value" from process_run r join process_definition d on d.id = r.definition_id
                        where r.id = {run.Value}
                        """
                    )
                    .SingleAsync()
        );

    private Task<int> Complete(RunId run) =>
        site.As(
            "RU",
            [Roles.HrOfficer],
            async services =>
            {
                var db = services.GetRequiredService<ReserveDb>();
                await using var transaction = await db.Database.BeginTransactionAsync();
                var wait = await db
                    .Database.SqlQuery<int>($"select wait_id::int as \"Value\" from task where run_id = {run.Value} and state = 'open'")
                    .SingleAsync();
                var done = await services
                    .GetRequiredService<ProcessRuntime>()
                    .CompleteTask(run, wait, Engine.Feel.FeelContext.Empty, null, CancellationToken.None);
                Assert.True(done.IsOk, done.Reason);
                await transaction.CommitAsync();
                return 0;
            }
        );
}
