using System.Globalization;
using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

/// <summary>A candidate's way through the seven stages, as those who carry it see it.</summary>
[Collection(SiteCollection.Name)]
public sealed class CandidateJourneyTests(RunningSite site)
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime);

    [Fact]
    public async Task A_candidate_goes_through_all_seven_stages()
    {
        const string Surname = "Журавлёва-Пробная";
        await using var officer = await site.SignIn("kadry");
        await using var secretary = await site.SignIn("secretary");

        // 1. Enrolment: the first attempt misses what is required and says so beside the fields.
        await officer.Page.GotoAsync("/candidates/new");
        await officer.Fill("Фамилия", Surname);
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Внести и начать цикл резерва" }).ClickAsync();
        await Assertions
            .Expect(officer.Page.Locator(".invalid-feedback:visible").Filter(new() { HasNotTextRegex = new("^$") }).First)
            .ToBeVisibleAsync();
        await officer.Fill("Имя", "Анна");
        await officer.Fill("Отчество", "Петровна");
        await officer.Fill("Дата рождения", "1984-05-17");
        await officer.Fill("СНИЛС", Reserves.Snils(112_233_445));
        await officer.Page.GetByLabel("Территория", new() { Exact = true }).SelectOptionAsync("RU.74.10");
        await officer.Fill("Место работы", "Школа № 1");
        await officer.Fill("Должность", "Директор");
        await officer.Tick("Управленческая должность");
        await officer.Fill("Кем представлен", "Управление образования");
        await officer.Fill("Согласие на обработку персональных данных от", Iso(Today));
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Внести и начать цикл резерва" }).ClickAsync();
        await Assertions.Expect(officer.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(Surname);
        var card = officer.Page.Url;

        await officer.OpenTask("Проверить комплект документов", Surname);
        foreach (
            var paper in new[]
            {
                "Анкета",
                "Согласие на обработку персональных данных (отдельный документ)",
                "Документ об образовании",
                "Представление",
            }
        )
            await officer.Tick(paper);
        await officer.Finish();
        await officer.OpenTask("Решить о зачислении", Surname);
        await officer.Finish("Зачислить");

        // 2. Development: the plan, the programme, the certificate.
        await officer.OpenTask("Составить ИПР", Surname);
        await officer.Fill("Цели развития", "Управление на основе данных");
        await officer.Fill("Наставник", "Учебный наставник");
        await officer.Page.GetByLabel("Программа ДПО").SelectOptionAsync("Extramural48");
        await officer.Fill("Выполнить до", Iso(Today.AddDays(200)));
        await officer.Finish();
        await officer.OpenTask("Отметить итог обучения", Surname);
        await officer.Fill("Часов", "48");
        await officer.Fill("Результат, процентов", "92");
        await officer.Fill("Дата окончания", Iso(Today));
        await officer.Finish("Программа освоена");

        // 3. Attestation: the test, then the commission hears it at a sitting, and the protocol is signed.
        await secretary.OpenTask("Внести результат тестирования", Surname);
        await secretary.Fill("Результат теста, процентов", "85");
        await secretary.Finish();
        await secretary.PrepareCommission();
        await secretary.Page.GotoAsync("/appointments/meetings");
        var moment = SittingSteps.LocalNow().AddMinutes(20);
        await secretary.Page.GetByLabel("Дата и время").FillAsync(moment.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        await secretary.Page.GetByLabel("Место").FillAsync("Зал аттестации");
        await secretary.Send("Назначить");
        var meeting = secretary.Page.Url;
        // The secretary puts the question on the agenda from the candidate's card.
        await secretary.Until(
            () => "the question",
            async () =>
            {
                await secretary.Page.GotoAsync(card);
                return await secretary.Page.Locator("#questions select").CountAsync() > 0;
            }
        );
        var hall = await secretary
            .Page.Locator("#questions option", new() { HasTextString = "Зал аттестации" })
            .First.GetAttributeAsync("value");
        await secretary.Page.Locator("#questions select").SelectOptionAsync(hall!);
        await secretary.Send("Включить в повестку");
        var question = secretary.Page.Url;
        await secretary.Page.GotoAsync(meeting);
        await secretary.Confirm("Закрыть повестку");
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
        await secretary.Act(meeting, "Перейти к вопросу");
        await secretary.Page.GetByLabel("СЛУШАЛИ").FillAsync("Проект развития защищён.");
        await Assertions.Expect(secretary.Page.Locator("[data-minutes-state]")).ToHaveTextAsync("сохранено");
        await secretary.Act(meeting, "Открыть голосование");
        foreach (var name in new[] { "expert1", "expert2", "expert3", "expert4", "chair" })
        {
            await using var member = await site.SignIn(name);
            await member.Page.GotoAsync(question);
            if (await member.Page.Locator("#vote").CountAsync() == 0)
                continue;
            await member.Page.Locator("#score").FillAsync("95");
            await member.Page.GetByLabel("За", new() { Exact = true }).CheckAsync();
            await member.Send("Проголосовать");
        }

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
        await using (var chair = await site.SignIn("chair"))
            await chair.Act(meeting, "Согласовать протокол");
        await secretary.Act(meeting, "Сохранить подписи");

        // 4. Rating: the zone is computed and the card tells how.
        await officer.OpenTask("Проверить данные рейтинга", Surname);
        await officer.Fill("Динамика показателей территории, процентов", "90");
        await officer.Fill("Опыт и выполнение плана, процентов", "100");
        await officer.Fill("Конкурсы, процентов", "100");
        await officer.Finish();
        await officer.Until(
            () => "the zone",
            async () =>
            {
                await officer.Page.GotoAsync(card);
                return await officer.Page.GetByText("Почему такая зона").CountAsync() > 0;
            }
        );
        await officer.Page.GetByText("Почему такая зона").ClickAsync();
        await Assertions.Expect(officer.Page.Locator("#zone-reason")).ToContainTextAsync("правило 1");
        await Assertions.Expect(officer.Page.Locator("main")).ToContainTextAsync("ервоочер");

        // 5. Use: a vacancy, the shortlist, the offer, the appointment.
        await officer.Until(
            () => "the vacancy form",
            async () =>
            {
                await officer.Page.GotoAsync(card);
                return await officer.Page.Locator("#vacancy-position").CountAsync() > 0;
            }
        );
        await officer.Page.Locator("#vacancy-position").FillAsync("Начальник управления образования");
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Предложить", Exact = true }).ClickAsync();
        await officer.OpenTask("Включить в шорт-лист", Surname);
        await officer.Finish("Включить и предложить");
        await officer.OpenTask("Ответить на предложение", Surname);
        await officer.Finish("Согласиться");
        await officer.OpenTask("Оформить назначение", Surname);
        await officer.Fill("Номер распоряжения или приказа", "12-к");
        await officer.Fill("Дата", Iso(Today));
        await officer.Tick("Назначен на вышестоящую должность");
        await officer.Finish("Назначен");

        // 6. Support, 7. effectiveness, and the entry is closed as appointed.
        await officer.OpenTask("Составить план поддержки", Surname);
        await officer.Tick("Наставничество");
        await officer.Fill("Выполнить до", Iso(Today.AddDays(100)));
        await officer.Finish();
        await officer.OpenTask("Проверить выполнение плана поддержки", Surname);
        await officer.Fill("Что выполнено", "Наставник работал полгода");
        await officer.Finish("Выполнен");
        await officer.OpenTask("Оценить эффективность", Surname);
        await officer.Fill("Вывод", "Работа с резервом эффективна");
        await officer.Finish();
        await officer.Until(
            () => "the closed entry",
            async () =>
            {
                await officer.Page.GotoAsync(card);
                return await officer.Page.GetByText("назначен на должность").CountAsync() > 0;
            }
        );

        // The certificate is among the papers and can be taken away.
        var certificate = officer.Page.Locator("#papers tr", new() { HasTextString = "Удостоверение" });
        var download = await officer.Page.RunAndWaitForDownloadAsync(() => certificate.Locator("a").First.ClickAsync());
        Assert.EndsWith(".docx", download.SuggestedFilename, StringComparison.Ordinal);
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
