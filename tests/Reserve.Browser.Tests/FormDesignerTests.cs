using System.Text;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

/// <summary>An administrator designs a form, tries it, publishes it; whoever has the task fills it in on a phone.</summary>
[Collection(SiteCollection.Name)]
public sealed class FormDesignerTests(RunningSite site)
{
    private const string Drawing = """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:elsa="https://elsaworkflows.io/schemas/bpmn/v1"
          id="d" targetNamespace="urn:test">
          <process id="form-trial" name="Проба формы" isExecutable="true">
            <startEvent id="Start"><outgoing>f1</outgoing></startEvent>
            <userTask id="Ask" name="Заявка на поездку"><extensionElements><elsa:activityBinding activityType="Reserve.HumanTask">
              <elsa:input name="role">{"typeName":"String","expression":{"type":"Literal","value":"HrOfficer"}}</elsa:input>
              <elsa:input name="form">{"typeName":"String","expression":{"type":"Literal","value":"trip"}}</elsa:input>
            </elsa:activityBinding></extensionElements><incoming>f1</incoming><outgoing>f2</outgoing></userTask>
            <endEvent id="End"><incoming>f2</incoming></endEvent>
            <sequenceFlow id="f1" sourceRef="Start" targetRef="Ask" />
            <sequenceFlow id="f2" sourceRef="Ask" targetRef="End" />
          </process>
        </definitions>
        """;

    private const string Form = """
        {"type":"default","id":"trip","title":"Поездка","components":[
          {"type":"checkbox","key":"goes","label":"Едет сам"},
          {"type":"dynamiclist","path":"days","label":"Расходы","components":[
            {"type":"textfield","key":"what","label":"На что","validate":{"required":true}},
            {"type":"number","key":"cost","label":"Рублей"}]},
          {"type":"expression","key":"total","properties":{"label":"Всего рублей"},"expression":"=sum(days.cost)"}]}
        """;

