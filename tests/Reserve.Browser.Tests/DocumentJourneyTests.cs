using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

/// <summary>A request with its files from the cabinet to the expert who reads them.</summary>
[Collection(SiteCollection.Name)]
public sealed class DocumentJourneyTests(RunningSite site)
{
    private const string Somebody = "Берёзов Павел Андреевич";

    [Fact]
    public async Task Four_files_are_checked_one_by_one_returned_completed_and_read_as_a_pack()
    {
        await using var region = await site.SignIn("region");
        await using var officer = await site.SignIn("kadry");
        await region.Page.GotoAsync("/appointments/new");
        await region.Page.Locator("#Input_Territory").SelectOptionAsync("RU.74.20");
        await region
            .Page.Locator("#new-files")
            .SetInputFilesAsync([
                DocumentPages.Pdf("Представление.pdf", "submission"),
                DocumentPages.Pdf("Анкета.pdf", "questionnaire"),
                DocumentPages.Pdf("Согласие.pdf", "consent without a signature"),
                DocumentPages.Pdf("Программа развития.pdf", "programme"),
            ]);
        await Assertions.Expect(region.Page.Locator(".file-list li")).ToHaveCountAsync(4);
        // Refused for want of a name: nothing chosen is lost.
        await region.Page.GetByRole(AriaRole.Button, new() { Name = "Зарегистрировать" }).ClickAsync();
        await Assertions.Expect(region.Page.Locator("#new-case")).ToContainTextAsync("Укажите фамилию, имя и отчество.");
        Assert.Equal(4, await region.Page.Locator("#new-files").EvaluateAsync<int>("field => field.files.length"));
        await region.Page.Locator("#Input_Person").FillAsync(Somebody);
        await region.Page.Locator("#Input_Outsider").CheckAsync();
        await region.Page.GetByRole(AriaRole.Button, new() { Name = "Зарегистрировать" }).ClickAsync();
        await Assertions.Expect(region.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Документы дела");
        await Assertions.Expect(region.Page.GetByText("вид предложен системой")).ToHaveCountAsync(4);
        var documents = region.Page.Url;
        var number = System
            .Text.RegularExpressions.Regex.Match(
                await region.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync(),
                @"\d{4}-\d{4}"
            )
            .Value;

        await officer.OpenTask("Проверить комплектность", number);
        await officer.Page.GetByRole(AriaRole.Link, new() { Name = "Открыть дело" }).First.ClickAsync();
        await Judge(officer, "Представление.pdf", null);
        await Judge(officer, "Анкета.pdf", null);
        await Judge(officer, "Согласие.pdf", "Нет подписи.");
        await Judge(officer, "Программа развития.pdf", null);
        await DocumentPages.ShowTheRestOnPaper(officer);
        await Assertions.Expect(officer.Page.Locator("#check")).ToContainTextAsync("(«Согласие.pdf»): Нет подписи.");
        await officer.Finish("Вернуть заявителю");

        await region.Until(
            () => "the request returned",
            async () =>
            {
                await region.Page.GotoAsync("/appointments/mine");
                return await region.Page.GetByText("Ждём от вас:").CountAsync() > 0;
            }
        );
        await region
            .Page.Locator("section", new() { HasText = Somebody })
            .GetByRole(AriaRole.Link, new() { Name = "Дополнить комплект" })
            .ClickAsync();
        await region.Page.Locator("#files").SetInputFilesAsync([DocumentPages.Pdf("Согласие с подписью.pdf", "consent, signed")]);
        await region.Page.GetByRole(AriaRole.Button, new() { Name = "Добавить", Exact = true }).ClickAsync();
        await Assertions.Expect(region.Page.GetByText("заменён", new() { Exact = true })).ToBeVisibleAsync();
        await region.Page.Locator("#correct-note").FillAsync("Согласие подписано.");
        await region.Finish("Отправить");

        await officer.OpenTask("Проверить комплектность", number);
        await officer.Page.GotoAsync(documents);
        await Judge(officer, "Согласие с подписью.pdf", null);
        await officer.Finish("Комплект полон");
        await officer.OpenTask("Утвердить справку", number);
        await officer.Finish("Утвердить");

        await using var expert = await site.SignIn("expert1");
        await expert.Until(() => "an opinion asked for", () => expert.HasTask("Дать заключение", number));
        await expert.Page.GotoAsync(documents.Replace("/documents", "/pack", StringComparison.Ordinal));
        await Assertions.Expect(expert.Page.GetByRole(AriaRole.Navigation, new() { Name = "Содержание" })).ToContainTextAsync("Справка №");
        await Assertions.Expect(expert.Page.Locator("#part img").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await expert.Page.GetByLabel("Искать в материалах").FillAsync("signed");
        await expert.Page.GetByRole(AriaRole.Button, new() { Name = "Найти" }).ClickAsync();
        await Assertions.Expect(expert.Page.Locator("#found mark").First).ToHaveTextAsync("signed");
        await expert.Page.GetByRole(AriaRole.Button, new() { Name = "Собрать в один PDF" }).ClickAsync();
        var link = expert.Page.GetByRole(AriaRole.Link, new() { Name = "Один PDF" });
        await Assertions.Expect(link).ToBeVisibleAsync(new() { Timeout = 120_000 });
        var download = await expert.Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        Assert.StartsWith("Материалы дела", download.SuggestedFilename, StringComparison.Ordinal);
    }

    private static async Task Judge(Person officer, string file, string? defect)
    {
        await officer.Page.GetByRole(AriaRole.Link, new() { Name = file, Exact = true }).First.ClickAsync();
        await Assertions.Expect(officer.Page.Locator("#document img").First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        if (defect is null)
        {
            await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Принять", Exact = true }).ClickAsync();
        }
        else
        {
            await officer.Page.Locator("#defect").FillAsync(defect);
            await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Вернуть", Exact = true }).ClickAsync();
        }

        await Assertions.Expect(officer.Page.Locator(".alert-success")).ToBeVisibleAsync();
    }
}
