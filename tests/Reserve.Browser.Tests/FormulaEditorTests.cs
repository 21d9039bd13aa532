using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

/// <summary>
/// An administrator writes the total's formula in the real editor; the monitoring follows at once, and the former version can be had again.
/// </summary>
[Collection(SiteCollection.Name)]
public sealed class FormulaEditorTests(RunningSite site)
{
    private const string Formula = "/monitoring/formulas/rating/RU.74/total";

    [Fact]
    public async Task A_total_is_written_completed_mended_tried_published_compared_and_seen_in_the_monitoring()
    {
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        await page.GotoAsync(Formula);
        var shipped = await page.Locator(".feel-shown").InnerTextAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Изменить" }).ClickAsync();
        await page.Locator("[data-feel][data-ready]").WaitForAsync();
        var editor = page.GetByRole(AriaRole.Textbox, new() { Name = "Формула на FEEL" });
        var value = page.Locator("[data-live-value]");
        await page.Locator("#Place").SelectOptionAsync(new SelectOptionValue { Label = "Златоустовский городской округ" });
        await Assertions.Expect(value).ToHaveTextAsync("78");

        // A name of two words is completed from its beginning; the editor is left with Tab.
        await editor.ClickAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("создание усл");
        await page.Locator(".cm-tooltip-autocomplete li", new() { HasTextString = "создание условий" }).ClickAsync();
        await Assertions.Expect(value).ToHaveTextAsync("79");

        // A wrong word is underlined with the server's reason; the place in the list leads to it.
        await page.Keyboard.TypeAsync(" / 2 + достижение результатоф");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".cm-lintRange-error")).ToHaveTextAsync("достижение результатоф");
        await Assertions.Expect(page.Locator("#live")).ToContainTextAsync("есть «достижение результатов»");
        await page.GetByRole(AriaRole.Button, new() { Name = "строка 1, столбец 24" }).ClickAsync();
        await page.Keyboard.PressAsync("End");
        await page.Keyboard.PressAsync("Backspace");
        await page.Keyboard.TypeAsync("в");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.TypeAsync(" / 2");
        await Assertions.Expect(page.Locator(".cm-lintRange-error")).ToHaveCountAsync(0);
        await Assertions.Expect(value).ToHaveTextAsync("84,5");
        await Assertions.Expect(page.Locator("#live")).ToContainTextAsync("изменится");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByLabel("Единица")).ToBeFocusedAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Проба на данных" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Проба формулы");
        await Assertions.Expect(page.Locator("tr", new() { HasTextString = "Златоустовский" })).ToContainTextAsync("84,5");
        await Publish(page);
        await Assertions.Expect(page.Locator("#flash")).ToContainTextAsync("Опубликована версия 2.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Сравнить" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("версия 1 → версия 2");
        await Assertions
            .Expect(page.Locator("tr", new() { HasTextString = "организация рабочих процессов" }))
            .ToContainTextAsync("больше не читается");

        await page.GotoAsync("/monitoring");
        await Assertions.Expect(page.Locator("tr", new() { HasTextString = "Златоустовский" })).ToContainTextAsync("84,5");
        await using var officer = await site.SignIn("kadry");
        await officer.Page.GotoAsync("/monitoring");
        await Assertions.Expect(officer.Page.Locator("tr", new() { HasTextString = "Златоустовский" })).ToContainTextAsync("84,5");

        // The shipped text is published again: what others see is as before.
        await page.GotoAsync(Formula + "/edit");
        await page.Locator("[data-feel][data-ready]").WaitForAsync();
        await editor.ClickAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.InsertTextAsync(shipped);
        await Assertions.Expect(page.Locator("#live")).ToContainTextAsync("замечаний нет");
        await Publish(page);
        await Assertions.Expect(page.Locator("#flash")).ToContainTextAsync("Опубликована версия 3.");
        await page.GotoAsync("/monitoring");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("с напечатанным не совпадает: 1.");
    }

    [Fact]
    public async Task On_a_phone_nothing_sticks_out()
    {
        await using var admin = await site.SignIn("admin", phone: true);
        foreach (
            var path in (string[])["/monitoring/formulas", Formula, Formula + "/edit", "/monitoring/formulas/indicator/R-210-2021/32/edit"]
        )
        {
            await admin.Page.GotoAsync(path);
            Assert.Equal(390, await admin.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
    }

    private static async Task Publish(IPage page)
    {
        await page.Locator("summary", new() { HasText = "Опубликовать" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Опубликовать" }).ClickAsync();
    }
}
