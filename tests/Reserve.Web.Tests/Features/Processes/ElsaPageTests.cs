using System.Net;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Access;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Processes;

public sealed class ElsaPageTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Before_the_file_is_downloaded_the_page_says_what_the_server_needs_and_what_is_lost()
    {
        using var client = await site.SignedInClient("elsa-auditor", "RU", Roles.Auditor);
        Assert.Contains(
            "/processes/appointment-approval/elsa?v=",
            await client.Text("/processes/appointment-approval"),
            StringComparison.Ordinal
        );

        var page = await client.Text("/processes/appointment-approval/elsa");
        Assert.Contains("Reserve.HumanTask", page, StringComparison.Ordinal);
        Assert.Contains("Reserve.WaitUntil", page, StringComparison.Ordinal);
        // Working days are told as days of the usual week, with what that loses.
        Assert.Contains("записано, сколько он составляет в день выгрузки, — P7D", page, StringComparison.Ordinal);
        Assert.Contains("Код ошибки Elsa не сравнивает", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Elsa не примет", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Get("/processes/no-such-process/elsa")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Get($"/processes/reserve-cycle/elsa?v={Guid.NewGuid()}")).StatusCode);
    }

    [Fact]
    public async Task The_downloaded_file_is_for_elsa_and_is_read_here()
    {
        using var client = await site.SignedInClient("elsa-admin", "RU", Roles.Administrator);
        var answer = await client.Get("/processes/reserve-cycle/elsa?handler=File");
        Assert.Equal("reserve-cycle-1-elsa.bpmn", answer.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal("utf-8", answer.Content.Headers.ContentType?.CharSet);
        var xml = await answer.Content.ReadAsStringAsync();
        Assert.Contains("vw:conditionOutcome", xml, StringComparison.Ordinal);
        Assert.True(BpmnReader.Read(xml).Ok);
    }
}