    [Fact]
    public async Task A_form_is_designed_tried_published_and_filled_in_on_a_phone()
    {
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        await EditorPages.Create(page, "Проба формы", "form-trial");
        await EditorPages.UploadFile(page, "form-trial", "process.bpmn", Encoding.UTF8.GetBytes(Drawing));
        await EditorPages.UploadFile(page, "form-trial", "trip.json", Encoding.UTF8.GetBytes(Form));
        await page.GotoAsync("/processes/form-trial/file?path=forms/trip.json");
        await page.Locator("[data-form-designer][data-ready]").WaitForAsync();

        // By the keyboard alone: the palette is reached and Enter adds a field, which is selected.
        var palette = page.Locator(".fjs-palette-field[data-field-type=textfield]");
        await Assertions.Expect(palette).ToContainTextAsync("Строка");
        await palette.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Open(page, "Общее");
        await Write(page, "label", "Город");
        await Write(page, "key", "city");
        await Open(page, "Условие");
        await page.Locator("[data-entry-id=conditional-hide] .cm-content").ClickAsync();
        await page.Keyboard.InsertTextAsync("goes != true");
        await page.Keyboard.PressAsync("Escape");
        await Open(page, "Проверка");
        await page.Locator(".fjs-properties-panel").GetByLabel("Обязательно").CheckAsync(new() { Force = true });
        foreach (var written in (string[])["label\": \"Город", "key\": \"city", "hide\": \"=goes != true", "required\": true"])
            await Assertions.Expect(page.Locator("textarea#text")).ToHaveValueAsync(new Regex("\"" + Regex.Escape(written)));
        if (Environment.GetEnvironmentVariable("FORM_PICTURE") is { } to)
            await page.ScreenshotAsync(new() { Path = to + "1.png", FullPage = true });
        Assert.Empty(await English(page));
        Assert.Empty(await Serious(page));
        await page.GetByRole(AriaRole.Button, new() { Name = "Сохранить черновик" }).ClickAsync();
        await Assertions.Expect(page.Locator("#flash")).ToContainTextAsync("Сохранено в черновике.");

        // The preview is the form as its reader will see it, and nothing of it is kept.
        var preview = page.Locator("#preview");
        await Assertions.Expect(preview.GetByLabel("Город")).ToBeHiddenAsync();
        await preview.GetByLabel("Едет сам").CheckAsync();
        await Assertions.Expect(preview.GetByLabel("Город")).ToBeVisibleAsync();
        await preview.GetByLabel("Город").FillAsync("Миасс");
        await preview.GetByRole(AriaRole.Button, new() { Name = "Проверить ответы" }).Last.ClickAsync();
        await Assertions.Expect(preview.Locator(".alert-success")).ToContainTextAsync("\"Миасс\"");

        await EditorPages.PublishFiles(page, "form-trial", 1);
        await page.Locator("#start-territory").SelectOptionAsync("RU.74");
        await page.GetByRole(AriaRole.Button, new() { Name = "Запустить" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/processes/runs/"));

        await using var officer = await site.SignIn("kadry", phone: true);
        await officer.OpenTask("Заявка на поездку", "Заявка на поездку");
        await Fill(officer);
    }

    private static async Task Fill(Person officer)
    {
        var page = officer.Page;
        await Assertions.Expect(page.GetByLabel("Город")).ToBeHiddenAsync();
        await page.GetByLabel("На что").FillAsync("Гостиница");
        await page.GetByLabel("Рублей", new() { Exact = true }).FillAsync("2500,5");
        await Assertions.Expect(page.Locator("output")).ToHaveTextAsync("2\u00a0500,5");

        // Focus and what is typed stay where they are when the server has answered.
        await page.GetByLabel("Едет сам").CheckAsync();
        await Assertions.Expect(page.GetByLabel("Город")).ToBeVisibleAsync();
        await page.GetByLabel("Город").PressSequentiallyAsync("Миасс", new() { Delay = 120 });
        await Assertions.Expect(page.GetByLabel("Город")).ToHaveValueAsync("Миасс");
        await Assertions.Expect(page.GetByLabel("Город")).ToBeFocusedAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Добавить строку" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("На что").Nth(1)).ToBeFocusedAsync();
        await page.GetByLabel("Рублей", new() { Exact = true }).Nth(1).FillAsync("100");
        await Assertions.Expect(page.Locator("output")).ToHaveTextAsync("2\u00a0600,5");
        if (Environment.GetEnvironmentVariable("FORM_PICTURE") is { } to)
            await page.ScreenshotAsync(new() { Path = to + "2.png", FullPage = true });
        Assert.Empty(await Serious(page));
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));

        // A problem stands beside the field of its row; the rest is kept.
        await page.GetByRole(AriaRole.Button, new() { Name = "Выполнено", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#f-days-1-what-problem")).ToHaveTextAsync("Заполните это поле.");
        await Assertions.Expect(page.GetByLabel("На что").First).ToHaveValueAsync("Гостиница");
        await page.GetByRole(AriaRole.Button, new() { Name = "Убрать строку" }).Nth(1).ClickAsync();
        await Assertions.Expect(page.Locator("output")).ToHaveTextAsync("2\u00a0500,5");
        await officer.Finish();
    }

    /// <summary>Opens a group of the panel, unless it is open.</summary>
    private static async Task Open(IPage page, string group)
    {
        var header = page.Locator(".fjs-properties-panel .bio-properties-panel-group-header", new() { HasText = group }).First;
        if (!await header.EvaluateAsync<bool>("header => header.classList.contains('open')"))
            await header.ClickAsync();
    }

    private static async Task Write(IPage page, string entry, string text)
    {
        await page.Locator($".fjs-properties-panel [data-entry-id={entry}]").Locator(".cm-content, input, textarea").First.ClickAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.InsertTextAsync(text);
        await page.Keyboard.PressAsync("Tab");
    }

    /// <summary>Words of the designer in Latin letters that nobody typed.</summary>
    private static Task<string[]> English(IPage page) =>
        page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('.fjs-palette-field-text, .fjs-palette-group-title,'
                + '.bio-properties-panel-group-header-title, .bio-properties-panel-label, .bio-properties-panel-header-type,'
                + '.bio-properties-panel-description')]
              .filter((part) => part.checkVisibility()).map((part) => part.textContent.trim())
              .filter((text) => /^[A-Za-z][a-z]+/.test(text) && !/FEEL/.test(text))
            """
        );

    private static async Task<IReadOnlyList<string>> Serious(IPage page)
    {
#pragma warning disable CS0618
        var result = await page.Locator("html")
            .RunAxeLegacy(
                new AxeRunOptions
                {
                    RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] },
                    ResultTypes = [ResultType.Violations],
                }
            );
#pragma warning restore CS0618
        return
        [
            .. result
                .Violations.Where(found => found.Impact is "serious" or "critical")
                .Select(found => $"{found.Id}: {string.Join(", ", found.Nodes.Select(node => node.Target.ToString()))}"),
        ];
    }
}
