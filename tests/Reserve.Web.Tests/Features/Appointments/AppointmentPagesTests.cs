using System.Net;
using Reserve.Web.Access;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Tests.Features.Appointments;

/// <summary>The pages as a browser without scripts meets them.</summary>
public sealed class AppointmentPagesTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    [Fact]
    public async Task A_case_is_found_by_number_person_and_state_and_hidden_from_other_regions()
    {
        var id = await site.Registered();
        var number = (await site.Case(id)).Number;
        using var officer = await site.Site.SignedInClient("pages-hr", "RU.74", Roles.HrOfficer);
        Assert.Contains(number, await officer.Text($"/appointments?q={number}"), StringComparison.Ordinal);
        Assert.Contains(number, await officer.Text("/appointments?q=синицына&sort=-number"), StringComparison.Ordinal);
        Assert.Contains(number, await officer.Text("/appointments?state=Checking"), StringComparison.Ordinal);
        Assert.DoesNotContain(number, await officer.Text("/appointments?state=Refused"), StringComparison.Ordinal);
        Assert.Contains("Нет анкеты", await officer.Text($"/appointments?q=Нет анкеты"), StringComparison.Ordinal);
        using var other = await site.Site.SignedInClient("pages-hr-66", "RU.66", Roles.HrOfficer);
        Assert.DoesNotContain(number, await other.Text("/appointments?state=all"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Get($"/appointments/case/{id.Value}")).StatusCode);
    }

    [Fact]
    public async Task An_opinion_and_a_vote_are_given_on_the_page_of_the_case()
    {
        var id = await site.UnderExpertise();
        var expert = (await site.Asked(id))[0];
        using var client = await site.SignedIn(expert);
        var page = await client.Text($"/appointments/case/{id.Value}");
        Assert.Contains("Ваше заключение", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-bpmn-viewer", page, StringComparison.Ordinal);
        Assert.Contains("data-bpmn-viewer", await client.Text($"/appointments/case/{id.Value}?tab=drawing"), StringComparison.Ordinal);
        await client.Post($"/appointments/case/{id.Value}", "Opinion", ("verdict", "Positive"), ("text", "Опыт есть."));
        page = await client.Text($"/appointments/case/{id.Value}");
        Assert.Contains("Опыт есть.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Ваше заключение", page, StringComparison.Ordinal);
        Assert.Contains("<bpmn:definitions", await client.Text($"/appointments/case/{id.Value}?handler=Drawing"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_region_sees_that_opinions_were_given_but_not_what_they_say()
    {
        var id = await site.UnderExpertise();
        var expert = (await site.Asked(id))[0];
        Assert.True((await site.As(expert, new GiveOpinion(id, Verdict.Negative, "Тайное обоснование"))).IsOk);
        using var client = await site.Site.SignedInClient("pages-ministry", "RU.74", Roles.RegionalAuthority);
        var page = await client.Text($"/appointments/case/{id.Value}");
        Assert.DoesNotContain("Тайное обоснование", page, StringComparison.Ordinal);
        Assert.Contains("дано", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_open_for_their_roles_only()
    {
        using var member = await site.Site.SignedInClient("pages-member", "RU.74", Roles.CommissionMember);
        Assert.Equal(HttpStatusCode.OK, (await member.Get("/appointments/heads?q=Синицына&former=true")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await member.Get("/appointments/meetings")).StatusCode);
        Assert.Equal("/denied", (await member.Get("/appointments/new")).RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal("/denied", (await member.Get("/appointments/senders")).RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal("/denied", (await member.Get("/appointments/members")).RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task A_secretary_sets_a_meeting_and_an_authority_registers_a_request()
    {
        using var secretary = await site.Site.SignedInClient("pages-secretary", "RU.74", Roles.CommissionSecretary);
        var bad = await secretary.Post("/appointments/meetings", null, ("Input.Territory", "RU.74"), ("Input.Place", ""));
        Assert.Contains("Укажите дату и время.", await bad.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var set = await secretary.Post(
            "/appointments/meetings",
            null,
            ("Input.Territory", "RU.74"),
            ("Input.At", "2027-06-01T10:00"),
            ("Input.Place", "Большой зал")
        );
        var page = await set.Content.ReadAsStringAsync();
        Assert.Contains("Большой зал", page, StringComparison.Ordinal);
        Assert.Contains("01 июня 2027".TrimStart('0'), page, StringComparison.Ordinal);

        using var authority = await site.Site.SignedInClient("pages-authority", "RU.74", Roles.RegionalAuthority);
        var wrong = await authority.Post(
            "/appointments/new",
            null,
            ("Input.Territory", "RU.74.07"),
            ("Input.Person", "Никто Никак"),
            ("Input.Position", "Начальник")
        );
        Assert.Contains("В базе региона нет такого человека.", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var made = await authority.Post(
            "/appointments/new",
            null,
            ("Input.Territory", "RU.74.07"),
            ("Input.Person", ApprovalSite.Person),
            ("Input.Position", "Начальник")
        );
        Assert.Contains("Запрос зарегистрирован, дело №", await made.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
