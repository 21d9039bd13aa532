using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Reserve.Mail.Mime;

namespace Reserve.Browser.Tests;

/// <summary>A region's letter on its way through the commission to the reply.</summary>
[Collection(SiteCollection.Name)]
public sealed class AppointmentJourneyTests(RunningSite site)
{
    private const string Ministry = "ministry@obr74.example";
    private static readonly string[] Experts = ["expert1", "expert2", "expert3", "expert4"];
    private const string Municipality = "Озерский городской округ";
    private static readonly DateOnly Today = DateOnly.FromDateTime(SittingSteps.LocalNow());

    [Fact]
    public async Task A_letter_becomes_a_case_is_decided_and_answered_with_the_papers()
    {
        await using var officer = await site.SignIn("kadry");
        await using var secretary = await site.SignIn("secretary");
        await using var chair = await site.SignIn("chair");
        await secretary.PrepareCommission();
        await RegisterSender();
        var person = await Reserves.SomeCandidate(officer, "Соколовская", "Вера", "Игоревна", Reserves.Snils(512_233_445), "RU.74.27");

        // The same letter twice is one case; a stranger's letter is none and learns nothing.
        Drop(
            "request",
            Ministry,
            "request-1@obr74.example",
            $"Муниципалитет: Озерский ГО\nКандидат: {person}\nДолжность: начальник управления образования"
        );
        Drop("stranger", "someone@elsewhere.example", "stranger-1@elsewhere.example", $"Муниципалитет: Озерский ГО\nКандидат: {person}");
        await officer.OpenTask("Проверить комплектность", Municipality);
        Drop("again", Ministry, "request-1@obr74.example", $"Муниципалитет: Озерский ГО\nКандидат: {person}");
        var heading = await officer.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync();
        var number = Regex.Match(heading, @"\d{4}-\d{4}").Value;
        await officer.Page.GetByRole(AriaRole.Link, new() { Name = "Открыть дело" }).First.ClickAsync();
        await DocumentPages.ShowTheRestOnPaper(officer);
        await officer.Finish("Комплект полон");

        await officer.OpenTask("Утвердить справку", number);
        await officer.Finish("Утвердить");

        // Three of the commission are asked, whoever has the least to do.
        await officer.Page.GotoAsync("/appointments?q=" + Uri.EscapeDataString("Соколовская"));
        await officer.Page.Locator("tbody a").First.ClickAsync();
        var page = officer.Page.Url;
        await officer.Until(
            () => "three opinions asked for",
            async () =>
            {
                await officer.Page.GotoAsync(page);
                return await officer.Page.GetByText("ожидается", new() { Exact = true }).CountAsync() == 3;
            }
        );
        foreach (var name in Experts)
        {
            await using var expert = await site.SignIn(name);
            await expert.Page.GotoAsync(page);
            if (await expert.Page.Locator("#opinion").CountAsync() == 0)
                continue;
            await expert.Page.GetByLabel("Рекомендую согласовать").CheckAsync();
            foreach (var mark in await expert.Page.Locator("input[name^='marks[']").AllAsync())
                await mark.FillAsync("4");
            await expert.Page.Locator("#opinion-text").FillAsync("Опыт достаточен, программа обоснована.");
            await expert.Send("Дать заключение");
            await Assertions.Expect(expert.Page.GetByText("Пример: опыт управления")).ToBeVisibleAsync();
        }

        // The sitting: set for an hour ahead, the case on its agenda, the agenda closed, the sitting opened.
        await secretary.Page.GotoAsync("/appointments/meetings");
        await secretary
            .Page.GetByLabel("Дата и время")
            .FillAsync(SittingSteps.LocalNow().AddMinutes(20).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        await secretary.Page.GetByLabel("Место").FillAsync("Зал комиссии");
        await secretary.Send("Назначить");
        await OpenCase(secretary, "Включить в повестку", number);
        await secretary.Send("Включить");
        await secretary.Page.GotoAsync("/appointments/meetings");
        // Other tests on this site set sittings too.
        await secretary.Page.Locator("tbody tr", new() { HasTextString = "Зал комиссии" }).Locator("a").First.ClickAsync();
        await secretary.Confirm("Закрыть повестку");
        var meeting = secretary.Page.Url;
        await secretary.Until(
            () => "the sitting opened",
            async () =>
            {
                await secretary.Page.GotoAsync(meeting);
                if (await secretary.Page.GetByRole(AriaRole.Button, new() { Name = "Открыть заседание" }).CountAsync() == 0)
                    return true;
                foreach (var box in await secretary.Page.Locator("input[name=present]").AllAsync())
                    await box.CheckAsync();
                await secretary.Page.GetByRole(AriaRole.Button, new() { Name = "Открыть заседание" }).ClickAsync();
                return await secretary.Page.Locator(".alert-success").CountAsync() > 0;
            }
        );
        // The item is heard, its minutes save themselves, and the vote is opened.
        await secretary.Act(meeting, "Перейти к вопросу");
        await secretary.Page.GetByLabel("СЛУШАЛИ").FillAsync("Программа развития защищена.");
        await Assertions.Expect(secretary.Page.Locator("[data-minutes-state]")).ToHaveTextAsync("сохранено");
        await secretary.Act(meeting, "Открыть голосование");

        // One member has a conflict of interest and does not vote; the others and the chair vote.
        await using (var conflicted = await site.SignIn("expert3"))
        {
            await OpenCase(conflicted, "Проголосовать", number);
            await conflicted.Confirm("Заявить конфликт");
            await Assertions.Expect(conflicted.Page.Locator("#vote")).ToHaveCountAsync(0);
        }

        foreach (var name in new[] { "expert1", "expert2", "expert4", "chair" })
        {
            await using var member = await site.SignIn(name);
            await OpenCase(member, "Проголосовать", number);
            await member.Page.GetByLabel("За", new() { Exact = true }).CheckAsync();
            if (name == "expert2")
                await member.Page.Locator("#dissent").FillAsync("Усилить работу с кадрами.");
            await member.Send("Проголосовать");
        }

        await chair.OpenTask("Принять решение", number);
        await chair.Page.GetByLabel("Решение", new() { Exact = true }).SelectOptionAsync("Approve");
        await chair.Finish();
        // The sitting is closed once everything on its agenda is decided; its protocol is issued then.
        await secretary.Until(
            () => "the sitting closed",
            async () =>
            {
                await secretary.Page.GotoAsync(meeting);
                await secretary.Confirm("Завершить заседание");
                return await secretary.Page.Locator(".alert-success").CountAsync() > 0;
            }
        );
        await secretary.Confirm("Передать председателю");
        await chair.Act(meeting, "Согласовать протокол");
        await secretary.Act(meeting, "Сохранить подписи");
        await Assertions.Expect(secretary.Page.Locator(".signature-stamp")).ToContainTextAsync("Подписано на бумаге");

        // The reply: to the asker, in the thread, with the brief, the extract and the decision.
        var reply = await Sent(
            mail => mail.To.Any(to => to.Mailbox == Ministry) && mail.Subject!.Contains("согласовано", StringComparison.Ordinal),
            secretary
        );
        Assert.Contains("request-1@obr74.example", reply.InReplyTo);
        Assert.Equal(3, reply.Attachments.Count);
        Assert.All(
            reply.Attachments,
            file => Assert.True(file.Name!.EndsWith(".docx", StringComparison.Ordinal) && file.Content.Span.StartsWith("PK"u8))
        );
        var refused = await Sent(mail => mail.To.Any(to => to.Mailbox == "someone@elsewhere.example"), secretary);
        Assert.DoesNotContain("Соколовск", refused.Text!, StringComparison.Ordinal);
        Assert.Empty(refused.Attachments);

        await officer.OpenTask("Внести акт о назначении", number);
        await officer.Fill("Номер распоряжения или приказа", "77-к");
        await officer.Fill("Дата акта", Iso(Today));
        await officer.Fill("Приступает к работе с", Iso(Today));
        await officer.Finish();
        await officer.Until(
            () => "the new head",
            async () =>
            {
                await officer.Page.GotoAsync("/appointments/heads?q=" + Uri.EscapeDataString("Соколовская"));
                return await officer.Page.GetByText("77-к").CountAsync() > 0;
            }
        );
        await officer.Page.GotoAsync("/appointments?state=all&q=" + Uri.EscapeDataString(person));
        Assert.Single(await officer.Page.Locator("main table tbody tr").AllInnerTextsAsync());
    }

    private async Task RegisterSender()
    {
        await using var administrator = await site.SignIn("admin");
        await administrator.Page.GotoAsync("/appointments/senders");
        await administrator.Page.GetByLabel("Адрес", new() { Exact = true }).FillAsync(Ministry);
        await administrator.Page.GetByLabel("Территория").SelectOptionAsync("RU.74");
        await administrator.Send("Добавить");
    }

    /// <summary>From the task to the page of the case where it is decided.</summary>
    private static async Task OpenCase(Person person, string title, string number)
    {
        await person.OpenTask(title, number);
        await person.Page.GetByRole(AriaRole.Link, new() { Name = "Открыть дело" }).ClickAsync();
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Дело №");
    }

    private void Drop(string name, string from, string messageId, string text)
    {
        var inbox = Directory.CreateDirectory(Path.Combine(site.Data, "mail", "inbox")).FullName;
        var letter = MailComposer.Compose(
            new OutgoingMail(
                new Address("Министерство", from),
                [new Address(null, "reserve@localhost.localdomain")],
                "Запрос справки",
                text,
                TimeProvider.System.GetUtcNow(),
                messageId
            )
        );
        // A person's letter: not marked as written by a machine.
        var written = Encoding.ASCII.GetString(letter).Replace("Auto-Submitted: auto-generated\r\n", "", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(inbox, name + ".tmp"), written);
        File.Move(Path.Combine(inbox, name + ".tmp"), Path.Combine(inbox, name + ".eml"));
    }

    private async Task<MailMessage> Sent(Func<MailMessage, bool> wanted, Person waiting)
    {
        var folder = Path.Combine(site.Data, "mail", "sent");
        MailMessage? found = null;
        await waiting.Until(
            () => "a letter that leaves",
            () =>
            {
                found = Directory.Exists(folder)
                    ? Directory.GetFiles(folder, "*.eml").Select(file => MailMessage.Read(File.ReadAllBytes(file))).FirstOrDefault(wanted)
                    : null;
                return Task.FromResult(found is not null);
            }
        );
        return found!;
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
