using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

/// <summary>What a person does on the page of the process editor.</summary>
internal static class EditorPages
{
    public static async Task Create(IPage page, string name, string key)
    {
        await page.GotoAsync("/processes");
        await page.Locator("summary", new() { HasText = "Новый процесс" }).ClickAsync();
        await page.GetByLabel("Название").FillAsync(name);
        await page.GetByLabel("Ключ латиницей").FillAsync(key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Создать черновик" }).ClickAsync();
        await Drawn(page);
    }

    public static Task Drawn(IPage page) => page.Locator("[data-canvas][data-drawn]").WaitForAsync();

    public static async Task Save(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Сохранить черновик" }).ClickAsync();
        await Saved(page);
    }

    public static Task Saved(IPage page) => Assertions.Expect(page.Locator("[data-status]")).ToHaveTextAsync("Черновик сохранён");

    public static async Task Publish(IPage page)
    {
        await page.Locator("summary", new() { HasText = "Опубликовать" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Опубликовать" }).ClickAsync();
    }

    /// <summary>Uploads a file of a process on the page of its files; a file of the same name is replaced.</summary>
    public static async Task UploadFile(IPage page, string key, string name, byte[] content)
    {
        await page.GotoAsync($"/processes/{key}/files");
        await page.Locator("#upload").SetInputFilesAsync(File(name, content));
        await page.GetByRole(AriaRole.Button, new() { Name = "Загрузить", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#flash")).ToContainTextAsync("в черновике");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(name);
    }

    /// <summary>Publishes all files of the draft as this version, on the page of its files.</summary>
    public static async Task PublishFiles(IPage page, string key, int version)
    {
        await page.GotoAsync($"/processes/{key}/files");
        await page.Locator("summary", new() { HasText = "Опубликовать" }).ClickAsync();
        var read = page.GetByLabel("Предупреждения прочитаны");
        if (await read.CountAsync() > 0)
            await read.CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Опубликовать" }).Last.ClickAsync();
        await Assertions.Expect(page.Locator("#flash")).ToContainTextAsync($"Опубликована версия {version}.");
    }

    public static async Task Discard(IPage page)
    {
        await page.ReloadAsync();
        await Drawn(page);
        await page.Locator("summary", new() { HasText = "Выбросить черновик" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Выбросить черновик" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/processes$"));
    }

    /// <summary>Writes into a field of the panel as a person does, whatever the field is made of, and leaves it.</summary>
    /// <param name="page">The page of the editor.</param>
    /// <param name="label">What stands at the field.</param>
    /// <param name="text">What to write, or the value to choose.</param>
    /// <param name="group">The group that it stands in; the first field of the label without one.</param>
    public static async Task Write(IPage page, string label, string text, string? group = null)
    {
        var panel = group is null ? page.Locator("[data-panel]") : page.Locator($"[data-panel] [data-group-id=group-{group}]");
        var field = panel.GetByLabel(label, new() { Exact = true }).First;
        switch (await field.EvaluateAsync<string>("field => field.isContentEditable ? 'FEEL' : field.tagName"))
        {
            case "SELECT":
                await field.SelectOptionAsync(text);
                break;
            case "FEEL":
                await field.ClickAsync();
                await page.Keyboard.PressAsync("Control+a");
                await page.Keyboard.InsertTextAsync(text);
                await page.Keyboard.PressAsync("Escape");
                await page.Keyboard.PressAsync("Tab");
                break;
            default:
                await field.FillAsync(text);
                await field.BlurAsync();
                break;
        }
    }

    /// <summary>Keeps what the window shows as a picture for the guide, where <c>RESERVE_KEEP_PICTURES</c> names a folder.</summary>
    public static async Task Picture(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("RESERVE_KEEP_PICTURES") is not { Length: > 0 } folder)
            return;
        Directory.CreateDirectory(folder);
        await page.ScreenshotAsync(
            new()
            {
                Path = Path.Combine(folder, name + ".jpg"),
                Type = ScreenshotType.Jpeg,
                Quality = 72,
            }
        );
    }

    /// <summary>The draft as the server has it.</summary>
    public static async Task<XDocument> Xml(IPage page)
    {
        var answer = await page.APIRequest.GetAsync(
            new Uri(new Uri(page.Url), (await page.Locator("[data-bpmn-modeler]").GetAttributeAsync("data-xml-url"))!).ToString()
        );
        return XDocument.Parse(await answer.TextAsync());
    }

    public static FilePayload File(string name, byte[] content) =>
        new()
        {
            Name = name,
            MimeType = "application/xml",
            Buffer = content,
        };

    /// <summary>The bytes of a text that declares windows-1251.</summary>
    public static byte[] Cyrillic(string text) => CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes(text);
}
