using System.Text.Json;
using Microsoft.Playwright;
using Reserve.Engine.Dmn;
using Reserve.Engine.Feel;

namespace Reserve.Browser.Tests;

/// <summary>An administrator changes a rule in its table, sees what the check says and whom it would touch, and publishes it.</summary>
[Collection(SiteCollection.Name)]
public sealed class RuleEditorTests(RunningSite site)
{
    [Fact]
    public async Task A_limit_is_changed_in_the_table_tried_on_the_candidates_and_published()
    {
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        await page.GotoAsync("/rules");
        await page.GetByRole(AriaRole.Link, new() { Name = "Рейтинг и зоны кадрового резерва" }).ClickAsync();
        await page.Locator("[data-dmn-viewer][data-drawn]").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Изменить" }).ClickAsync();
        await Open(page, "Зона");

        await Type(page, 2, "< 65");
        await Assertions.Expect(page.Locator("[data-findings]")).ToContainTextAsync("правила 2 и 3 срабатывают вместе");
        await page.Locator("[data-findings] button").ClickAsync();
        await Assertions.Expect(page.Locator("[data-row-id='band_rule3'].diagnosed-cell").First).ToBeVisibleAsync();
        await Type(page, 1, "[65..90)");
        await Assertions.Expect(page.Locator("[data-findings]")).ToContainTextAsync("Замечаний нет.");
        await page.Locator("td.annotation").Nth(2).ClickAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("Методическая помощь по графику");
        await page.GetByLabel("Входы (JSON)")
            .FillAsync("""{"examination": {"percent": 100}, "ratingInputs": {"dynamics": 60, "experiencePlan": 0, "contests": 0}}""");
        await Assertions.Expect(page.Locator("[data-attempt]")).ToContainTextAsync("правило 3: Балл: < 65");
        await page.Keyboard.PressAsync("Control+s");
        await Assertions.Expect(page.Locator("[data-status]")).ToHaveTextAsync("Черновик сохранён");

        await page.GetByRole(AriaRole.Link, new() { Name = "Кого это затронет" }).First.ClickAsync();
        await Assertions.Expect(page.Locator("#summary")).ToContainTextAsync("Из запаса в зону риска");
        await Assertions.Expect(page.Locator("#rows a[href^='/candidates/']").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#rows tbody tr").First).ToContainTextAsync("управленческий запас");
        await Assertions.Expect(page.Locator("#rows tbody tr").First).ToContainTextAsync("зона риска");
        await page.Locator("summary", new() { HasText = "Опубликовать" }).ClickAsync();
        await Assertions.Expect(page.Locator("details.confirm")).ToContainTextAsync("Из запаса в зону риска");
        await page.GetByRole(AriaRole.Button, new() { Name = "Опубликовать" }).ClickAsync();
        await Assertions.Expect(page.Locator("#flash")).ToContainTextAsync("Опубликована версия 2.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Сравнить" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("«Зона», правило 2, «Балл»: было [30..90), стало [65..90).");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("«Зона», правило 3, «Балл»: было < 30, стало < 65.");
        await Assertions
            .Expect(page.Locator("main"))
            .ToContainTextAsync("«Зона», правило 3, «Пояснение»: было Адресная методическая помощь, стало Методическая помощь по графику.");
    }

    [Fact]
    public async Task Every_shipped_rule_survives_the_editor_without_any_change_of_meaning()
    {
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        await page.GotoAsync("/rules");
        var addresses = await page.Locator("tbody a[href^='/rules/']")
            .EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
        Assert.True(addresses.Length >= 9, string.Join(' ', addresses));
        foreach (var address in addresses)
        {
            await page.GotoAsync(address + "/edit");
            await page.Locator("[data-canvas][data-drawn]").WaitForAsync();
            foreach (
                var view in await page.Locator("#view-list option")
                    .EvaluateAllAsync<string[]>("options => options.map(option => option.value)")
            )
                await page.Locator("#view-list").SelectOptionAsync(view);
            await page.GetByRole(AriaRole.Button, new() { Name = "Сохранить черновик" }).ClickAsync();
            await Assertions.Expect(page.Locator("[data-status]")).ToHaveTextAsync("Черновик сохранён");

            await page.GetByRole(AriaRole.Link, new() { Name = "Что изменено" }).ClickAsync();
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("По смыслу версии одинаковы");
            await page.GotoAsync(address + "/edit");
            await page.Locator("[data-canvas][data-drawn]").WaitForAsync();
            await DecidesTheSame(page, address);
            await page.Locator("summary", new() { HasText = "Выбросить черновик" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Выбросить черновик" }).ClickAsync();
            await Assertions.Expect(page.Locator("#flash")).ToContainTextAsync("Черновик удалён.");
        }
    }

    [Fact]
    public async Task What_is_on_the_page_outlives_a_refused_saving_and_a_careless_step_away()
    {
        await using var admin = await site.SignIn("admin");
        await using var other = await site.SignIn("admin");
        foreach (var page in new[] { admin.Page, other.Page })
        {
            await page.GotoAsync("/rules/appointment-approval/quorum/edit");
            await Open(page, "Кворум");
        }

        await Type(admin.Page, 0, "> 2/3");
        await admin.Page.Keyboard.PressAsync("Control+s");
        await Assertions.Expect(admin.Page.Locator("[data-status]")).ToHaveTextAsync("Черновик сохранён");
        await Type(other.Page, 0, "> 3/4");
        var refused = await other.Page.RunAndWaitForResponseAsync(
            () => other.Page.Keyboard.PressAsync("Control+s"),
            answer => answer.Url.Contains("handler=Save", StringComparison.Ordinal)
        );

        Assert.Equal(409, refused.Status);
        await Assertions.Expect(other.Page.Locator("[data-status]")).ToContainTextAsync("Черновик уже изменил");
        await Assertions.Expect(other.Page.Locator("[data-canvas]")).ToContainTextAsync("> 3/4");
        var asked = "";
        other.Page.Dialog += async (_, dialog) =>
        {
            asked = dialog.Type;
            await dialog.DismissAsync();
        };
        await other.Page.GetByRole(AriaRole.Link, new() { Name = "К правилу" }).ClickAsync();
        await other.Until(() => "the question before leaving", () => Task.FromResult(asked == "beforeunload"));
        await Assertions.Expect(other.Page.Locator("[data-canvas]")).ToContainTextAsync("> 3/4");

        await admin.Page.ReloadAsync();
        await admin.Page.Locator("summary", new() { HasText = "Выбросить черновик" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Выбросить черновик" }).ClickAsync();
        await Assertions.Expect(admin.Page.Locator("#flash")).ToContainTextAsync("Черновик удалён.");
    }

    [Fact]
    public async Task On_a_phone_no_page_of_rules_sticks_out()
    {
        await using var admin = await site.SignIn("admin", phone: true);
        foreach (
            var path in (string[])
                ["/rules", "/rules/reserve-cycle/zone", "/rules/commission-question/attestation/edit", "/rules/appointment-approval/voting"]
        )
        {
            await admin.Page.GotoAsync(path);
            await admin.Page.Locator("h1").WaitForAsync();
            Assert.Equal(390, await admin.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
    }

    /// <summary>The published rule and the draft give the same for every example that the page offers.</summary>
    private static async Task DecidesTheSame(IPage page, string address)
    {
        var published = DmnReader.Read(await (await page.APIRequest.GetAsync($"{address}?handler=Xml")).TextAsync()).Model!;
        var drafted = DmnReader.Read(await (await page.APIRequest.GetAsync($"{address}/edit?handler=Xml")).TextAsync()).Model!;
        var examples = await page.Locator("[data-samples] option")
            .EvaluateAllAsync<string[]>("options => options.map(option => option.value).filter(value => value)");
        foreach (var example in examples.Append("{}"))
        {
            var inputs = published.ReadInputs(JsonDocument.Parse(example).RootElement)!;
            foreach (var decision in published.Definitions.Decisions)
                Assert.Equal(Value(published, decision.Id), Value(drafted, decision.Id));

            string Value(DmnModel model, string decision) =>
                model
                    .Evaluate(decision, inputs, new FeelOptions(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)))
                    .Value.ToString();
        }
    }

    private static async Task Open(IPage page, string decision)
    {
        await page.Locator("[data-canvas][data-drawn]").WaitForAsync();
        await page.Locator("#view-list").SelectOptionAsync(new SelectOptionValue { Label = decision });
        await page.Locator("td.input-cell").First.WaitForAsync();
    }

    private static async Task Type(IPage page, int rule, string condition)
    {
        await page.Locator("td.input-cell").Nth(rule).ClickAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync(condition);
    }
}
