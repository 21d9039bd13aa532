using System.Net;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Commands;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Tests.Features.Appointments;

/// <summary>Where the chair decides, what decides it is seen, and what the rule would refuse is said at the form.</summary>
public sealed class DecisionWorkspaceTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    [Fact]
    public async Task A_decision_that_the_rule_refuses_is_told_beside_its_field_and_the_task_stays()
    {
        var (id, task) = await site.ToDecide(Choice.Refuse);
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

        using var chair = await site.SignedIn(site.Chair);
        var opened = WebUtility.HtmlDecode(await chair.Text($"/tasks/{task.Run}/{task.Wait}"));
        Assert.Contains("Большинство против согласования", opened, StringComparison.Ordinal);
        Assert.Contains("Опыт достаточен.", opened, StringComparison.Ordinal);
        Assert.Contains("Отложить можно ещё", opened, StringComparison.Ordinal);
        Assert.True((await site.Decide(task, ("decision", "Refuse"), ("reason", "Vote"), ("text", "Большинство против."))).IsOk);
        await site.Work();
        Assert.Equal(CaseState.Refused, (await site.Case(id)).State);
    }

    [Fact]
    public async Task A_form_sent_with_a_refused_decision_comes_back_with_what_was_typed()
    {
        var (_, task) = await site.ToDecide(Choice.Refuse);
        using var chair = await site.SignedIn(site.Chair);
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
        var (id, task) = await site.ToDecide(Choice.Approve);
        Assert.True((await site.Decide(task, ("decision", "Approve"), ("conditions", "Стажировка до 1 марта"))).IsOk);
        await site.Work();
        var decision = await site.Site.Look("RU", db => db.Set<Decision>().AsNoTracking().SingleAsync(row => row.CaseId == id));
        Assert.Equal("Условия: Стажировка до 1 марта", decision.Text);
    }

    private const string FormPrefix = "f.";

    private async Task<IReadOnlyList<Problem>> Refused(ApprovalSite.OpenTask task, params (string Key, string Value)[] answers) =>
        Assert.IsType<TaskRefusal.BadAnswers>((await site.Decide(task, answers)).Refusal).Problems;
}
