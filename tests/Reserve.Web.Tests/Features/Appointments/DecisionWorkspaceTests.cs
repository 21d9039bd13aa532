using System.Net;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Appointments;

/// <summary>Where the chair decides, what decides it is seen, and what the rule would refuse is said at the form.</summary>
public sealed class DecisionWorkspaceTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    [Fact]
    public async Task A_decision_that_the_rule_refuses_is_told_beside_its_field_and_the_task_stays()
    {
        var (id, task) = await ToDecide(Choice.Refuse);
        Assert.Equal(
            new Problem("decision", "Решение расходится с итогом голосования."),
            Assert.Single(await Refused(task, ("decision", "Approve"), ("text", "Всё равно")))
        );
        Assert.Equal("reason", Assert.Single(await Refused(task, ("decision", "Refuse"), ("text", "Потому"))).Field);
        Assert.Equal("text", Assert.Single(await Refused(task, ("decision", "Refuse"), ("reason", "Vote"))).Field);
        var late = site.Clock.GetUtcNow().AddDays(31).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal("postponedUntil", Assert.Single(await Refused(task, ("decision", "Postpone"), ("postponedUntil", late))).Field);
        Assert.Equal(["Decide"], await site.Elements(id));
        Assert.False(await site.Site.Look("RU", db => db.Set<Decision>().AnyAsync(row => row.CaseId == id)));

        using var chair = await Client(site.Chair);
        var opened = WebUtility.HtmlDecode(await chair.Text($"/tasks/{task.Run}/{task.Wait}"));
        Assert.Contains("Большинство против согласования", opened, StringComparison.Ordinal);
        Assert.Contains("Опыт достаточен.", opened, StringComparison.Ordinal);
        Assert.Contains("Отложить можно ещё", opened, StringComparison.Ordinal);
        Assert.True((await Try(task, ("decision", "Refuse"), ("reason", "Vote"), ("text", "Большинство против."))).IsOk);
        await site.Work();
        Assert.Equal(CaseState.Refused, (await site.Case(id)).State);
    }

    [Fact]
    public async Task A_form_sent_with_a_refused_decision_comes_back_with_what_was_typed()
    {
        var (_, task) = await ToDecide(Choice.Refuse);
        using var chair = await Client(site.Chair);
        var answer = await chair.Post(
            $"/tasks/{task.Run}/{task.Wait}",
            null,
            (FormPrefix + "decision", "Approve"),
            (FormPrefix + "text", "Написанное сохраняется")
        );
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Решение расходится с итогом голосования.", page, StringComparison.Ordinal);
        Assert.Contains("Написанное сохраняется", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conditions_of_an_approval_stand_in_the_decision()
    {
        var (id, task) = await ToDecide(Choice.Approve);
        Assert.True((await Try(task, ("decision", "Approve"), ("conditions", "Стажировка до 1 марта"))).IsOk);
        await site.Work();
        var decision = await site.Site.Look("RU", db => db.Set<Decision>().AsNoTracking().SingleAsync(row => row.CaseId == id));
        Assert.Equal("Условия: Стажировка до 1 марта", decision.Text);
    }

    [Fact]
    public async Task A_refused_case_is_submitted_again_and_both_cases_know_each_other()
    {
        var (id, task) = await ToDecide(Choice.Refuse);
        var former = await site.Case(id);
        var again = new SubmitRequest(former.Territory, former.PersonName, former.Position, "Программа доработана", Former: id);
        Assert.False((await site.As(site.Authority, again)).IsOk);
        Assert.True((await Try(task, ("decision", "Refuse"), ("reason", "Programme"), ("text", "Программа не защищена."))).IsOk);
        await site.Work();

        using var authority = await Client(site.Authority);
        Assert.Contains(
            "Подать снова",
            WebUtility.HtmlDecode(await authority.Text($"/appointments/case/{id.Value}")),
            StringComparison.Ordinal
        );
        var form = WebUtility.HtmlDecode(await authority.Text($"/appointments/new?former={id.Value}"));
        Assert.Contains(former.PersonName, form, StringComparison.Ordinal);
        Assert.Contains("Программа не защищена.", form, StringComparison.Ordinal);
        Assert.Equal(SubmitRequestRefusal.FormerIsOther, (await site.As(site.Authority, again with { Territory = "RU.74.08" })).Refusal);
        Assert.IsType<Rejection.Invalid>((await site.As(site.Authority, again with { Appeal = true, Note = null })).Rejection);
        var made = await site.As(site.Authority, again with { Appeal = true });
        Assert.True(made.IsOk, made.Reason);
        await site.Work();
        var next = WebUtility.HtmlDecode(await authority.Text($"/appointments/case/{made.Value.Case.Value}"));
        Assert.Contains(former.Number, next, StringComparison.Ordinal);
        Assert.Contains("Программа не защищена.", next, StringComparison.Ordinal);
        var page = WebUtility.HtmlDecode(await authority.Text($"/appointments/case/{id.Value}"));
        Assert.Contains(made.Value.Number, page, StringComparison.Ordinal);
        Assert.DoesNotContain("Подать снова<", page, StringComparison.Ordinal);
    }

    private const string FormPrefix = "f.";

    private async Task<(AppointmentCaseId Case, ApprovalSite.OpenTask Task)> ToDecide(Choice majority)
    {
        var (id, _) = await site.Voting();
        foreach (var voter in site.Members.Append(site.Chair))
            Assert.True((await site.As(voter, new CastVote(id, majority, null))).IsOk);
        await site.Work();
        return (id, Assert.Single(await site.Tasks(id)));
    }

    private Task<Result<Done, TaskRefusal>> Try(ApprovalSite.OpenTask task, params (string Key, string Value)[] answers) =>
        site.As(
            site.Chair,
            new CompleteTask(
                new RunId(task.Run),
                (int)task.Wait,
                new RawAnswers(answers.ToDictionary(answer => answer.Key, answer => new[] { answer.Value }), []),
                null
            )
        );

    private async Task<IReadOnlyList<Problem>> Refused(ApprovalSite.OpenTask task, params (string Key, string Value)[] answers) =>
        Assert.IsType<TaskRefusal.BadAnswers>((await Try(task, answers)).Refusal).Problems;

    private async Task<SiteClient> Client(User user)
    {
        var client = await site.Site.Client();
        await client.SignIn(user.UserName!);
        return client;
    }
}
