using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Reserve.Mail.Mime;

namespace Reserve.Browser.Tests;

/// <summary>
/// An administrator makes a process out of nothing and without code: drawing, form, rule, order, letter; others live by it; it is changed,
/// and taken back.
/// </summary>
[Collection(SiteCollection.Name)]
public sealed class LeaveJourneyTests(RunningSite site)
{
    private const string Files = "/processes/leave/files";

    /// <summary>The steps alone, as somebody sketched them elsewhere: no bindings, no diagram.</summary>
    private const string Sketch = """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="urn:sketch">
          <process id="sketch" name="Отпуск руководителя" isExecutable="true">
            <startEvent id="Start" name="Нужен отпуск" /><userTask id="Apply" name="Написать заявление" />
            <businessRuleTask id="Rule" name="Оценить длительность" /><userTask id="Decide" name="Решить об отпуске" />
            <boundaryEvent id="Late" name="Напомнить" attachedToRef="Decide" cancelActivity="false">
              <timerEventDefinition id="Late_d" /></boundaryEvent>
            <serviceTask id="Nudge" name="Напомнить" /><endEvent id="Nudged" />
            <exclusiveGateway id="Split" name="Отпустили?" /><serviceTask id="Order" name="Оформить приказ" />
            <serviceTask id="Tell" name="Сообщить" /><endEvent id="Granted" name="Отпуск предоставлен" />
            <endEvent id="Refused" name="Отказано" />
            <sequenceFlow id="F1" sourceRef="Start" targetRef="Apply" /><sequenceFlow id="F2" sourceRef="Apply" targetRef="Rule" />
            <sequenceFlow id="F3" sourceRef="Rule" targetRef="Decide" /><sequenceFlow id="F4" sourceRef="Decide" targetRef="Split" />
            <sequenceFlow id="Yes" sourceRef="Split" targetRef="Order" /><sequenceFlow id="No" sourceRef="Split" targetRef="Refused" />
            <sequenceFlow id="F5" sourceRef="Order" targetRef="Tell" /><sequenceFlow id="F6" sourceRef="Tell" targetRef="Granted" />
            <sequenceFlow id="F7" sourceRef="Late" targetRef="Nudge" /><sequenceFlow id="F8" sourceRef="Nudge" targetRef="Nudged" />
          </process>
        </definitions>
        """;

    private const string Rule = """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="limit" name="Длительность" namespace="urn:leave">
          <inputData id="in_days" name="days"><variable name="days" typeRef="number" /></inputData>
          <decision id="kind" name="Вид отпуска"><variable name="Вид отпуска" typeRef="string" />
            <informationRequirement id="r"><requiredInput href="#in_days" /></informationRequirement>
            <decisionTable id="t" hitPolicy="UNIQUE">
              <input id="i" label="Дней"><inputExpression id="ie" typeRef="number"><text>days</text></inputExpression></input>
              <output id="o" name="kind" typeRef="string" />
              <rule id="short"><inputEntry id="a"><text>&lt;= 14</text></inputEntry>
                <outputEntry id="b"><text>"короткий"</text></outputEntry></rule>
              <rule id="long"><inputEntry id="c"><text>&gt; 14</text></inputEntry>
                <outputEntry id="d"><text>"длинный"</text></outputEntry></rule>
            </decisionTable>
          </decision>
        </definitions>
        """;

    private const string Fields = """
        {"type":"textfield","key":"who","label":"Кто уходит","validate":{"required":true}},
        {"type":"datetime","subtype":"date","key":"from","dateLabel":"С какого дня","validate":{"required":true}},
        {"type":"number","key":"days","label":"Дней","validate":{"required":true,"min":1,"max":60}}
        """;

    private const string Reason = """,{"type":"textfield","key":"reason","label":"Основание"}""";

    private static byte[] Form(string more) =>
        Encoding.UTF8.GetBytes(
            """{"type":"default","id":"application","title":"Заявление на отпуск","components":[""" + Fields + more + "]}"
        );

    private const string Letter = """
        Тема: Отпуск предоставлен: {who | инициалы}

        Здравствуйте!

        Приказ об отпуске {who | лицо: родительный} на {days | счёт: день, дня, дней} с {from | дата словами} подписан и приложен.
        """;

