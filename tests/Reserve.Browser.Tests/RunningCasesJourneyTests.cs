using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

/// <summary>Cases that run are helped: taken over to another version and back, repaired where they stopped.</summary>
[Collection(SiteCollection.Name)]
public sealed class RunningCasesJourneyTests(RunningSite site)
{
    private const int Cases = 30;

    [Fact]
    public async Task Thirty_cases_are_taken_over_undone_and_taken_over_again()
    {
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        await Publish(
            page,
            "Выезд в школу",
            "visit",
            Task("Look", "Осмотреть школу") + Task("Write", "Написать акт") + Task("Sign", "Подписать акт", Twice),
            "Look",
            "Write",
            "Sign"
        );
        await using var officer = await site.SignIn("kadry");
        for (var number = 1; number <= Cases; number++)
        {
            await Begin(officer, "Выезд в школу", $"Школа № {number}");
            if (number > Cases - 4)
                await Done(officer);
        }
        await officer.OpenTask("Написать акт", "Написать акт");
        await officer.Finish();

        await EditorPages.UploadFile(
            page,
            "visit",
            "process.bpmn",
            Drawing(
                "visit",
                "Выезд в школу",
                Task("Look", "Осмотреть школу и двор") + Task("Conclude", "Составить заключение") + Task("Sign", "Подписать акт"),
                "Look",
                "Conclude",
                "Sign"
            )
        );
        await Replay(page, "visit");
        await Says(page, "#OtherWay", "3 дела", "после «Осмотреть школу и двор»", "было «Написать акт»", "станет «Составить заключение»");
        await page.Locator("#OtherWay summary").First.ClickAsync();
        await Says(page, "#OtherWay", "Школа № ");
        await Says(page, "#Cannot", "1 дело", "на «Составить заключение»", "которого тогда никто не давал");
        await EditorPages.PublishFiles(page, "visit", 2);

        await page.GotoAsync("/processes/visit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Перенести дела на версию" }).ClickAsync();
        await Says(page, "#cases", "можно перенести: 26", "нужен выбор: 3", "нельзя: 1", "Школа № 1", "повторяются по-разному");
        Assert.DoesNotMatch("[0-9a-f]{8}-[0-9a-f]{4}", await page.Locator("#cases").InnerTextAsync());
        await page.GetByLabel("Чем стало «Написать акт»").SelectOptionAsync(new SelectOptionValue { Label = "Составить заключение" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Проверить ещё раз" }).ClickAsync();
        await Says(page, "#cases", "можно перенести: 29", "нужен выбор: 0", "нельзя: 1", "в открытой задаче меняется название");
        await Order(admin, "Приказ о новом порядке выездов");
        await Until(admin, "перенесено: 29");
        Assert.True(await officer.HasTask("Составить заключение", "Составить"));

        await page.Locator("summary", new() { HasText = "Отменить перенос" }).ClickAsync();
        await page.Locator("#undo-reason").FillAsync("Приказ отозван");
        await page.GetByRole(AriaRole.Button, new() { Name = "Отменить перенос" }).ClickAsync();
        await Until(admin, "возвращено: 29");
        Assert.True(await officer.HasTask("Написать акт", "Написать"));
        Assert.False(await officer.HasTask("Составить заключение", "Составить"));

        await page.GotoAsync("/processes/visit/migrate");
        await page.GetByLabel("Чем стало «Написать акт»").SelectOptionAsync(new SelectOptionValue { Label = "Составить заключение" });
        await Order(admin, "Приказ снова в силе");
        await Until(admin, "перенесено: 29");
        await officer.OpenTask("Составить заключение", "Составить");
        await officer.Finish();
        await page.ReloadAsync();
        await page.Locator("a[href^='/processes/runs/']").Last.ClickAsync();
        await Says(page, "#marks", "перенесено на другую версию", "перенос отменён", "Приказ отозван");
    }

    [Fact]
    public async Task A_changed_drawing_is_tried_on_the_recorded_year_before_anybody_meets_it()
    {
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        var shipped = await (
            await page.APIRequest.GetAsync(new Uri(site.Address, "/processes/reserve-cycle/edit?handler=Xml").ToString())
        ).TextAsync();
        const string Passed = "trainingOutcome = \"passed\"";
        Assert.Contains(Passed, shipped, StringComparison.Ordinal);
        await EditorPages.UploadFile(
            page,
            "reserve-cycle",
            "process.bpmn",
            Encoding.UTF8.GetBytes(shipped.Replace(Passed, Passed + " and training.score &gt;= 75", StringComparison.Ordinal))
        );
        await Replay(page, "reserve-cycle");
        await EditorPages.Picture(page, "before-publishing");
        await Says(page, "#OtherWay", "после «Освоена?»", "было «Выдать удостоверение»", "станет «Составить ИПР");
        var training = page.Locator("#OtherWay li.list-group-item", new() { HasText = "после «Освоена?»" }).First;
        await training.Locator("summary").ClickAsync();
        await training.GetByRole(AriaRole.Button, new() { Name = "Почему" }).First.ClickAsync();
        var why = Assertions.Expect(training.Locator(".why").First);
        await why.ToContainTextAsync("training.score >= 75");
        await why.ToContainTextAsync("не выполнено");

        await page.GotoAsync("/processes/reserve-cycle/edit");
        await EditorPages.Discard(page);
    }

    [Fact]
    public async Task A_stopped_case_is_repaired_by_a_changed_variable_and_a_moved_token()
    {
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        await Publish(
            page,
            "Жалоба",
            "complaint",
            Task("Read", "Прочитать жалобу")
                + """
                <exclusiveGateway id="Choice" name="Обоснована?" />
                <sequenceFlow id="Yes" sourceRef="Choice" targetRef="Accept"><conditionExpression>verdict = "да"</conditionExpression>
                </sequenceFlow>
                <sequenceFlow id="No" sourceRef="Choice" targetRef="Refuse"><conditionExpression>verdict = "нет"</conditionExpression>
                </sequenceFlow>
                """
                + Task("Accept", "Принять меры")
                + Task("Refuse", "Отказать")
                + """<endEvent id="Refused" /><sequenceFlow id="F9" sourceRef="Refuse" targetRef="Refused" />"""
                + """<sequenceFlow id="F0" sourceRef="Read" targetRef="Choice" />""",
            "Read",
            "|",
            "Accept"
        );
        await using var officer = await site.SignIn("kadry");
        await Begin(officer, "Жалоба", "Жалоба Петровой");
        await Done(officer);

        await page.GotoAsync("/processes/complaint");
        await page.Locator("#runs").GetByRole(AriaRole.Cell, new() { Name = "Жалоба Петровой" }).WaitForAsync();
        await page.Locator("#runs a[href^='/processes/runs/']").First.ClickAsync();
        await Says(page, "#incidents", "no-flow");
        await page.Locator("#new-name").FillAsync("verdict");
        await page.Locator("#new-value").FillAsync("\"да\"");
        await page.Locator("#new-reason").FillAsync("Решение было на бумаге");
        await page.GetByRole(AriaRole.Button, new() { Name = "Добавить", Exact = true }).ClickAsync();
        await Says(page, "#variables", "verdict", "\"да\"", "admin");

        // On the drawing: what stands at the choice, then where it goes.
        await page.Locator("[data-drawn]").WaitForAsync();
        await page.Locator("[data-bpmn-viewer] [data-element-id=Choice]").First.ClickAsync();
        await page.Locator("[data-bpmn-viewer] [data-element-id=Accept]").First.ClickAsync();
        await Assertions.Expect(page.Locator("#move-to")).ToHaveValueAsync("Accept");
        await Assertions.Expect(page.Locator("[data-element=Choice]")).ToBeCheckedAsync();
        await page.Locator("#move-reason").FillAsync("Жалоба обоснована");
        await page.GetByRole(AriaRole.Button, new() { Name = "Переставить", Exact = true }).ClickAsync();
        await Says(
            page,
            "#marks",
            "переставлено на рисунке",
            "Обоснована? → Принять меры",
            "изменена переменная",
            "Решение было на бумаге"
        );
        await officer.OpenTask("Принять меры", "Принять");
        await officer.Finish();
        await admin.Until(
            () => "the end of the case",
            async () =>
            {
                await page.ReloadAsync();
                return await page.Locator("h1").GetByText("завершён").CountAsync() > 0;
            }
        );
        await page.GetByRole(AriaRole.Button, new() { Name = "Проверить повтором" }).ClickAsync();
        await Assertions.Expect(page.Locator("#flash")).ToContainTextAsync("состояние то же");
    }

    [Fact]
    public async Task Twenty_cases_that_one_cause_has_stopped_are_found_and_retried_together_after_a_dry_run()
    {
        const int Stopped = 20;
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        await Publish(page, "Проверка по реестру", "registry-check", """<manualTask id="Look" name="Сверить" />""", "Look");
        await Publish(
            page,
            "Приём заявлений",
            "intake",
            Task("Read", "Прочитать заявление")
                + """<callActivity id="Check" name="Проверить по реестру" calledElement="registry-check" />"""
                + Task("Answer", "Ответить заявителю"),
            "Read",
            "Check",
            "Answer"
        );
        await page.GotoAsync("/processes/registry-check");
        await page.Locator("#manage summary", new() { HasText = "Снять с использования" }).ClickAsync();
        await page.Locator("#manage details[open] button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Процесс снят с использования");
        await using var officer = await site.SignIn("kadry");
        for (var number = 1; number <= Stopped; number++)
        {
            await Begin(officer, "Приём заявлений", $"Заявление № {number}");
            await Done(officer);
        }

        await page.GotoAsync("/processes");
        await page.GetByRole(AriaRole.Link, new() { Name = "Дела процессов" }).ClickAsync();
        await page.Locator("#state").SelectOptionAsync(new SelectOptionValue { Label = "с инцидентом" });
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("state=incident"));
        await page.Locator("#process").SelectOptionAsync(new SelectOptionValue { Label = "Приём заявлений" });
        await Says(page, "#list", $"Всего: {Stopped} дел", "Заявление № 20", "Проверить по реестру", "1 инцидент");
        Assert.DoesNotMatch("[0-9a-f]{8}-[0-9a-f]{4}", await page.Locator("#list").InnerTextAsync());

        // Before the cause is gone: looked at, ordered, refused one by one.
        await page.GetByLabel("со всеми найденными").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Повторить инциденты" }).ClickAsync();
        await Says(page, "#cases", $"будет сделано: {Stopped}", "Будет повторён шаг «Проверить по реестру».", "Заявление № 1");
        await Confirm(page, "Попробуем ещё раз", "Повторить инциденты");
        await Until(admin, $"отказов: {Stopped}");
        await Says(page, "#cases", "Причина инцидента осталась: повтор ничего не изменил.");

        await page.GotoAsync("/processes/registry-check");
        await page.GetByRole(AriaRole.Button, new() { Name = "Вернуть в использование" }).ClickAsync();
        await page.GotoAsync("/processes/desk");
        await page.Locator("#latest a").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Повторить для отказанных") }).ClickAsync();
        await Says(page, "#cases", $"будет сделано: {Stopped}");
        await page.GetByLabel("Взять: Заявление № 7", new() { Exact = true }).UncheckAsync();
        await Confirm(page, "Реестр подключён", "Повторить инциденты");
        await Until(admin, $"сделано: {Stopped - 1} · отказов: 0 · не тронуто: 1");
        await officer.OpenTask("Ответить заявителю", "Ответить");

        await page.GotoAsync("/processes/desk?process=intake&state=incident");
        await Says(page, "#list", "Всего: 1 дело", "Заявление № 7");
        await page.GotoAsync("/processes/desk?process=intake&element=Answer");
        Assert.Equal(Stopped - 1, await page.Locator("#list tbody tr").CountAsync());
        await page.Locator("#list tbody a").First.ClickAsync();
        await Says(page, "#marks", "повторено после инцидента", "Реестр подключён", "Проверить по реестру");
    }

