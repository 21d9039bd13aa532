using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

/// <summary>An officer with a phone, whose finger the browser's own authenticator plays.</summary>
[Collection(SiteCollection.Name)]
public sealed class PasskeyJourneyTests(RunningSite site)
{
    private const string Key = "Рабочий телефон";

    [Fact]
    public async Task A_key_is_added_on_a_phone_signs_in_is_removed_and_then_opens_nothing()
    {
        await using var person = await site.Visit("/sign-in?ReturnUrl=/account", phone: true, host: "localhost");
        var page = person.Page;
        await Authenticator(page);
        await person.Fill("Имя для входа", "municipality");
        await person.Fill("Пароль", RunningSite.Password);
        await Button(page, "Войти").ClickAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Добавить ключ" }).ClickAsync();
        await person.Fill("Название", Key);
        await Button(page, "Создать ключ").ClickAsync();
        await Assertions.Expect(page.Locator(".alert-success")).ToContainTextAsync($"Ключ «{Key}» добавлен");
        await Assertions.Expect(page.Locator("#keys")).ToContainTextAsync(Key);
        await Assertions.Expect(page.Locator("#keys")).ToContainTextAsync("ещё не было");

        // This device has one: a second is not made.
        await Button(page, "Создать ключ").ClickAsync();
        await Assertions.Expect(page.Locator("#add [role=alert]").Last).ToContainTextAsync("уже есть ваш ключ");

        // The browser offers the key by itself, and the finger is on it already.
        await SignOut(page);
        await SignedIn(page);
        await page.GotoAsync("/account/passkeys");
        await Assertions.Expect(page.Locator("#keys")).ToContainTextAsync(Key);
        await Assertions.Expect(page.Locator("#keys")).Not.ToContainTextAsync("ещё не было");

        // Another browser waits for the button.
        await page.AddInitScriptAsync("PublicKeyCredential.isConditionalMediationAvailable = async () => false");
        await SignOut(page);
        await Button(page, "Войти с ключом доступа").ClickAsync();
        await SignedIn(page);
        await page.GotoAsync("/account/passkeys");

        await page.Locator("#keys summary", new() { HasTextString = "Удалить" }).ClickAsync();
        await Button(page, "Удалить").ClickAsync();
        await Assertions.Expect(page.Locator(".alert-success")).ToContainTextAsync("Ключ удалён");

        await SignOut(page);
        await Button(page, "Войти с ключом доступа").ClickAsync();
        // The device was told to forget the key; one that was not is refused by the site.
        await Assertions.Expect(page.Locator("[role=alert]:visible")).ToContainTextAsync(new Regex("введите пароль|войдите по паролю"));
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/sign-in"));
    }

    [Fact]
    public async Task At_a_bare_address_the_page_leads_to_where_keys_work()
    {
        await using var person = await site.Visit("/sign-in");
        await Assertions
            .Expect(person.Page.Locator("[data-passkey-elsewhere] a"))
            .ToHaveAttributeAsync("href", $"http://localhost:{site.Address.Port}/sign-in");
        await Assertions.Expect(Button(person.Page, "Войти с ключом доступа")).ToHaveCountAsync(0);
    }

    /// <summary>A device inside the browser that keeps keys and recognises its person at once.</summary>
    private static async Task Authenticator(IPage page)
    {
        var chromium = await page.Context.NewCDPSessionAsync(page);
        await chromium.SendAsync("WebAuthn.enable");
        await chromium.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new Dictionary<string, object>
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
    }

    private static async Task SignOut(IPage page)
    {
        await Button(page, "Меню").ClickAsync();
        await Button(page, "Выйти").ClickAsync();
    }

    private static Task SignedIn(IPage page) => Assertions.Expect(Button(page, "Меню")).ToBeVisibleAsync();

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
