using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

/// <summary>An administrator changes a process on the sheet; what runs stays, what comes next goes the new way.</summary>
[Collection(SiteCollection.Name)]
public sealed class ProcessEditorTests(RunningSite site)
{
    [Fact]
    public async Task A_task_added_between_two_steps_is_met_by_the_next_case_and_not_by_the_running_one()
    {
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        await CreateProcess(page, "Проба редактора", "editor-trial");
        await Publish(page);
        await Assertions.Expect(page.Locator("#flash")).ToContainTextAsync("Опубликована версия 1.");
        await Start(page);
        var running = page.Url;

        await page.GotoAsync("/processes/editor-trial/edit");
        await Drawn(page);
        await page.Locator("[data-action='create.task']").ClickAsync();
        var flow =
            await page.Locator("[data-element-id='Flow_2'] .djs-hit").First.BoundingBoxAsync()
            ?? throw new InvalidOperationException("The flow is not drawn.");
        await page.Mouse.MoveAsync(flow.X + (flow.Width / 2) - 20, flow.Y + (flow.Height / 2));
        await page.Mouse.MoveAsync(flow.X + (flow.Width / 2), flow.Y + (flow.Height / 2), new MouseMoveOptions { Steps = 5 });
        await page.Mouse.ClickAsync(flow.X + (flow.Width / 2), flow.Y + (flow.Height / 2));
        await page.Keyboard.PressAsync("Escape");
        var added = await page.Locator("#element-list option", new() { HasTextRegex = new Regex("· Task$") }).GetAttributeAsync("value");
        await page.Locator("#element-list").SelectOptionAsync(added!);
        await page.GetByLabel("Название").FillAsync("Вторая проверка");
        await page.Keyboard.PressAsync("Tab");
        await page.Locator(".djs-context-pad [data-action='replace']").ClickAsync();
        await page.Locator(".djs-popup [data-id='replace-with-user-task']").ClickAsync();
        await page.GetByLabel("Роль *").SelectOptionAsync("HrOfficer");
        await page.GetByRole(AriaRole.Button, new() { Name = "Сохранить черновик" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-status]")).ToHaveTextAsync("Черновик сохранён");
        await Assertions.Expect(page.Locator("[data-findings]")).ToContainTextAsync("Замечаний нет.");
        await Publish(page);
        await Assertions.Expect(page.Locator("#flash")).ToContainTextAsync("Опубликована версия 2.");
        await Start(page);
        var next = page.Url;

        await using var officer = await site.SignIn("kadry");
        await Complete(officer.Page);
        await Complete(officer.Page);

        await page.GotoAsync(running);
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("завершён");
        await page.GotoAsync(next);
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("выполняется");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Вторая проверка");
    }

    [Fact]
    public async Task The_shipped_drawing_survives_the_editor_without_any_change_of_meaning()
    {
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        await page.GotoAsync("/processes/appointment-approval/edit");
        await Drawn(page);
        await page.Locator("#element-list").SelectOptionAsync("CheckDocuments");
        await Assertions.Expect(page.GetByLabel("Форма", new() { Exact = true })).ToHaveValueAsync("documents");
        await page.GetByRole(AriaRole.Button, new() { Name = "Сохранить черновик" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-status]")).ToHaveTextAsync("Черновик сохранён");

        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Что изменено" }).ClickAsync();

        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("По смыслу версии одинаковы");
    }

    [Fact]
    public async Task On_a_phone_the_menu_opens_and_nothing_sticks_out()
    {
        await using var admin = await site.SignIn("admin", phone: true);
        foreach (var path in (string[])["/processes", "/processes/reserve-cycle", "/users"])
        {
            await admin.Page.GotoAsync(path);
            Assert.Equal(390, await admin.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }

        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Меню" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Пользователи" }).ClickAsync();
        await Assertions.Expect(admin.Page.Locator("h1")).ToHaveTextAsync("Пользователи");
    }

    private static async Task CreateProcess(IPage page, string name, string key)
    {
        await page.GotoAsync("/processes");
        await page.Locator("summary", new() { HasText = "Новый процесс" }).ClickAsync();
        await page.GetByLabel("Название").FillAsync(name);
        await page.GetByLabel("Ключ латиницей").FillAsync(key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Создать черновик" }).ClickAsync();
        await Drawn(page);
    }

    private static Task Drawn(IPage page) => page.Locator("[data-canvas][data-drawn]").WaitForAsync();

    private static async Task Publish(IPage page)
    {
        await page.Locator("summary", new() { HasText = "Опубликовать" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Опубликовать" }).ClickAsync();
    }

    private static async Task Start(IPage page)
    {
        await page.Locator("#start-territory").SelectOptionAsync("RU.74");
        await page.GetByRole(AriaRole.Button, new() { Name = "Запустить" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/processes/runs/"));
    }

    private static async Task Complete(IPage page)
    {
        await page.GotoAsync("/tasks");
        await page.GetByRole(AriaRole.Link, new() { Name = "Первая задача" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Выполнено" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Выполнено" })).ToHaveCountAsync(0);
    }
}