    private static async Task Confirm(IPage page, string reason, string button)
    {
        await page.Locator("#reason").FillAsync(reason);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^" + button) }).ClickAsync();
    }

    private static async Task Replay(IPage page, string key)
    {
        await page.GotoAsync($"/processes/{key}/replay");
        await page.GetByLabel("За какое время").SelectOptionAsync("24");
        await page.GetByRole(AriaRole.Button, new() { Name = "Проиграть" }).ClickAsync();
        await Assertions.Expect(page.Locator("#replay [role=status]")).ToContainTextAsync("всего", new() { Timeout = 60_000 });
    }

    private static async Task Order(Person admin, string reason)
    {
        await admin.Page.Locator("#reason").FillAsync(reason);
        await admin.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Перенести, что можно") }).ClickAsync();
        await Assertions.Expect(admin.Page).ToHaveURLAsync(new Regex("/processes/migrations/"));
    }

    /// <summary>Waits for the page to say so by itself, as it shows how far the work is.</summary>
    private static Task Until(Person admin, string said) =>
        Assertions.Expect(admin.Page.Locator("#progress")).ToContainTextAsync(said, new() { Timeout = 60_000 });

    private static async Task Says(IPage page, string place, params string[] texts)
    {
        foreach (var text in texts)
            await Assertions.Expect(page.Locator(place)).ToContainTextAsync(text);
    }

