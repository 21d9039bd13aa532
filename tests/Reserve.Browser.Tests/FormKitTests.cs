using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

/// <summary>What every form has: seen on forms of several kinds, as its user meets it.</summary>
[Collection(SiteCollection.Name)]
public sealed class FormKitTests(RunningSite site)
{
    private const string Senders = "/appointments/senders";

    private static ILocator Dialog(IPage page) => page.GetByRole(AriaRole.Dialog);

    /// <summary>Leaves in another tab of the same browser.</summary>
    private static async Task SignOutBeside(IPage page)
    {
        var beside = await page.Context.NewPageAsync();
        await beside.GotoAsync("/account");
        await beside.GetByRole(AriaRole.Button, new() { Name = "Выйти" }).ClickAsync();
        await Assertions.Expect(beside.GetByRole(AriaRole.Button, new() { Name = "Войти", Exact = true })).ToBeVisibleAsync();
        await beside.CloseAsync();
        await page.BringToFrontAsync();
    }

    private static async Task SignInAbove(IPage page)
    {
        await Assertions.Expect(Dialog(page)).ToContainTextAsync("Сеанс окончен");
        var password = Dialog(page).GetByLabel("Пароль");
        await Assertions.Expect(password).ToBeFocusedAsync();
        await password.FillAsync("wrong");
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = "Войти", Exact = true }).ClickAsync();
        await Assertions.Expect(Dialog(page)).ToContainTextAsync("Неверное имя для входа или пароль");
        await password.FillAsync(RunningSite.Password);
        await Dialog(page).GetByRole(AriaRole.Button, new() { Name = "Войти", Exact = true }).ClickAsync();
    }

    [Fact]
    public async Task A_form_with_files_is_sent_with_them_after_signing_in_above_it()
    {
        await using var region = await site.SignIn("region");
        var page = region.Page;
        await page.GotoAsync("/appointments/new");
        await page.Locator("#Input_Territory").SelectOptionAsync("RU.74.20");
        await page.Locator("#Input_Person").FillAsync("Ветрова Анна Олеговна");
        await page.Locator("#Input_Outsider").CheckAsync();
        await page.Locator("#new-files").SetInputFilesAsync([DocumentPages.Pdf("Анкета.pdf", "questionnaire")]);
        await SignOutBeside(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Зарегистрировать" }).ClickAsync();
        await SignInAbove(page);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Документы дела");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Анкета.pdf");

        // The refusal of a form within a page stands in it, with what was typed.
        await page.GotoAsync(page.Url.Replace("/documents", "", StringComparison.Ordinal));
        await page.Locator("summary", new() { HasText = "Отозвать запрос" }).ClickAsync();
        await page.Locator("#withdraw-note").FillAsync("   ");
        await page.Locator(".question").GetByRole(AriaRole.Button, new() { Name = "Отозвать запрос" }).ClickAsync();
        await Assertions.Expect(page.Locator(".question [role=alert]")).ToContainTextAsync("Напишите, почему запрос отзывается.");
        await Assertions.Expect(page.Locator(".question [role=alert]")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#withdraw-note")).ToHaveValueAsync("   ");
    }

    [Fact]
    public async Task A_task_is_done_by_the_button_that_was_pressed_though_the_session_had_ended()
    {
        await using var officer = await site.SignIn("kadry");
        var page = officer.Page;
        await page.GotoAsync("/tasks");
        var tasks = await page.Locator("#tasks a[href^='/tasks/']").EvaluateAllAsync<string[]>("links => links.map(link => link.href)");
        var button = page.Locator("form[hx-post] .card-footer button").First;
        foreach (var task in tasks)
        {
            await page.GotoAsync(task);
            if (await button.CountAsync() > 0)
                break;
        }
        // The server alone knows that the session is gone.
        await page.Context.ClearCookiesAsync(new() { Name = "reserve" });
        await button.ClickAsync();
        await SignInAbove(page);
        await Assertions.Expect(Dialog(page)).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".alert, .is-invalid, [aria-invalid=true]").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("Страница не найдена");
    }

    [Fact]
    public async Task Mistakes_are_met_at_their_fields_Back_keeps_what_was_typed_and_two_clicks_send_once()
    {
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        await page.GotoAsync(Senders);
        var address = page.Locator("#Input_Address");
        await address.FillAsync("not an address");
        await page.GetByRole(AriaRole.Button, new() { Name = "Добавить" }).ClickAsync();
        await Assertions.Expect(address).ToBeFocusedAsync();
        await Assertions.Expect(address).ToHaveAttributeAsync("aria-invalid", "true");
        var said = await address.GetAttributeAsync("aria-describedby");
        await Assertions.Expect(page.Locator($"#{said}")).Not.ToBeEmptyAsync();

        await page.GoBackAsync();
        await Assertions.Expect(address).ToHaveValueAsync("not an address");
        await page.GoForwardAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Адреса запросов");

        var posts = 0;
        page.Request += (_, request) => posts += request.Method == "POST" ? 1 : 0;
        await address.FillAsync($"kit-{Guid.NewGuid():n}@example.test");
        await page.Locator("#Input_Territory").SelectOptionAsync("RU.74");
        await page.GetByRole(AriaRole.Button, new() { Name = "Добавить" }).DblClickAsync();
        await Assertions.Expect(page.Locator(".alert-success")).ToBeVisibleAsync();
        Assert.Equal(1, posts);
        await Assertions.Expect(address).ToHaveValueAsync("");
        await page.GoBackAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Адреса запросов");
    }

    [Fact]
    public async Task Leaving_typed_text_is_warned_of_and_another_tab_tells_what_it_changed()
    {
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        await page.GotoAsync("/substitutions/new");
        var warned = new TaskCompletionSource<string>();
        page.Dialog += async (_, dialog) =>
        {
            warned.TrySetResult(dialog.Type);
            await dialog.DismissAsync();
        };
        await page.Locator("#Input_Number").PressSequentiallyAsync("Приказ № 5");
        await page.GetByRole(AriaRole.Link, new() { Name = "К замещениям" }).DispatchEventAsync("click");
        Assert.Equal("beforeunload", await warned.Task.WaitAsync(TimeSpan.FromSeconds(15)));
        await Assertions.Expect(page.Locator("#Input_Number")).ToHaveValueAsync("Приказ № 5");

        var (shows, changes) = (await page.Context.NewPageAsync(), await page.Context.NewPageAsync());
        await shows.GotoAsync(Senders);
        await changes.GotoAsync(Senders);
        await changes.Locator("#Input_Address").FillAsync($"kit-{Guid.NewGuid():n}@example.test");
        await changes.Locator("#Input_Territory").SelectOptionAsync("RU.74");
        await changes.GetByRole(AriaRole.Button, new() { Name = "Добавить" }).ClickAsync();
        await Assertions.Expect(changes.Locator(".alert-success")).ToBeVisibleAsync();
        await Assertions.Expect(shows.Locator("#flash")).ToContainTextAsync("изменено в другой вкладке");
        await shows.GetByRole(AriaRole.Button, new() { Name = "Обновить" }).ClickAsync();
        await Assertions.Expect(shows.Locator("#flash")).Not.ToContainTextAsync("изменено в другой вкладке");
    }

    [Fact]
    public async Task Without_scripts_what_was_typed_survives_signing_in()
    {
        var context = await site.Browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = site.Address.ToString(),
                JavaScriptEnabled = false,
                Locale = "ru-RU",
            }
        );
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/sign-in?ReturnUrl={Senders}");
        await SignIn();
        var address = $"kit-{Guid.NewGuid():n}@example.test";
        await page.Locator("#Input_Address").FillAsync(address);
        await page.Locator("#Input_Territory").SelectOptionAsync("RU.74");
        await context.ClearCookiesAsync(new() { Name = "reserve" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Добавить" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Сеанс окончен");
        await SignIn();
        await page.GetByRole(AriaRole.Button, new() { Name = "Повторить" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(address);
        await context.CloseAsync();

        async Task SignIn()
        {
            await page.GetByLabel("Имя для входа").FillAsync("admin");
            await page.GetByLabel("Пароль").FillAsync(RunningSite.Password);
            await page.GetByRole(AriaRole.Button, new() { Name = "Войти", Exact = true }).ClickAsync();
        }
    }
}
