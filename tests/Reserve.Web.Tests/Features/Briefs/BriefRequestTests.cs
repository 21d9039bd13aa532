using System.Net;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Briefs;
using Reserve.Web.Features.Monitoring.Import;
using Reserve.Web.Features.Papers;
using Reserve.Web.Tests.Features.Appointments;
using Reserve.Web.Tests.Features.Monitoring;
using Reserve.Web.Tests.Features.Papers;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Briefs;

/// <summary>A brief that is asked for without an approval: who waits for the officer, and what comes back.</summary>
public sealed class BriefRequestTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    [Fact]
    public async Task A_region_gets_the_brief_of_its_own_person_without_the_officer()
    {
        await site.Site.SendAsSystem(new ImportMonitoring(DemoFiles.All, new(Source: "Опубликованные таблицы")));
        var asked = await site.As(
            site.Authority,
            new RequestBrief("RU.74.20", ApprovalSite.Person, null, "Начальник управления образования", "К совещанию")
        );
        Assert.True(asked.IsOk, asked.Reason);
        Assert.StartsWith("ЗС-2026-", asked.Value.Number, StringComparison.Ordinal);
        await site.Work();
        Assert.Equal(BriefState.Issued, (await Request(asked.Value.Request)).State);
        var (number, bytes) = await Brief(asked.Value.Request);
        var text = Docx.Text(bytes);
        Assert.Contains(ApprovalSite.Person, text, StringComparison.Ordinal);
        Assert.Contains("Основание: запрос №\u00A0" + asked.Value.Number, text, StringComparison.Ordinal);
        Assert.Contains("Приложение. Источники сведений", text, StringComparison.Ordinal);
        Assert.Contains("Опубликованные таблицы", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ПРОЕКТ", text, StringComparison.Ordinal);

        using var client = await site.SignedIn(site.Authority);
        var page = WebUtility.HtmlDecode(await client.Text($"/briefs/{asked.Value.Request.Value}"));
        Assert.Contains(number, page, StringComparison.Ordinal);
        Assert.Contains("К совещанию", page, StringComparison.Ordinal);
        Assert.Contains(asked.Value.Number, await client.Text("/briefs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_brief_of_a_territory_alone_tells_of_nobody()
    {
        var asked = await site.As(site.Authority, new RequestBrief("RU.74.21", null, null, null, null));
        Assert.True(asked.IsOk, asked.Reason);
        await site.Work();
        var text = Docx.Text((await Brief(asked.Value.Request)).Bytes);
        Assert.Contains("о результатах мониторинга территории: " + await site.NameOf("RU.74.21"), text, StringComparison.Ordinal);
        Assert.DoesNotContain("Сведения о кандидате", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_from_elsewhere_waits_for_the_officer_who_may_refuse_with_a_reason()
    {
        var federal = await site.Site.CreateUser("department-ru", "RU", Roles.RegionalAuthority);
        var asked = await site.As(federal, new RequestBrief("RU.74.22", ApprovalSite.Person, null, null, null));
        Assert.True(asked.IsOk, asked.Reason);
        await site.Work();
        var id = asked.Value.Request;
        Assert.Equal(BriefState.Asked, (await Request(id)).State);
        await site.Complete(
            site.Officer,
            id.Value,
            "CheckRequest",
            "answer",
            new() { ["decision"] = ["refuse"], ["reason"] = ["Нет полномочий на запрос"] }
        );
        var refused = await Request(id);
        Assert.Equal((BriefState.Refused, "Нет полномочий на запрос"), (refused.State, refused.Reason));
        Assert.Empty(await Papers(id));
    }

    [Fact]
    public async Task The_officer_issues_with_a_conclusion()
    {
        var federal = await site.Site.CreateUser("department-ru-2", "RU", Roles.RegionalAuthority);
        var asked = await site.As(federal, new RequestBrief("RU.74.23", ApprovalSite.Person, null, null, null));
        await site.Work();
        await site.Complete(
            site.Officer,
            asked.Value.Request.Value,
            "CheckRequest",
            "answer",
            new() { ["decision"] = ["issue"], ["conclusion"] = ["Опыт достаточен."] }
        );
        Assert.Contains("Опыт достаточен.", Docx.Text((await Brief(asked.Value.Request)).Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_withdrawn_once_and_not_after_its_answer()
    {
        var federal = await site.Site.CreateUser("department-ru-3", "RU", Roles.RegionalAuthority);
        var asked = await site.As(federal, new RequestBrief("RU.74.24", ApprovalSite.Person, null, null, null));
        await site.Work();
        var id = asked.Value.Request;
        Assert.Equal(
            RequestBriefRefusal.AlreadyAsked,
            (await site.As(federal, new RequestBrief("RU.74.24", ApprovalSite.Person, null, null, null))).Refusal
        );
        Assert.True((await site.As(federal, new WithdrawBriefRequest(id, "Больше не нужна"))).IsOk);
        await site.Work();
        var withdrawn = await Request(id);
        Assert.Equal((BriefState.Withdrawn, "Больше не нужна"), (withdrawn.State, withdrawn.Reason));
        Assert.Empty(await site.Tasks(id.Value));
        Assert.Equal(WithdrawBriefRefusal.AlreadyClosed, (await site.As(federal, new WithdrawBriefRequest(id, "Ещё раз"))).Refusal);
    }

    [Fact]
    public async Task Who_cannot_be_told_from_others_is_asked_about()
    {
        Assert.Equal(
            RequestBriefRefusal.AmbiguousPerson,
            (await site.As(site.Authority, new RequestBrief("RU.74.25", "Орлов И. П.", null, null, null))).Refusal
        );
        Assert.Equal(
            RequestBriefRefusal.UnknownPerson,
            (await site.As(site.Authority, new RequestBrief("RU.74.25", "Никитин Никита Никитич", null, null, null))).Refusal
        );
        Assert.Equal(
            RequestBriefRefusal.NoTerritory,
            (await site.As(site.Authority, new RequestBrief("RU.74", null, null, null, null))).Refusal
        );
    }

    [Fact]
    public async Task The_brief_goes_to_the_registered_address_of_whoever_asked()
    {
        var ministry = await site.Site.CreateUser("ministry-by-mail", ApprovalSite.Region, Roles.RegionalAuthority);
        await site.Site.AsSystem(async services =>
        {
            var db = services.GetRequiredService<ReserveDb>();
            var user = await db.Set<User>().SingleAsync(row => row.Id == ministry.Id);
            user.Email = ApprovalSite.Address;
            return await db.SaveChangesAsync();
        });
        var asked = await site.As(ministry, new RequestBrief("RU.74.26", ApprovalSite.Person, null, null, null));
        Assert.True(asked.IsOk, asked.Reason);
        await site.Work();
        Assert.Equal(ApprovalSite.Address, (await Request(asked.Value.Request)).ReplyTo);
        var letters = await site.Site.Look(
            "RU",
            db => db.Database.SqlQuery<string>($"""select payload::text as "Value" from outbox where kind = 'mail'""").ToListAsync()
        );
        var paper = Assert.Single(await Papers(asked.Value.Request)).Id.Value.ToString();
        Assert.Contains(
            letters,
            letter => letter.Contains(ApprovalSite.Address, StringComparison.Ordinal) && letter.Contains(paper, StringComparison.Ordinal)
        );
    }

    private Task<BriefRequest> Request(BriefRequestId id) =>
        site.Site.Look("RU", db => db.Set<BriefRequest>().AsNoTracking().SingleAsync(row => row.Id == id));

    private Task<List<PaperLine>> Papers(BriefRequestId id) =>
        site.Site.As(
            "RU",
            [],
            services => services.GetRequiredService<PaperArchive>().Of(new PaperSubject(PaperSubjectKind.BriefRequest, id.Value))
        );

    private async Task<(string Number, byte[] Bytes)> Brief(BriefRequestId id)
    {
        var line = Assert.Single(await Papers(id));
        var file = await site.Site.As("RU", [], services => services.GetRequiredService<PaperArchive>().File(line.Id));
        return (line.Number, file!.Bytes);
    }
}
