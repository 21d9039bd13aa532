using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

/// <summary>
/// A drawing that another vendor's program made, of the interchange group's models, is taken in, converted, published and run.
/// </summary>
[Collection(SiteCollection.Name)]
public sealed class ForeignFileJourneyTests(RunningSite site)
{
    private const string Model = "C.9.1.bpmn";

    [Fact]
    public async Task A_foreign_file_is_imported_converted_published_and_run()
    {
        var file = Path.Combine(Suites(), "miwg", Model);
        Assert.SkipUnless(File.Exists(file), $"suite miwg: no {Model}");
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        await EditorPages.Create(page, "Запрос документа", "document-request");
        await page.Locator("[data-import]").SetInputFilesAsync(EditorPages.File(Model, await File.ReadAllBytesAsync(file)));
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Document Request" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-element-id=UserTask_CallCustomer]")).ToBeVisibleAsync();
        await EditorPages.Save(page);

        // What has an equivalent here is offered; the rest is listed and stays.
        await page.GotoAsync("/processes/document-request/convert");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("zeebe:subscription");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("camunda:topic");
        await page.GetByRole(AriaRole.Button, new() { Name = "Преобразовать выбранное" }).ClickAsync();
        await Assertions.Expect(page.Locator(".alert-success")).ToContainTextAsync("Преобразовано");

        await EditorPages.Drawn(page);
        foreach (var task in (string[])["SendTask_RequestDocument", "SendTask_SendReminderEmail"])
        {
            await Choose(task);
            await Write("Тип действия", "Notifications.Remind");
            await Write("territory *", "RU.74");
            await Write("text *", "Пришлите, пожалуйста, документ.");
            await Write("role *", "RegionalAuthority");
        }
        await Choose("UserTask_CallCustomer");
        await Write("Роль *", "HrOfficer");
        await Write("Заголовок задачи", "Позвонить: документ не пришёл");
        await Choose("BoundaryEvent_2");
        await Write("Промежуток *", "PT1S");
        await EditorPages.Save(page);
        await EditorPages.PublishFiles(page, "document-request", 1);

        await page.GotoAsync("/processes/document-request");
        await page.GetByLabel("Территория").First.SelectOptionAsync("RU.74");
        await page.GetByLabel("Переменные (JSON)").FillAsync("""{"documentReferenceId": "Д-17"}""");
        await page.GetByRole(AriaRole.Button, new() { Name = "Запустить" }).ClickAsync();
        var run = page.Url;
        await using (var officer = await site.SignIn("kadry"))
        {
            await officer.OpenTask("Позвонить: документ не пришёл", "Позвонить");
            await officer.Finish();
        }
        await page.GotoAsync(run);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("завершён", new() { IgnoreCase = true });

        Task Choose(string id) => page.Locator("#element-list").SelectOptionAsync(id);

        Task Write(string label, string text) => EditorPages.Write(page, label, text);
    }

    private static string Suites()
    {
        if (Environment.GetEnvironmentVariable("RESERVE_SUITES") is { Length: > 0 } named)
            return named;
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Reserve.sln")))
            folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? "", "..", "shared", "suites");
    }
}
