using System.Net;
using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Notifications;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Inputs;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Candidates;

/// <summary>The shipped process with the real activities, from entering the candidate to the end of stage 7.</summary>
public sealed class ReserveCycleTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_candidate_goes_through_all_seven_stages()
    {
        await site.Start();
        var members = new List<User>();
        foreach (var name in (string[])["ex1", "ex2", "ex3"])
            members.Add(await site.CreateUser(name, "RU.74", Roles.CommissionMember));
        var officer = await site.CreateUser("hr1", "RU.74", Roles.HrOfficer);
        var chair = await site.CreateUser("chair1", "RU.74", Roles.CommissionChair);
        var id = (await site.Send("RU.74", Roles.HrOfficer, Made.Candidate("Сквозная"))).Value;
        await site.Work();

        // Nobody checks the papers in time: the HR officer is reminded, then it is told that the deadline has passed.
        var deadlines = site.App.Services.GetServices<IHostedService>().OfType<DeadlineWorker>().Single();
        foreach (var days in (int[])[4, 4])
        {
            site.Clock.Advance(TimeSpan.FromDays(days));
            await deadlines.TellDue(CancellationToken.None);
        }

        var told = await site.Look(
            "RU.74",
            db =>
                db.Set<Notification>()
                    .Where(row => row.UserId == officer.Id)
                    .OrderBy(row => row.Id)
                    .Select(row => row.IsEscalation)
                    .ToListAsync()
        );
        Assert.Equal([false, true], told);
        await site.CompleteCycle(
            id,
            "CheckDocuments",
            Roles.HrOfficer,
            """
            {"questionnaire": true, "consent": true, "education": true, "submission": true, "selfNomination": false,
            "duplicate": false}
            """
        );
        await site.CompleteCycle(id, "DecideEnrolment", Roles.HrOfficer, "{}", "enrol");
        var entry = await Entry(id);
        Assert.Equal((EntryStatus.InReserve, CycleStage.Development), (entry.Status, entry.Stage));
        Assert.Equal(site.Clock.GetUtcNow().AddYears(3), entry.TermEnds);

        await site.CompleteCycle(id, "Plan", Roles.HrOfficer, """{"goals": "Цели", "mentor": "Наставник", "programme": "Extramural48"}""");
        await site.CompleteCycle(id, "Training", Roles.HrOfficer, """{"hours": 48, "score": 90}""", "passed");
        await site.CompleteCycle(id, "Test", Roles.CommissionSecretary, """{"testScore": 80}""");
        await new AttestationSitting(site).Hold(id, chair, [.. members], (90, true), (80, true), (85, true), (85, false));
        await site.CompleteCycle(id, "CheckScore", Roles.HrOfficer, """{"dynamics": 60, "experiencePlan": 70, "contests": 100}""");
        entry = await Entry(id);
        Assert.Equal((ReserveZone.Pool, 75m, CycleStage.Use), (entry.Zone, entry.Score, entry.Stage));

        Assert.True(
            (await site.Send("RU.74", Roles.HrOfficer, new ProposeVacancy(id, "Начальник управления образования", "RU.74.01"))).IsOk
        );
        await site.Work();
        await site.CompleteCycle(id, "Shortlist", Roles.HrOfficer, "{}", "include");
        await site.CompleteCycle(id, "Answer", Roles.HrOfficer, "{}", "accept");
        await site.CompleteCycle(id, "Appoint", Roles.HrOfficer, """{"number": "12", "higherPost": true}""", "appointed");
        await site.CompleteCycle(id, "SupportPlan", Roles.HrOfficer, """{"measures": ["Mentoring"]}""");
        site.Clock.Advance(TimeSpan.FromDays(190));
        await site.Work();
        await site.CompleteCycle(id, "CheckSupport", Roles.HrOfficer, "{}", "done");
        await site.CompleteCycle(id, "Effect", Roles.HrOfficer, """{"appointed": true, "conclusion": "Работа с резервом эффективна"}""");

        entry = await Entry(id);
        Assert.Equal((EntryStatus.Closed, ClosingReason.Appointed), (entry.Status, entry.ClosingReason));
        var kinds = await site.Look(
            "RU.74",
            db => db.Set<CandidateRecord>().Where(row => row.CandidateId == id).Select(row => row.Kind).Distinct().ToListAsync()
        );
        Assert.Superset(
            new HashSet<RecordKind>
            {
                RecordKind.Plan,
                RecordKind.Training,
                RecordKind.Attestation,
                RecordKind.Rating,
                RecordKind.Offer,
                RecordKind.Appointment,
                RecordKind.SupportPlan,
                RecordKind.Effectiveness,
            },
            kinds.ToHashSet()
        );
        var papers = await site.Look(
            "RU.74",
            db =>
                db.Set<Web.Features.Papers.Paper>()
                    .Where(row => row.SubjectId == id.Value)
                    .OrderBy(row => row.CreatedAt)
                    .Select(row => row.Number)
                    .ToListAsync()
        );
        Assert.Equal(["У-2026-0001", "В-2026-0001"], papers);
        var code = await site.Look("RU", db => db.Set<Web.Features.Papers.PaperConfirmation>().Select(row => row.Code).SingleAsync());
        using var stranger = await site.Client();
        Assert.Contains("У-2026-0001", await stranger.Text($"/confirm/{code}"), StringComparison.Ordinal);
        Assert.NotEqual(0, await site.Look("RU.74", db => db.Set<Notification>().CountAsync()));
        using var client = await site.SignedInClient("looker", "RU.74", Roles.HrOfficer);
        var card = WebUtility.HtmlDecode(await client.Text($"/candidates/{id.Value}"));
        Assert.Contains("У-2026-0001", card, StringComparison.Ordinal);
        var pages = System.Text.RegularExpressions.Regex.Match(card, "href=\"(/papers/[0-9a-f-]+/pages)\"[^>]*У-2026-0001").Groups[1].Value;
        Assert.Contains("У-2026-0001", WebUtility.HtmlDecode(await client.Text(pages)), StringComparison.Ordinal);
        Assert.Contains("Балл = 75", card, StringComparison.Ordinal);
        Assert.Contains("правило 2: Балл: [30..90)", card, StringComparison.Ordinal);
        using var administrator = await site.SignedInClient("reader", "RU", Roles.Administrator);
        var run = await site.Look(
            "RU.74",
            db => db.Set<ReserveEntry>().Where(row => row.CandidateId == id).Select(row => row.RunId).SingleAsync()
        );
        Assert.Contains(
            "правило 2: Балл: [30..90)",
            WebUtility.HtmlDecode(await administrator.Text($"/processes/runs/{run}")),
            StringComparison.Ordinal
        );
        Assert.Contains("<?xml", await client.Text($"/candidates/{id.Value}/drawing"), StringComparison.Ordinal);

        // The whole case is explained by what its steps were given: played again, it comes to the same state.
        var played = await site.AsSystem(services =>
            services.GetRequiredService<StepInputs>().Replay(RunId.From(run!.Value), CancellationToken.None)
        );
        Assert.IsType<ReplayOutcome.Same>(played);
    }

    private Task<ReserveEntry> Entry(CandidateId id) =>
        site.Look("RU.74", db => db.Set<ReserveEntry>().SingleAsync(row => row.CandidateId == id && row.IsCurrent));
}
