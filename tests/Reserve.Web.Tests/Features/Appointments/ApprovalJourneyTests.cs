using Microsoft.EntityFrameworkCore;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Persons;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Tests.Features.Appointments;

/// <summary>Whole ways of a case through the shipped process.</summary>
public sealed class ApprovalJourneyTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    [Fact]
    public async Task A_request_by_mail_goes_through_opinions_sitting_and_votes_to_the_base_of_current_heads()
    {
        var id = await site.UnderExpertise();
        var experts = await site.Asked(id);
        Assert.Equal(3, experts.Count);
        Assert.True((await site.As(experts[0], new DeclareConflict(id, "Родственник"))).IsOk);
        Assert.True((await site.As(experts[1], new GiveOpinion(id, Verdict.Positive, "За."))).IsOk);
        Assert.True((await site.As(experts[2], new GiveOpinion(id, Verdict.Negative, "Нет опыта."))).IsOk);
        await site.Work();

        // The conflicted opinion does not count: the fourth member is asked.
        var fourth = Assert.Single(await site.Asked(id));
        Assert.DoesNotContain(fourth, experts);
        Assert.True((await site.As(fourth, new GiveOpinion(id, Verdict.Positive, "За."))).IsOk);
        await site.Work();
        var meeting = await site.Sitting(id, [site.Chair, .. site.Members]);
        Assert.Equal(CaseState.Sitting, (await site.Case(id)).State);
        await site.OpenVote(id);

        // Four vote, the conflicted member is not asked.
        Assert.Equal(4, (await site.Tasks(id)).Count(task => task.Element == "Vote"));
        foreach (var member in site.Members.Where(member => member != experts[0]))
            Assert.True((await site.As(member, new CastVote(id, Choice.Approve, null))).IsOk);
        Assert.True((await site.As(site.Chair, new CastVote(id, Choice.Refuse, "Особое мнение председателя"))).IsOk);
        await site.Work();
        await site.Complete(site.Chair, id, "Decide", null, new() { ["decision"] = ["Approve"] });
        await site.Protocol(meeting);
        Assert.Equal(CaseState.Approved, (await site.Case(id)).State);
        // The authority that issued the act enters it itself.
        var act = new EnterAct(id, "15-р", new DateOnly(2026, 12, 3), new DateOnly(2026, 12, 2), [new("акт.txt", "Приказ"u8.ToArray())]);
        Assert.IsType<Web.Commands.Rejection.Invalid>((await site.As(site.Authority, act)).Rejection);
        var entered = await site.As(site.Authority, act with { StartsOn = new DateOnly(2026, 12, 10) });
        Assert.True(entered.IsOk, entered.Reason);
        await site.Work();

        var appointment = await site.Case(id);
        Assert.Equal(CaseState.Appointed, appointment.State);
        var tenure = await site.Site.Look("RU", db => db.Set<Tenure>().SingleAsync(row => row.CaseId == id.Value));
        Assert.Equal(("15-р", new DateOnly(2026, 12, 10)), (tenure.ActNumber, tenure.StartsOn));
        Assert.Equal(["case/acknowledged", "case/approved"], await Letters(id));
        Assert.Empty(await site.Elements(id));
    }

    [Fact]
    public async Task An_incomplete_set_goes_back_once_and_is_refused_the_second_time()
    {
        var id = await site.Registered();
        await site.CheckDocuments(id, "submission");
        var appointment = await site.Case(id);
        Assert.Equal((CaseState.Returned, 1), (appointment.State, appointment.Returns));
        Assert.Contains("Нет анкеты", appointment.Defects);
        Assert.True((await site.As(site.Authority, new SubmitCorrection(id, "Исправлено"))).IsOk);
        await site.Work();
        await site.CheckDocuments(id);

        var decision = await site.Site.Look("RU", db => db.Set<Decision>().SingleAsync(row => row.CaseId == id));
        Assert.Equal((DecisionKind.Refuse, RefusalReason.Incomplete), (decision.Kind, decision.Reason));
        Assert.Equal(CaseState.Refused, (await site.Case(id)).State);
        Assert.Equal(["case/acknowledged", "case/refused", "case/returned"], await Letters(id));
    }

    [Fact]
    public async Task A_tie_is_decided_by_the_chair_and_a_decision_against_the_vote_is_refused_at_the_form()
    {
        var (id, _) = await site.Voting(site.Chair, site.Members[0], site.Members[1], site.Members[2]);
        Assert.True((await site.As(site.Members[0], new CastVote(id, Choice.Approve, null))).IsOk);
        Assert.True((await site.As(site.Members[1], new CastVote(id, Choice.Approve, null))).IsOk);
        Assert.True((await site.As(site.Members[2], new CastVote(id, Choice.Refuse, null))).IsOk);
        Assert.True((await site.As(site.Chair, new CastVote(id, Choice.Refuse, null))).IsOk);
        await site.Work();
        var task = Assert.Single(await site.Tasks(id));
        var against = new RawAnswers(new Dictionary<string, string[]> { ["decision"] = ["Approve"] }, []);
        Assert.False((await site.As(site.Chair, new CompleteTask(new RunId(task.Run), (int)task.Wait, against, null))).IsOk);
        Assert.Contains("Decide", await site.Elements(id));
        await site.Complete(
            site.Chair,
            id,
            "Decide",
            null,
            new()
            {
                ["decision"] = ["Refuse"],
                ["reason"] = ["Vote"],
                ["text"] = ["По итогам голосования"],
            }
        );
        Assert.Equal(CaseState.Refused, (await site.Case(id)).State);
        var decision = await site.Site.Look("RU", db => db.Set<Decision>().SingleAsync(row => row.CaseId == id));
        Assert.Contains("председатель против", decision.VoteResult, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_postponed_case_comes_back_to_another_sitting_where_everybody_votes_anew()
    {
        var (id, first) = await site.Voting();
        foreach (var member in site.Members.Append(site.Chair))
            Assert.True((await site.As(member, new CastVote(id, Choice.Approve, null))).IsOk);
        await site.Work();
        var day = DateOnly
            .FromDateTime(site.Clock.GetUtcNow().UtcDateTime)
            .AddDays(10)
            .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await site.Complete(
            site.Chair,
            id,
            "Decide",
            null,
            new()
            {
                ["decision"] = ["Postpone"],
                ["text"] = ["Дополнить программу"],
                ["postponedUntil"] = [day],
            }
        );
        Assert.Equal([], await site.Elements(id));
        Assert.Equal(CaseState.Postponed, (await site.Case(id)).State);
        Assert.Empty(await site.Elements(id));
        Assert.True((await site.As(site.Secretary, new HoldSitting(first))).IsOk);
        site.Clock.Advance(TimeSpan.FromDays(11));
        await site.Work();
        await site.Sitting(id, site.Chair, site.Members[0], site.Members[1]);
        await site.OpenVote(id);
        Assert.True((await site.As(site.Members[0], new CastVote(id, Choice.Approve, null))).IsOk);
    }

    [Fact]
    public async Task Without_a_quorum_the_case_returns_to_the_agenda()
    {
        var id = await site.ReadyForAgenda();
        var meeting = await site.Sitting(id, site.Chair, site.Members[0]);
        var item = await site.Item(id);
        Assert.Equal(MeetingRefusal.NoQuorum, (await site.As(site.Secretary, new OpenVote(item, BallotKind.Open))).Refusal);
        Assert.Equal(["Hear"], await site.Elements(id));
        Assert.True((await site.As(site.Secretary, new ReleaseItem(item, "Нет кворума"))).IsOk);
        await site.Work();
        Assert.Equal(["Agenda"], await site.Elements(id));
        Assert.True((await site.As(site.Secretary, new HoldSitting(meeting))).IsOk);
        await site.Sitting(id, site.Chair, site.Members[0], site.Members[1]);
        Assert.Equal(["Hear"], await site.Elements(id));
    }

    [Fact]
    public async Task A_withdrawn_request_ends_the_case_and_takes_the_tasks_away()
    {
        var id = await site.UnderExpertise();
        Assert.True((await site.As(site.Authority, new WithdrawRequest(id, "Кандидат снят"))).IsOk);
        await site.Work();
        Assert.Equal(CaseState.Withdrawn, (await site.Case(id)).State);
        Assert.Empty(await site.Elements(id));
        Assert.Contains("case/withdrawn", await Letters(id));
        var again = await site.As(site.Authority, new WithdrawRequest(id, "Ещё раз"));
        Assert.Equal(WithdrawRefusal.AlreadyClosed, again.Refusal);
    }

    [Fact]
    public async Task When_the_members_run_out_the_secretary_names_the_experts()
    {
        var id = await site.UnderExpertise();
        foreach (var expert in await site.Asked(id))
            Assert.True((await site.As(expert, new DeclareConflict(id, null))).IsOk);
        await site.Work();
        Assert.Equal(["ChooseExperts"], await site.Elements(id));
        Assert.IsType<ChooseExpertsRefusal.NobodyChosen>((await site.As(site.Secretary, new ChooseExperts(id, []))).Refusal);
        Assert.IsType<ChooseExpertsRefusal.UnknownPerson>(
            (await site.As(site.Secretary, new ChooseExperts(id, [site.Officer.Id]))).Refusal
        );
        var conflicted = await site.Site.Look(
            "RU",
            db => db.Set<ConflictOfInterest>().Where(row => row.CaseId == id).Select(row => row.UserId).ToListAsync()
        );
        Assert.IsType<ChooseExpertsRefusal.CannotJudge>((await site.As(site.Secretary, new ChooseExperts(id, [conflicted[0]]))).Refusal);
        var left = site.Members.Single(member => !conflicted.Contains(member.Id));
        Assert.True((await site.As(site.Secretary, new ChooseExperts(id, [left.Id]))).IsOk);
        Assert.Equal(left, Assert.Single(await site.Asked(id)));
        Assert.IsType<ChooseExpertsRefusal.CannotJudge>((await site.As(site.Secretary, new ChooseExperts(id, [left.Id]))).Refusal);
    }

    private Task<List<string>> Letters(AppointmentCaseId id) => site.Site.Look("RU", async db => (
                    await db
                        .Database.SqlQuery<string>(
                            $"""
                            select payload->>'template' as "Value" from outbox where kind = 'case-mail' and payload->>'case' =
                            {id.Value.ToString()}
                            """
                        )
                        .ToListAsync()
                ).Select(template => "case/" + template).Order(StringComparer.Ordinal).ToList());
}
