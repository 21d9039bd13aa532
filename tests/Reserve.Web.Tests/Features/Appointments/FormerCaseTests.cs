using System.Net;
using Reserve.Web.Commands;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Sittings;

namespace Reserve.Web.Tests.Features.Appointments;

/// <summary>A case that was refused is brought again; a site of its own, for nobody else may have a case of the same person open.</summary>
public sealed class FormerCaseTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    [Fact]
    public async Task A_refused_case_is_submitted_again_and_both_cases_know_each_other()
    {
        var (id, task) = await site.ToDecide(Choice.Refuse);
        var former = await site.Case(id);
        var again = new SubmitRequest(former.Territory, former.PersonName, former.Position, "Программа доработана", Former: id);
        Assert.False((await site.As(site.Authority, again)).IsOk);
        Assert.True((await site.Decide(task, ("decision", "Refuse"), ("reason", "Programme"), ("text", "Программа не защищена."))).IsOk);
        await site.Work();

        using var authority = await site.SignedIn(site.Authority);
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
}
