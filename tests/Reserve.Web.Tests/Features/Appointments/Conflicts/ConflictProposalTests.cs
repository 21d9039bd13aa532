using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Conflicts;

namespace Reserve.Web.Tests.Features.Appointments.Conflicts;

public sealed class ConflictProposalTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    [Fact]
    public async Task A_namesake_is_asked_and_answers_and_the_secretary_sees_it()
    {
        var relative = site.Members[0];
        await Rename(relative, "Олег Синицын");
        var id = await site.UnderExpertise();
        var asked = await Page(relative, id);
        Assert.Contains("Возможный конфликт интересов", asked, StringComparison.Ordinal);
        Assert.Contains("Одинаковая фамилия", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("Возможный конфликт интересов", await Page(site.Members[1], id), StringComparison.Ordinal);
        Assert.Contains("ждём ответа", await Page(site.Secretary, id), StringComparison.Ordinal);
        Assert.DoesNotContain("Возможные конфликты интересов", await Page(site.Officer, id), StringComparison.Ordinal);

        Assert.False((await site.As(relative, new DenyConflict(id, " "))).IsOk);
        Assert.Equal(DenyRefusal.NotAsked, (await site.As(site.Members[1], new DenyConflict(id, "Мы не знакомы."))).Refusal);
        var denied = await site.As(relative, new DenyConflict(id, "Однофамильцы."));
        Assert.True(denied.IsOk, denied.Reason);
        Assert.Equal(DenyRefusal.NotAsked, (await site.As(relative, new DenyConflict(id, "Ещё раз."))).Refusal);
        Assert.DoesNotContain("Возможный конфликт интересов", await Page(relative, id), StringComparison.Ordinal);
        Assert.Contains("Однофамильцы.", await Page(site.Secretary, id), StringComparison.Ordinal);

        var other = await site.UnderExpertise();
        Assert.True((await site.As(relative, new DeclareConflict(other, "Брат"))).IsOk);
        Assert.Contains("заявлен", await Page(site.Secretary, other), StringComparison.Ordinal);
        Assert.Equal(DenyRefusal.NotAsked, (await site.As(relative, new DenyConflict(other, "Нет."))).Refusal);
    }

    private Task Rename(User user, string name) =>
        site.Site.AsSystem(async services =>
        {
            var db = services.GetRequiredService<ReserveDb>();
            await db.Database.ExecuteSqlAsync($"update commission_members set name = {name} where user_id = {user.Id}");
            return true;
        });

    private async Task<string> Page(User user, AppointmentCaseId id)
    {
        using var client = await site.Site.Client();
        await client.SignIn(user.UserName!);
        return WebUtility.HtmlDecode(await client.Text($"/appointments/case/{id.Value}"));
    }
}