    private static async Task Begin(Person officer, string process, string about)
    {
        await officer.Page.GotoAsync("/tasks/begin");
        await officer.Choose("Процесс", process);
        await officer.Fill("О чём, для списка (можно не заполнять)", about);
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Начать", Exact = true }).ClickAsync();
        await Assertions.Expect(officer.Page).ToHaveURLAsync(new Regex("/tasks/[0-9a-f-]{36}/"));
    }

    /// <summary>Does the task that the process began with: the page says already that it has begun.</summary>
    private static async Task Done(Person officer)
    {
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Выполнено", Exact = true }).ClickAsync();
        await Assertions.Expect(officer.Page).ToHaveURLAsync(new Regex("/tasks$"));
    }

    private static async Task Publish(IPage page, string name, string key, string elements, params string[] way)
    {
        await EditorPages.Create(page, name, key);
        await EditorPages.UploadFile(page, key, "process.bpmn", Drawing(key, name, elements, way));
        await EditorPages.PublishFiles(page, key, 1);
    }

    private const string Twice =
        "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>";

    private static string Task(string id, string name, string more = "") =>
        $"""
            <userTask id="{id}" name="{name}"><extensionElements><elsa:activityBinding activityType="Reserve.HumanTask">
            {Input("role", "HrOfficer")}</elsa:activityBinding></extensionElements>{more}</userTask>
            """;

