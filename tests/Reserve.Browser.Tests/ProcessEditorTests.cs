using System.Diagnostics;
using System.Globalization;
using System.Text;
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
        await EditorPages.Create(page, "Проба редактора", "editor-trial");
        await EditorPages.Publish(page);
        await Assertions.Expect(page.Locator("#flash")).ToContainTextAsync("Опубликована версия 1.");
        await Start(page);
        var running = page.Url;

        await page.GotoAsync("/processes/editor-trial/edit");
        await EditorPages.Drawn(page);
        await page.Locator("[data-action='create.task']").ClickAsync();
        var flow =
            await page.Locator("[data-element-id='Flow_2'] .djs-hit").First.BoundingBoxAsync()
            ?? throw new InvalidOperationException("The flow is not drawn.");
        await page.Mouse.MoveAsync(flow.X + (flow.Width / 2) - 20, flow.Y + (flow.Height / 2));
        await page.Mouse.MoveAsync(flow.X + (flow.Width / 2), flow.Y + (flow.Height / 2), new MouseMoveOptions { Steps = 5 });
        await page.Mouse.ClickAsync(flow.X + (flow.Width / 2), flow.Y + (flow.Height / 2));
        await page.Keyboard.PressAsync("Escape");
        var added = await page.Locator("#element-list option", new() { HasTextRegex = new Regex("· Задача$") }).GetAttributeAsync("value");
        await page.Locator("#element-list").SelectOptionAsync(added!);
        await EditorPages.Write(page, "Название", "Вторая проверка");
        await page.Locator(".djs-context-pad [data-action='replace']").ClickAsync();
        await page.Locator(".djs-popup [data-id='replace-with-user-task']").ClickAsync();
        await EditorPages.Write(page, "Роль *", "HrOfficer");
        await EditorPages.Save(page);
        await Assertions.Expect(page.Locator("[data-findings]")).ToContainTextAsync("Замечаний нет.");
        await EditorPages.Publish(page);
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
        await EditorPages.Drawn(page);
        await page.Locator("#element-list").SelectOptionAsync("CheckDocuments");
        await Assertions.Expect(page.GetByLabel("Форма", new() { Exact = true })).ToHaveValueAsync("documents");
        await EditorPages.Save(page);

        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Что изменено" }).ClickAsync();

        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("По смыслу версии одинаковы");
        await page.GotoAsync("/processes/appointment-approval/edit");
        await EditorPages.Discard(page);
    }

    [Fact]
    public async Task Nothing_that_was_drawn_is_lost_to_a_broken_file_an_ended_session_or_the_draft_of_another()
    {
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        await EditorPages.Create(page, "Проба сохранности", "safety-trial");
        await EditorPages.Save(page);
        var dialog = page.GetByRole(AriaRole.Dialog);
        var name = page.Locator("[data-panel]").GetByLabel("Название", new() { Exact = true });
        await page.Locator("#element-list").SelectOptionAsync("Task_1");
        await EditorPages.Write(page, "Название", "Моя работа");

        // A file in the place of unsaved work is asked about; one that is no drawing leaves everything, the steps to undo included.
        await page.Locator("[data-import]").SetInputFilesAsync(EditorPages.File("other.bpmn", "<definitions>"u8.ToArray()));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Отмена" }).ClickAsync();
        await page.Locator("[data-import]").SetInputFilesAsync(EditorPages.File("other.bpmn", "<definitions>"u8.ToArray()));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Открыть файл" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-status]")).ToContainTextAsync("Файл не читается как BPMN");
        await Assertions.Expect(name).ToHaveValueAsync("Моя работа");
        await page.GetByRole(AriaRole.Button, new() { Name = "Отменить шаг" }).ClickAsync();
        await Assertions.Expect(name).ToHaveValueAsync("Первая задача");
        await page.GetByRole(AriaRole.Button, new() { Name = "Вернуть шаг" }).ClickAsync();

        // The session ends; signing in beside the page saves what is on it.
        await page.Context.ClearCookiesAsync(new() { Name = "reserve" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Сохранить черновик" }).ClickAsync();
        await Assertions.Expect(dialog).ToContainTextAsync("Сеанс окончен");
        var beside = await page.Context.RunAndWaitForPageAsync(() =>
            dialog.GetByRole(AriaRole.Link, new() { Name = "Войти в новой вкладке" }).ClickAsync()
        );
        await beside.GetByLabel("Имя для входа").FillAsync("admin");
        await beside.GetByLabel("Пароль").FillAsync(RunningSite.Password);
        await beside.GetByRole(AriaRole.Button, new() { Name = "Войти", Exact = true }).ClickAsync();
        await Assertions.Expect(beside.GetByRole(AriaRole.Button, new() { Name = "Войти", Exact = true })).ToHaveCountAsync(0);
        if (await dialog.IsVisibleAsync())
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Я вошёл снова" }).ClickAsync();
        await EditorPages.Saved(page);

        // The other tab saves first: its draft can be seen, and ours is kept by choice.
        await beside.GotoAsync("/processes/safety-trial/edit");
        await EditorPages.Drawn(beside);
        await beside.Locator("#element-list").SelectOptionAsync("Task_1");
        await Assertions
            .Expect(beside.Locator("[data-panel]").GetByLabel("Название", new() { Exact = true }))
            .ToHaveValueAsync("Моя работа");
        await EditorPages.Write(beside, "Название", "Чужая работа");
        await EditorPages.Save(beside);
        await EditorPages.Write(page, "Название", "Опять моя");
        await page.Keyboard.PressAsync("Control+s");
        await Assertions.Expect(dialog.GetByRole(AriaRole.Link, new() { Name = "Посмотреть чужой черновик" })).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Сохранить мой вместо него" }).ClickAsync();
        await EditorPages.Saved(page);
        Assert.Contains("Опять моя", (await EditorPages.Xml(page)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_hundred_tasks_open_are_dragged_and_tried_out_and_every_tool_speaks_the_users_language()
    {
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        await EditorPages.Create(page, "Большой рисунок", "large-trial");
        var watch = Stopwatch.StartNew();
        await page.Locator("[data-import]").SetInputFilesAsync(EditorPages.File("large.bpmn", LargeDrawing(500)));
        await Assertions.Expect(page.Locator("[data-element-id=T499]")).ToHaveCountAsync(1);
        TestContext.Current.TestOutputHelper?.WriteLine($"500 tasks without a diagram were laid out and drawn in {watch.Elapsed}");
        await page.Locator("#element-list").SelectOptionAsync("T250");
        await Assertions.Expect(page.Locator(".bio-properties-panel-header-label")).ToHaveTextAsync("Задача 250");

        var task = await page.Locator("[data-element-id=T250] .djs-hit").First.BoundingBoxAsync();
        await page.EvaluateAsync(
            """
            () => {
              window.frames_ = []; let last = performance.now();
              const draw = () => { const now = performance.now(); frames_.push(now - last); last = now; requestAnimationFrame(draw); };
              requestAnimationFrame(draw);
            }
            """
        );
        await page.Mouse.MoveAsync(task!.X + 20, task.Y + 20);
        await page.Mouse.DownAsync();
        for (var step = 1; step <= 30; step++)
            await page.Mouse.MoveAsync(task.X + 20 + (step * 3), task.Y + 20 + step);
        var frames = await page.EvaluateAsync<double[]>("window.frames_");
        await page.Mouse.UpAsync();
        await Assertions.Expect(page.Locator("[data-status]")).ToHaveTextAsync("Есть несохранённые изменения");
        TestContext.Current.TestOutputHelper?.WriteLine($"dragging: a frame in {frames.Average():0} ms, at worst {frames.Max():0} ms");
        // A hand feels what takes longer than a tenth of a second.
        Assert.True(frames.Average() < 100, $"{frames.Average()} ms a frame");

        await page.Locator(".djs-palette [data-action=create]").ClickAsync();
        await Assertions.Expect(page.Locator(".djs-popup")).ToContainTextAsync("Решение по правилам");
        await page.Keyboard.PressAsync("Escape");
        var tools = await page.Locator(".djs-palette .entry:visible, .djs-context-pad .entry:visible, [data-panel] button:visible")
            .EvaluateAllAsync<string[]>("tools => tools.map(tool => tool.title || tool.ariaLabel || tool.textContent)");
        Assert.True(tools.Length > 15, $"{tools.Length} tools");
        Assert.All(tools.Where(tool => tool != "FEEL"), tool => Assert.Matches("[а-яё]", tool));

        await page.Locator("#element-list").SelectOptionAsync("T-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Прогон", Exact = true }).ClickAsync();
        await page.GetByTitle("Журнал прогона").First.ClickAsync();
        await page.GetByTitle("Случилось событие").First.ClickAsync();
        await Assertions.Expect(page.Locator(".bts-token").First).ToBeVisibleAsync();
        await EditorPages.Save(page);
        Assert.DoesNotContain("background-color", (await EditorPages.Xml(page)).ToString(), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await page.GotoAsync("/processes/large-trial/edit");
        await EditorPages.Drawn(page);
        await Assertions.Expect(page.GetByTitle("Create end event")).ToBeVisibleAsync();
        await page.Locator("#element-list").SelectOptionAsync("T250");
        await Assertions.Expect(page.Locator(".bio-properties-panel-header-type")).ToHaveTextAsync("User Task");
        await Assertions.Expect(page.Locator("[data-panel]").GetByLabel("Assignee", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Русский" }).ClickAsync();
    }

    /// <summary>A chain of tasks without a diagram.</summary>
    private static byte[] LargeDrawing(int tasks)
    {
        var text = new StringBuilder(
            """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="urn:large">
            <process id="large-trial" isExecutable="true"><startEvent id="T-1" /><endEvent id="End" />
            """
        );
        for (var number = 0; number < tasks; number++)
            text.Append(
                CultureInfo.InvariantCulture,
                $"""
                <userTask id="T{number}" name="Задача {number}" />
                <sequenceFlow id="F{number}" sourceRef="T{number - 1}" targetRef="T{number}" />
                """
            );
        text.Append(CultureInfo.InvariantCulture, $"<sequenceFlow id=\"Last\" sourceRef=\"T{tasks - 1}\" targetRef=\"End\" />");
        return Encoding.UTF8.GetBytes(text.Append("</process></definitions>").ToString());
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

    private static async Task Start(IPage page)
    {
        await page.Locator("#start-territory").SelectOptionAsync("RU.74");
        await page.GetByRole(AriaRole.Button, new() { Name = "Запустить" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/processes/runs/"));
    }

    private static async Task Complete(IPage page)
    {
        await page.GotoAsync("/tasks?q=" + Uri.EscapeDataString("Первая задача"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Первая задача" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Выполнено" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Выполнено" })).ToHaveCountAsync(0);
    }
}
