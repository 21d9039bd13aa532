using System.Net;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Tasks;

/// <summary>Who begins a process stands in its drawing; such people find it on a page of theirs.</summary>
public sealed class BeginPageTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Form = """{"id":"f","components":[{"type":"textfield","key":"why","label":"Зачем"}]}""";

    [Fact]
    public async Task Whoever_has_the_role_begins_the_process_and_comes_to_its_first_task()
    {
        await site.Deploy(
            new TestProcess("leave")
                .PersonStart(("role", "\"HrOfficer, MunicipalAuthority\""))
                .User("fill", ("assignee", "startedBy"), ("form", "\"f\""), ("title", "\"Заявление: \" + startedByName"))
                .End()
                .Bundle(("forms/f.json", Form))
        );
        using var officer = await site.SignedInClient("begin-officer", "RU.74", Roles.HrOfficer);
        Assert.Contains("/tasks/begin", await officer.Text("/tasks"), StringComparison.Ordinal);
        Assert.Contains("Процесс leave", WebUtility.HtmlDecode(await officer.Text("/tasks/begin")), StringComparison.Ordinal);

        using (
            var begun = await officer.Post(
                "/tasks/begin",
                null,
                ("Input.Key", "leave"),
                ("Input.Territory", "RU.74"),
                ("Input.About", "Отпуск Иванова")
            )
        )
            Assert.Contains("Заявление: ", WebUtility.HtmlDecode(await begun.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(
            ["Отпуск Иванова"],
            await site.Look(
                "RU",
                db =>
                    db.Database.SqlQueryRaw<string>("""select business_key as "Value" from process_run where status = 'running'""")
                        .ToListAsync()
            )
        );

        // Neither the process without its role, nor a territory that is not one's own.
        using (var nothing = await officer.Post("/tasks/begin", null, ("Input.Key", ""), ("Input.Territory", "RU.74")))
            Assert.Contains("Выберите процесс", WebUtility.HtmlDecode(await nothing.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        using (var foreign = await officer.Post("/tasks/begin", null, ("Input.Key", "leave"), ("Input.Territory", "RU.66")))
            Assert.NotEqual(HttpStatusCode.OK, foreign.StatusCode);
        using var member = await site.SignedInClient("begin-member", "RU.74", Roles.CommissionMember);
        Assert.DoesNotContain("/tasks/begin", await member.Text("/tasks"), StringComparison.Ordinal);
        Assert.Contains("Начинать нечего", WebUtility.HtmlDecode(await member.Text("/tasks/begin")), StringComparison.Ordinal);
        using var forced = await member.Post("/tasks/begin", null, ("Input.Key", "leave"), ("Input.Territory", "RU.74"));
        Assert.Contains(
            "не начинают люди с вашей ролью",
            WebUtility.HtmlDecode(await forced.Content.ReadAsStringAsync()),
            StringComparison.Ordinal
        );
    }
}