    private static string Input(string name, string value) =>
        $$$"""
            <elsa:input name="{{{name}}}">{"typeName":"String","expression":{"type":"Literal","value":"{{{value}}}"}}</elsa:input>
            """;

    /// <summary>A start by an officer, the elements, and flows along the way; a bar is a gap that the elements close themselves.</summary>
    private static byte[] Drawing(string key, string name, string elements, params string[] way)
    {
        string[] all = ["Start", .. way, "End"];
        var flows = all.Zip(all.Skip(1))
            .Where(pair => pair.First != "|" && pair.Second != "|")
            .Select(
                (pair, index) =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"""<sequenceFlow id="W{index}" sourceRef="{pair.First}" targetRef="{pair.Second}" />"""
                    )
            );
        return Encoding.UTF8.GetBytes(
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:elsa="https://elsaworkflows.io/schemas/bpmn/v1"
              id="D_{key}" targetNamespace="urn:test">
              <process id="{key}" name="{name}" isExecutable="true">
                <startEvent id="Start"><extensionElements><elsa:activityBinding activityType="Reserve.Start">
                {Input("role", "HrOfficer")}</elsa:activityBinding></extensionElements></startEvent>
                {elements}<endEvent id="End" />{string.Concat(flows)}
              </process>
            </definitions>
            """
        );
    }
}
