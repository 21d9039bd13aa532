using System.Net;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Tests.Features.Appointments;

/// <summary>A case is heard by the commission that the rule names by its post, and by no other.</summary>
public sealed class CommissionChoiceTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    [Fact]
    public async Task The_head_of_a_municipal_authority_is_heard_by_the_region_also_where_a_municipal_commission_sits()
    {
        var id = await site.ReadyForAgenda();
        var local = await site.Site.CreateUser("local-chair", ApprovalSite.Municipality, Roles.CommissionChair);
        var secretary = await site.Site.CreateUser("local-secretary", ApprovalSite.Municipality, Roles.CommissionSecretary);
        Assert.True(
            (
                await site.Site.AsSystem(services =>
                    services.GetRequiredService<IMediator>().Send(new AddMember(ApprovalSite.Municipality, local.Id, SeatRole.Chair))
                )
            ).IsOk
        );
        var meeting = await site.As(
            secretary,
            new ScheduleMeeting(ApprovalSite.Municipality, site.Clock.GetUtcNow().AddDays(20), "Администрация")
        );
        Assert.True(meeting.IsOk, meeting.Reason);
        var refused = await site.As(secretary, new PutOnAgenda(id, meeting.Value));
        Assert.IsType<AgendaRefusal.NotItsCommission>(refused.Refusal);
        using var client = await site.Site.Client();
        await client.SignIn(site.Secretary.UserName!);
        var page = WebUtility.HtmlDecode(await client.Text($"/appointments/case/{id.Value}"));
        Assert.Contains("Руководителя муниципального органа управления образованием согласует регион", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Администрация", page, StringComparison.Ordinal);
        var own = await site.As(site.Secretary, new PutOnAgenda(id, await site.Meeting()));
        Assert.True(own.IsOk, own.Reason);
    }
}
