using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Appointments.Sittings.Questions;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Commission;
using Reserve.Web.Tests.Features.Candidates;

namespace Reserve.Web.Tests.Features.Appointments;

/// <summary>Candidates about whom the commission of the site is asked.</summary>
internal static class QuestionSite
{
    public static IReadOnlyList<User> Everybody(this ApprovalSite site) => [site.Chair, .. site.Members];

    public static async Task Open(this ApprovalSite site, CommissionMeetingId meeting, params User[] present)
    {
        await site.Work();
        Assert.True((await site.As(site.Secretary, new CloseAgenda(meeting))).IsOk);
        site.Clock.Advance(TimeSpan.FromDays(20));
        await site.Work();
        var people = present.Length == 0 ? site.Everybody() : present;
        var opened = await site.As(site.Secretary, new OpenSitting(meeting, [.. people.Select(user => user.Id)]));
        Assert.True(opened.IsOk, opened.Reason);
        await site.Work();
    }

    public static async Task<AgendaItemId> Hear(this ApprovalSite site, SittingQuestionId question)
    {
        var item = await site.Site.Look(
            "RU",
            db => db.Set<AgendaItem>().Where(row => row.QuestionId == question && row.ClosedAt == null).Select(row => row.Id).SingleAsync()
        );
        var heard = await site.As(site.Secretary, new HearItem(item));
        Assert.True(heard.IsOk, heard.Reason);
        await site.Work();
        return item;
    }

    /// <summary>A candidate who has taken the test and waits for the commission.</summary>
    public static async Task<(CandidateId Candidate, SittingQuestionId Question)> Attested(this ApprovalSite site, string lastName)
    {
        var candidate = await site.Enrolled(lastName);
        await site.Site.CompleteCycle(
            candidate,
            "Plan",
            Roles.HrOfficer,
            """{"goals": "Цели", "mentor": "Наставник", "programme": "Extramural48"}"""
        );
        await site.Site.CompleteCycle(candidate, "Training", Roles.HrOfficer, """{"hours": 48, "score": 90}""", "passed");
        await site.Site.CompleteCycle(candidate, "Test", Roles.CommissionSecretary, """{"testScore": 80}""");
        return (candidate, await site.QuestionOf(candidate));
    }

    public static async Task<CandidateId> Enrolled(this ApprovalSite site, string lastName)
    {
        var registered = await site.Site.Send("RU.74", Roles.HrOfficer, Made.Candidate(lastName));
        Assert.True(registered.IsOk, registered.Reason);
        await site.Work();
        await site.Site.CompleteCycle(
            registered.Value,
            "CheckDocuments",
            Roles.HrOfficer,
            """
            {"questionnaire": true, "consent": true, "education": true, "submission": true, "selfNomination": false,
            "duplicate": false}
            """
        );
        await site.Site.CompleteCycle(registered.Value, "DecideEnrolment", Roles.HrOfficer, "{}", "enrol");
        return registered.Value;
    }

    public static Task<SittingQuestionId> QuestionOf(this ApprovalSite site, CandidateId candidate) =>
        site.Site.Look(
            "RU",
            db => db.Set<SittingQuestion>().Where(row => row.CandidateId == candidate).Select(row => row.Id).SingleAsync()
        );
}
