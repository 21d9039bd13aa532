using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

/// <summary>
/// A task is given a deadline over the May holidays and a reminder; its page explains the arithmetic. A year that the calendar lacks is
/// added first.
/// </summary>
[Collection(SiteCollection.Name)]
public sealed class DeadlineJourneyTests(RunningSite site)
{
    private const string Drawing = """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="urn:may">
          <process id="may" name="Майский срок" isExecutable="true">
            <startEvent id="Start" name="Начать" /><userTask id="Answer" name="Подготовить ответ" /><endEvent id="End" name="Готово" />
            <sequenceFlow id="F1" sourceRef="Start" targetRef="Answer" /><sequenceFlow id="F2" sourceRef="Answer" targetRef="End" />
          </process>
        </definitions>
        """;

    [Fact]
    public async Task A_deadline_over_the_May_holidays_is_explained_on_the_task()
    {
        // May may lie a year ahead, and the calendar of that year may not have come with the program.
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddHours(5).DateTime);
        var after = new DateOnly(today.Month < 4 ? today.Year : today.Year + 1, 5, 20);
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        await HaveYear(page, after.Year);

        await EditorPages.Create(page, "Майский срок", "may");
        await page.Locator("[data-import]").SetInputFilesAsync(EditorPages.File("may.bpmn", Encoding.UTF8.GetBytes(Drawing)));
        await Assertions.Expect(page.Locator("[data-element-id=Answer]")).ToBeVisibleAsync();
        await Select(page, "Start");
        await EditorPages.Write(page, "Роль", "HrOfficer");
        await Select(page, "Answer");
        await EditorPages.Write(page, "Роль *", "HrOfficer");
        await EditorPages.Write(page, "Напомнить до срока за", "2 рабочих дня");
        await EditorPages.Write(page, "Кому, кроме исполнителя", "Administrator");
        await page.Locator("[data-panel]").GetByRole(AriaRole.Button, new() { Name = "Срок: формула FEEL" }).ClickAsync();
        var until = after.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await EditorPages.Write(page, "Срок", $"string(working days between(today(), @\"{until}\")) + \" рабочих дней\"");
        await EditorPages.Save(page);
        await EditorPages.PublishFiles(page, "may", 1);

        await using (var officer = await site.SignIn("kadry"))
        {
            await officer.Page.GotoAsync("/tasks");
            await officer.Page.GetByRole(AriaRole.Link, new() { Name = "Начать процесс" }).ClickAsync();
            await officer.Choose("Процесс", "Майский срок");
            await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Начать", Exact = true }).ClickAsync();
            await Assertions.Expect(officer.Page.Locator("h1")).ToContainTextAsync("Подготовить ответ");
            var main = officer.Page.Locator("main");
            var from = today.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);
            await Assertions
                .Expect(main)
                .ToContainTextAsync(new Regex($@"\d+ рабочи\S+ д\S+ от {Regex.Escape(from)}; .*09\.05.*→ \d\d\.05\.{after.Year}"));
            await Assertions.Expect(main).ToContainTextAsync("09.05 День Победы");
            await Assertions.Expect(main).ToContainTextAsync("Напоминание:");
            await Assertions.Expect(main).ToContainTextAsync("О просрочке сообщат:");
        }
    }

    private static Task Select(IPage page, string element) => page.Locator("#element-list").SelectOptionAsync(element);

    /// <summary>The year is chosen on the page of the calendar; where it is missing, the administrator adds it.</summary>
    private static async Task HaveYear(IPage page, int year)
    {
        await page.GotoAsync(string.Create(CultureInfo.InvariantCulture, $"/calendar?year={year}&territory=RU"));
        if (await page.Locator("#year option", new() { HasTextString = year.ToString(CultureInfo.InvariantCulture) }).CountAsync() == 0)
        {
            await page.Locator("#added").FillAsync(year.ToString(CultureInfo.InvariantCulture));
            await page.Locator("#year-basis").FillAsync("Постановление");
            await page.GetByRole(AriaRole.Button, new() { Name = "Добавить год" }).ClickAsync();
        }

        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Праздник Весны и Труда");
    }
}