    [Fact]
    public async Task A_process_is_made_lived_by_changed_and_taken_back_without_code()
    {
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        await EditorPages.Create(page, "Отпуск руководителя", "leave");
        await page.Locator("[data-import]").SetInputFilesAsync(EditorPages.File("sketch.bpmn", Encoding.UTF8.GetBytes(Sketch)));
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Отпуск руководителя" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-element-id=Tell]")).ToBeVisibleAsync();
        await EditorPages.Save(page);
        await AddFiles(page);
        await Bind(page);

        // Five mistakes, told at once, each mended in its place.
        await EditorPages.Save(page);
        var check = page.Locator("[data-findings]");
        foreach (
            var said in (string[])["Роли «HrOficer» нет", "Срок «пять дней»", "decison", "не дан вход «Title»", "Письма «granteed» нет"]
        )
            await Assertions.Expect(check).ToContainTextAsync(said, new() { IgnoreCase = true });
        await Mend(page);
        await EditorPages.Save(page);
        await Assertions.Expect(check).Not.ToContainTextAsync("ошибка");
        await Select(page, "Order");
        await page.Locator("[data-panel]").GetByLabel("template *", new() { Exact = true }).ScrollIntoViewIfNeededAsync();
        await EditorPages.Picture(page, "new-process");
        await EditorPages.PublishFiles(page, "leave", 1);

        // The officer begins it, the head of the region decides, the order and the letter come of it.
        await using (var officer = await site.SignIn("kadry"))
        {
            await Begin(officer, "Сорокина Мария Игоревна", "20");
            await using var head = await site.SignIn("region");
            await head.OpenTask("Отпуск: Сорокина Мария Игоревна, длинный", "Сорокина");
            await head.Finish("Отпустить");
        }
        await page.GotoAsync("/processes/leave");
        await page.Locator("a[href^='/processes/runs/']").First.ClickAsync();
        var run = page.Url;
        await admin.Until(
            () => "the end of the run",
            async () =>
            {
                await page.GotoAsync(run);
                return await page.GetByText("завершён").CountAsync() > 0;
            }
        );
        await page.Locator("[data-bpmn-viewer][data-drawn], [data-bpmn-viewer] svg").First.WaitForAsync();
        await EditorPages.Picture(page, "new-process-run");
        var letter = await Sent("Отпуск предоставлен: М. И. Сорокина", admin);
        Assert.Contains("Сорокиной Марии Игоревны на 20 дней с 14 декабря 2026 г.", Plain(letter.Text), StringComparison.Ordinal);
        Assert.Single(letter.Attachments);
        var paper = await PaperText(page);
        Assert.Contains("Предоставить отпуск Сорокиной Марии Игоревне на 20 дней", paper, StringComparison.Ordinal);

        // A field more, a line more on the order: what it means for earlier papers is seen before it is published, and taken back after.
        await EditorPages.UploadFile(page, "leave", "application.json", Form(Reason));
        await EditorPages.UploadFile(page, "leave", "order.docx", Order("Основание: личное заявление."));
        await page.GotoAsync("/processes/leave/regression?path=templates/order.docx");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("другой текст");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Основание: личное заявление.");
        await page.GotoAsync(Files);
        await page.GetByRole(AriaRole.Link, new() { Name = "Что изменено" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Основание");
        await EditorPages.PublishFiles(page, "leave", 2);
        await page.GotoAsync("/processes/leave");
        await page.GetByRole(AriaRole.Link, new() { Name = "1", Exact = true }).ClickAsync();
        await page.Locator("summary", new() { HasText = "Опубликовать эту версию снова" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Опубликовать эту версию снова" }).ClickAsync();
        await Assertions.Expect(page.Locator(".alert-success")).ToContainTextAsync("3");
        await page.GotoAsync("/processes/leave/file?path=forms/application.json");
        await Assertions.Expect(page.Locator("#text")).Not.ToHaveValueAsync(new Regex("Основание"));
    }

    private static async Task AddFiles(IPage page)
    {
        await EditorPages.UploadFile(page, "leave", "application.json", Form(""));
        await EditorPages.UploadFile(page, "leave", "limit.dmn", Encoding.UTF8.GetBytes(Rule));
        await EditorPages.UploadFile(page, "leave", "granted.md", Encoding.UTF8.GetBytes(Letter));
        await EditorPages.UploadFile(page, "leave", "order.docx", Order());
    }

    private static async Task Bind(IPage page)
    {
        await page.GotoAsync("/processes/leave/edit");
        await EditorPages.Drawn(page);
        await Choose("Start");
        await Write("Роль", "HrOficer");
        await Choose("Apply");
        await Feel("Исполнитель");
        await Write("Исполнитель", "startedBy");
        await Write("Форма", "application");
        await Choose("Rule");
        await Write("Решение *", "rules/limit.dmn#kind");
        await Write("Переменная для результата", "kind");
        await Feel("days");
        await Write("days", "days");
        await Choose("Decide");
        await Feel("Заголовок задачи");
        await Write("Заголовок задачи", "\"Отпуск: \" + who + \", \" + kind");
        await Write("Роль *", "RegionalAuthority");
        await Write("Срок", "пять дней");
        await Write("Переменная для решения", "decision");
        await Feel("Кнопки решения");
        await Write("Кнопки решения", """[{value: "yes", ru: "Отпустить", en: "Grant"}, {value: "no", ru: "Отказать", en: "Refuse"}]""");
        await Choose("Late");
        await Write("Когда *", "timeDuration");
        await Write("Промежуток *", "P3D");
        await Choose("Nudge");
        await Write("Тип действия", "Notifications.Send");
        await Feel("territory");
        await Write("territory *", "territory");
        await Write("text *", "Заявление на отпуск ждёт решения третий день.");
        await Write("role", "RegionalAuthority");
        await Choose("Split");
        await Write("Поток по умолчанию", "No");
        await Choose("Yes");
        await Write("Условие (FEEL)", "decison = \"yes\"");
        await Choose("Order");
        await Write("Тип действия", "Papers.Issue");
        await Write("template *", "order.docx");
        await Feel("data");
        await Write("data *", "{who: who, days: days, from: from}");
        await Choose("Tell");
        await Write("Тип действия", "Mail.Send");
        await Write("letter *", "granteed");
        await Feel("territory");
        await Write("territory *", "territory");
        await Feel("data");
        await Write("data", "{who: who, days: days, from: from}");
        await Feel("to");
        await Write("to", "startedBy");
        await Feel("papers");
        await Write("papers", "[paper.id]");

        Task Choose(string id) => Select(page, id);

        Task Write(string label, string text) => EditorPages.Write(page, label, text);

        Task Feel(string label) => Formula(page, label);
    }

    private static async Task Mend(IPage page)
    {
        await Select(page, "Start");
        await EditorPages.Write(page, "Роль", "HrOfficer");
        await Select(page, "Decide");
        await EditorPages.Write(page, "Срок", "P5D");
        await Select(page, "Yes");
        await EditorPages.Write(page, "Условие (FEEL)", "decision = \"yes\"");
        await Select(page, "Order");
        await EditorPages.Write(page, "title *", "Приказ об отпуске");
        await Select(page, "Tell");
        await EditorPages.Write(page, "letter *", "granted");
    }

    private static Task Select(IPage page, string element) => page.Locator("#element-list").SelectOptionAsync(element);

    private static Task Formula(IPage page, string label) =>
        page.Locator("[data-panel]").GetByRole(AriaRole.Button, new() { Name = $"{label}: формула FEEL" }).ClickAsync();

    private static async Task Begin(Person officer, string who, string days)
    {
        await officer.Page.GotoAsync("/tasks");
        await officer.Page.GetByRole(AriaRole.Link, new() { Name = "Начать процесс" }).ClickAsync();
        await officer.Choose("Процесс", "Отпуск руководителя");
        await officer.Fill("О чём, для списка (можно не заполнять)", who);
        await officer.Page.GetByRole(AriaRole.Button, new() { Name = "Начать", Exact = true }).ClickAsync();
        await officer.Fill("Кто уходит", who);
        await officer.Fill("С какого дня", "2026-12-14");
        await officer.Fill("Дней", days);
        await officer.Finish();
    }

    /// <summary>Waits for a letter whose subject speaks of this.</summary>
    private async Task<MailMessage> Sent(string about, Person waiting)
    {
        var folder = Path.Combine(site.Data, "mail", "sent");
        MailMessage? found = null;
        await waiting.Until(
            () => "a letter that leaves",
            () =>
            {
                found = Directory.Exists(folder)
                    ? Directory
                        .GetFiles(folder, "*.eml")
                        .Select(file => MailMessage.Read(File.ReadAllBytes(file)))
                        .FirstOrDefault(letter => Plain(letter.Subject).Contains(about, StringComparison.Ordinal))
                    : null;
                return Task.FromResult(found is not null);
            }
        );
        return found!;
    }

    /// <summary>The text of the paper on the page of a run.</summary>
    private static async Task<string> PaperText(IPage page)
    {
        var waiting = page.WaitForDownloadAsync();
        await page.Locator("a[href^='/papers/']", new() { HasText = "Приказ" }).First.ClickAsync();
        await using var stream = await (await waiting).CreateReadStreamAsync();
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        using var zip = new ZipArchive(memory);
        using var reader = new StreamReader(zip.GetEntry("word/document.xml")!.Open());
        return Plain(Regex.Replace(await reader.ReadToEndAsync(), "<[^>]+>", ""));
    }

    /// <summary>Blanks that must not break are blanks for whoever compares.</summary>
    private static string Plain(string? text) => (text ?? "").Replace('\u00a0', ' ');

    /// <summary>A small Word file of our own.</summary>
    private static byte[] Order(params string[] more)
    {
        string[] lines =
        [
            "ПРИКАЗ",
            "Предоставить отпуск {who | лицо: дательный} на {days | счёт: день, дня, дней} с {from | дата словами}.",
            .. more,
        ];
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(
                "[Content_Types].xml",
                """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                <Override PartName="/word/document.xml"
                ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>
                """
            );
            Add(
                "_rels/.rels",
                """
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
                Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
                Target="word/document.xml"/></Relationships>
                """
            );
            Add(
                "word/document.xml",
                "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
                    + string.Concat(lines.Select(line => $"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"))
                    + "</w:body></w:document>"
            );

            void Add(string name, string text)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text.ReplaceLineEndings(" ")));
            }
        }
        return memory.ToArray();
    }
}
