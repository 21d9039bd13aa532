using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Letters;
using Reserve.Web.Tests.Features.Appointments;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Letters;

/// <summary>The page of a letter's file.</summary>
public sealed class LetterPagesTests(ApprovalSite approval) : IClassFixture<ApprovalSite>
{
    private const string Address = "/processes/appointment-approval/file?path=letters/acknowledged.md";

    private SiteFixture Site => approval.Site;

    [Fact]
    public async Task A_letter_is_shown_as_its_reader_will_see_it_with_an_example_and_with_a_stored_case()
    {
        using var administrator = await Site.SignedInClient("letter-admin", "RU", Roles.Administrator);
        var example = await Shown(administrator.Text(Address));
        Assert.Contains("Дело № 2026-0003: запрос зарегистрирован", example, StringComparison.Ordinal);
        Assert.Contains("<iframe class=\"letter\" sandbox srcdoc=\"<!DOCTYPE html>", example, StringComparison.Ordinal);
        Assert.Contains("data-copy=\"{municipality}\"", example, StringComparison.Ordinal);
        Assert.Contains("муниципальное образование", example, StringComparison.Ordinal);

        var id = await approval.Registered();
        var number = await Site.Look(
            "RU",
            async db => (await db.Set<Web.Features.Appointments.AppointmentCase>().SingleAsync(row => row.Id == id)).Number
        );
        Assert.Contains($"№ {number}, ", await Shown(administrator.Text(Address)), StringComparison.Ordinal);
        var real = await Shown(administrator.Text($"{Address}&handler=Letter&about={id.Value}"));
        Assert.Contains($"Дело № {number}: запрос зарегистрирован", real, StringComparison.Ordinal);
        Assert.Contains($"/appointments/case/{id.Value}", real, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_typed_is_shown_with_its_mistakes_and_not_saved()
    {
        using var administrator = await Site.SignedInClient("letter-typist", "RU", Roles.Administrator);
        var shown = await Posted(administrator, "ShowLetter", "Тема: Новое {number}\n\n<script>alert(1)</script> **{municipality}**");
        Assert.Contains("Новое 2026-0003", shown, StringComparison.Ordinal);
        Assert.Contains("<p>&lt;script&gt;alert(1)&lt;/script&gt; <strong>", shown, StringComparison.Ordinal);

        var wrong = await Posted(administrator, "ShowLetter", "Тема: Новое {nubmer}\n\n{?noet}текст{/}");
        Assert.Contains("строка 1: {nubmer}: в данных нет «nubmer»; похоже на «number»", wrong, StringComparison.Ordinal);
        Assert.Contains("строка 3: {?noet}: в данных нет «noet»; похоже на «note»", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("Новое", await Shown(administrator.Text(Address)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trial_letter_goes_to_whoever_asks_for_it_and_says_that_it_is_one()
    {
        using var administrator = await Site.SignedInClient("letter-tester", "RU", Roles.Administrator);
        var none = await Posted(administrator, "SendLetter", "Тема: Проба {number}\n\nТекст");
        Assert.Contains("В вашей карточке пользователя нет адреса.", none, StringComparison.Ordinal);

        await Site.AsSystem(services =>
            services
                .GetRequiredService<ReserveDb>()
                .Set<User>()
                .Where(user => user.UserName == "letter-tester")
                .ExecuteUpdateAsync(row => row.SetProperty(one => one.Email, "tester@example.org"))
        );
        Assert.Contains(
            "В письме есть ошибки",
            await Posted(administrator, "SendLetter", "Тема: Проба {nubmer}\n\nТекст"),
            StringComparison.Ordinal
        );
        var sent = await Posted(administrator, "SendLetter", "Тема: Проба {number}\n\nТекст");
        Assert.Contains("Письмо отправлено на tester@example.org.", sent, StringComparison.Ordinal);
        var subject = Assert.Single(
            await Site.Look(
                "RU",
                db =>
                    db.Database.SqlQuery<string>(
                            $"""select payload ->> 'subject' as "Value" from outbox where payload ->> 'to' = 'tester@example.org'"""
                        )
                        .ToListAsync()
            )
        );
        Assert.Equal("[проверка] Проба 2026-0003", subject);
    }

    [Fact]
    public async Task A_letter_of_another_process_is_shown_with_its_own_names()
    {
        const string letter =
            "Тема: {who | фамилия и инициалы}\n\nС {from | дата}, дней: {days + 1}.\n\n{#lines}\n- {.}\n{/lines}\n{?note}{note}{/}\n";
        await Site.Deploy(new TestProcess("other-letters").Start().End().Bundle(("letters/other.md", letter)));
        using var administrator = await Site.SignedInClient("letter-other", "RU", Roles.Administrator);

        var shown = await Shown(administrator.Text("/processes/other-letters/file?path=letters/other.md"));

        Assert.Contains("С 01.09.2026, дней: 13.", shown, StringComparison.Ordinal);
        Assert.Contains("— ‹lines›", shown, StringComparison.Ordinal);
        Assert.Contains("‹note›", shown, StringComparison.Ordinal);
        Assert.Contains("Имена в письме", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Письмо не отправить", shown, StringComparison.Ordinal);
    }

    private static async Task<string> Shown(Task<string> page) => WebUtility.HtmlDecode(await page);

    private static async Task<string> Posted(SiteClient client, string handler, string text)
    {
        using var answer = await client.Post(Address, handler, ("text", text), ("rowVersion", ""));
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}
