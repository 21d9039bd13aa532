using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.Playwright;

namespace Reserve.Browser.Tests;

/// <summary>An administrator sets what a process does in the panel beside the drawing; the file says it in the engine's words.</summary>
[Collection(SiteCollection.Name)]
public sealed class ProcessPropertiesTests(RunningSite site)
{
    private static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static readonly XNamespace Elsa = "https://elsaworkflows.io/schemas/bpmn/v1";
    private static readonly XNamespace Ours = "urn:reserve:bpmn";

    /// <summary>One element of each kind, without a diagram, from a tool that names its process otherwise.</summary>
    private const string OneOfEach = """
        <?xml version="1.0" encoding="windows-1251"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="urn:elsewhere">
          <process id="elsewhere" name="Всё понемногу" isExecutable="true">
            <startEvent id="Start" /><scriptTask id="Script" /><serviceTask id="Service" />
            <boundaryEvent id="Failed" attachedToRef="Service"><errorEventDefinition id="Failed_d" /></boundaryEvent>
            <userTask id="Ask" /><boundaryEvent id="Late" attachedToRef="Ask"><timerEventDefinition id="Late_d" /></boundaryEvent>
            <callActivity id="Call" /><exclusiveGateway id="Split" /><sendTask id="Send" /><receiveTask id="Receive" />
            <eventBasedGateway id="Wait" />
            <intermediateCatchEvent id="Told"><messageEventDefinition id="Told_d" /></intermediateCatchEvent>
            <intermediateCatchEvent id="True"><conditionalEventDefinition id="True_d" /></intermediateCatchEvent>
            <intermediateThrowEvent id="Raise"><escalationEventDefinition id="Raise_d" /></intermediateThrowEvent>
            <endEvent id="Cry"><signalEventDefinition id="Cry_d" /></endEvent><endEvent id="End" />
            <sequenceFlow id="F1" sourceRef="Start" targetRef="Script" /><sequenceFlow id="F2" sourceRef="Script" targetRef="Service" />
            <sequenceFlow id="F3" sourceRef="Service" targetRef="Ask" /><sequenceFlow id="F4" sourceRef="Ask" targetRef="Call" />
            <sequenceFlow id="F5" sourceRef="Call" targetRef="Split" /><sequenceFlow id="F6" sourceRef="Split" targetRef="Send" />
            <sequenceFlow id="F7" sourceRef="Split" targetRef="Receive" /><sequenceFlow id="F8" sourceRef="Send" targetRef="Wait" />
            <sequenceFlow id="F9" sourceRef="Wait" targetRef="Told" /><sequenceFlow id="F10" sourceRef="Wait" targetRef="True" />
            <sequenceFlow id="F11" sourceRef="Told" targetRef="Raise" /><sequenceFlow id="F12" sourceRef="Raise" targetRef="Cry" />
            <sequenceFlow id="F13" sourceRef="True" targetRef="End" /><sequenceFlow id="F14" sourceRef="Receive" targetRef="End" />
            <sequenceFlow id="F15" sourceRef="Failed" targetRef="End" /><sequenceFlow id="F16" sourceRef="Late" targetRef="End" />
          </process>
        </definitions>
        """;

    [Fact]
    public async Task A_foreign_file_without_a_diagram_is_laid_out_and_each_property_that_the_engine_executes_is_set_beside_it()
    {
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        await EditorPages.Create(page, "Проба свойств", "properties-trial");
        var panel = page.Locator("[data-panel]");

        await page.Locator("[data-import]").SetInputFilesAsync(EditorPages.File("foreign.bpmn", EditorPages.Cyrillic(OneOfEach)));
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Всё понемногу" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-element-id=Cry]")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-element-id=F16]")).ToHaveCountAsync(1);

        await Choose("Script");
        await Write("Сценарий (FEEL)", "{total: 1 + 2}");
        await Choose("Service");
        await Write("Тип действия", "Appointments.AppointExperts");
        await Feel("case");
        await Write("case *", "string(total)");
        await Write("minimum", "3");
        await Add("outputs");
        await Write("Переменная", "chosen");
        await Write("Значение", "experts");
        await Choose("Failed");
        await Write("Какой отказ ловит", "NotEnoughExperts");
        await Choose("Ask");
        await Write("Название", "Спросить каждого");
        await Write("Роль *", "HrOfficer");
        await Write("Заголовок задачи", "Просто текст");
        await Feel("Срок");
        await Write("Срок", "duration(\"P7D\")");
        await Write("Переменная для ответов", "answer");
        await Write("Сколько раз", "sequential");
        await Write("Список (FEEL) *", "chosen");
        await Write("Переменная элемента", "expert");
        await Write("Собрать в список", "answers");
        await Write("Что собирать (FEEL)", "answer");
        await Write("Закончить раньше, когда (FEEL)", "numberOfCompletedInstances >= 2");
        await Choose("Late");
        await panel.GetByLabel("Прерывает работу").UncheckAsync();
        await Write("Когда *", "timeDuration");
        await Write("Промежуток *", "пять дней");
        await Assertions.Expect(panel.Locator(".bio-properties-panel-error")).ToContainTextAsync("Промежуток пишется как P5D");
        await Write("Промежуток *", "P5D");
        await Choose("Call");
        await Write("Вызываемый процесс *", "reserve-cycle");
        await Add("inputs");
        await Write("Переменная вызванного", "person");
        await Write("Значение", "expert");
        await Add("outputs");
        await Write("Переменная здесь", "outcome");
        await Write("Значение из вызванного", "result");
        await Choose("Split");
        await Write("Поток по умолчанию", "F7");
        await Choose("F6");
        await Write("Условие (FEEL)", "count(answers) > 1");
        await Choose("Send");
        await Write("Имя сообщения *", "Asked");
        await Feel("Ключ корреляции");
        await Write("Ключ корреляции", "string(total)");
        await Write("Сколько ждать получателя", "P1D");
        await Choose("Told");
        await Write("Имя сообщения *", "Answered");
        await Choose("Receive");
        await Write("Имя сообщения *", "Answered");
        await Choose("True");
        await Write("Условие (FEEL)", "total > 2");
        await Choose("Raise");
        await Write("Эскалация из файла", "create-new");
        await Write("Код", "late");
        await Choose("Cry");
        await Write("Сигнал из файла", "create-new");
        await EditorPages.Save(page);

        var saved = await EditorPages.Xml(page);
        Assert.Equal(["properties-trial", "true"], [Of("properties-trial", "id"), Of("properties-trial", "isExecutable")]);
        Assert.Equal("{total: 1 + 2}", Child("Script", "script"));
        Assert.Equal("Feel: string(total)", Bound("Service", "case"));
        Assert.Equal("Literal: 3", Bound("Service", "minimum"));
        Assert.Equal("Feel: experts", Bound("Service", "chosen"));
        var error = saved.Root!.Element(Bpmn + "error")!;
        Assert.Equal("NotEnoughExperts", (string?)error.Attribute("errorCode"));
        Assert.Equal((string?)error.Attribute("id"), Inside("Failed", "errorEventDefinition", "errorRef"));
        Assert.Equal(["Literal: HrOfficer", "Literal: Просто текст"], [Bound("Ask", "role"), Bound("Ask", "title")]);
        Assert.Equal("Feel: duration(\"P7D\")", Bound("Ask", "due"));
        var loop = saved.Descendants(Ours + "multiInstance").Single();
        Assert.Equal(["chosen", "expert", "answers", "answer"], loop.Attributes().Select(attribute => attribute.Value));
        Assert.Equal("true", Inside("Ask", "multiInstanceLoopCharacteristics", "isSequential"));
        Assert.Equal("numberOfCompletedInstances >= 2", Child("Ask", "completionCondition"));
        Assert.Equal(["false", "P5D"], [Of("Late", "cancelActivity"), Child("Late", "timeDuration")]);
        Assert.Equal("reserve-cycle", Of("Call", "calledElement"));
        Assert.Equal(["Feel: expert", "Feel: result"], [Bound("Call", "person"), Bound("Call", "outcome")]);
        Assert.Equal(["F7", "count(answers) > 1"], [Of("Split", "default"), Child("F6", "conditionExpression")]);
        Assert.Equal(["Feel: string(total)", "Literal: P1D"], [Bound("Send", "correlationKey"), Bound("Send", "timeToLive")]);
        // The two that wait for the same message share it.
        Assert.Equal(Of("Receive", "messageRef"), Inside("Told", "messageEventDefinition", "messageRef"));
        Assert.Equal(["Asked", "Answered"], saved.Root.Elements(Bpmn + "message").Select(message => (string?)message.Attribute("name")));
        Assert.Equal("total > 2", Child("True", "condition"));
        Assert.Equal("late", (string?)saved.Root.Element(Bpmn + "escalation")!.Attribute("escalationCode"));
        Assert.NotNull(Inside("Cry", "signalEventDefinition", "signalRef"));

        Task Choose(string id) => page.Locator("#element-list").SelectOptionAsync(id);

        Task Feel(string label) => panel.GetByRole(AriaRole.Button, new() { Name = $"{label}: формула FEEL" }).ClickAsync();

        Task Add(string list) => panel.Locator($"[data-group-id=group-{list}] button[title='Добавить']").ClickAsync();

        Task Write(string label, string text) => EditorPages.Write(page, label, text);

        XElement Element(string id) => saved.Descendants().First(element => (string?)element.Attribute("id") == id);

        string? Of(string id, string attribute) => (string?)Element(id).Attribute(attribute);

        string Child(string id, string name) => Element(id).Descendants(Bpmn + name).Single().Value;

        string? Inside(string id, string name, string attribute) =>
            (string?)Element(id).Descendants(Bpmn + name).Single().Attribute(attribute);

        string Bound(string id, string name)
        {
            var entry = Element(id)
                .Descendants(Elsa + "activityBinding")
                .Elements()
                .Single(entry => (string?)entry.Attribute("name") == name);
            Assert.Contains(entry.Name, new[] { Elsa + "input", Ours + "output" });
            using var json = JsonDocument.Parse(entry.Value);
            var expression = json.RootElement.GetProperty("expression");
            return $"{expression.GetProperty("type")}: {expression.GetProperty("value")}";
        }
    }

    /// <summary>Events with two definitions of a kind, as other tools write them.</summary>
    private const string Multiple = """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="urn:elsewhere">
          <process id="several" name="Сразу два" isExecutable="true">
            <startEvent id="Start" />
            <intermediateCatchEvent id="Times"><timerEventDefinition id="T1" /><timerEventDefinition id="T2" /></intermediateCatchEvent>
            <intermediateCatchEvent id="Truths">
              <conditionalEventDefinition id="C1"><condition>a</condition></conditionalEventDefinition>
              <conditionalEventDefinition id="C2"><condition>b</condition></conditionalEventDefinition>
            </intermediateCatchEvent>
            <intermediateCatchEvent id="News"><messageEventDefinition id="M1" /><messageEventDefinition id="M2" /></intermediateCatchEvent>
            <endEvent id="Cries"><signalEventDefinition id="S1" /><signalEventDefinition id="S2" /></endEvent>
            <sequenceFlow id="F1" sourceRef="Start" targetRef="Times" /><sequenceFlow id="F2" sourceRef="Times" targetRef="Truths" />
            <sequenceFlow id="F3" sourceRef="Truths" targetRef="News" /><sequenceFlow id="F4" sourceRef="News" targetRef="Cries" />
          </process>
        </definitions>
        """;

    [Fact]
    public async Task Each_of_several_definitions_of_one_event_has_a_group_with_its_number()
    {
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        await EditorPages.Create(page, "Сразу два", "several-trial");
        await page.Locator("[data-import]").SetInputFilesAsync(EditorPages.File("several.bpmn", Encoding.UTF8.GetBytes(Multiple)));
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Сразу два" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Редактор: Сразу два");
        await Assertions.Expect(page.Locator("[data-element-id=Cries]")).ToBeVisibleAsync();

        await Choose("Times");
        await Assertions
            .Expect(page.Locator("[data-group-id^=group-timer] .bio-properties-panel-group-header-title"))
            .ToHaveTextAsync(["Таймер 1", "Таймер 2"]);
        await Write("Когда *", "timeDuration", "timer");
        await Write("Промежуток *", "P1D", "timer");
        await Write("Когда *", "timeDate", "timer-2");
        await Write("Момент *", "2027-01-01T09:00:00+03:00", "timer-2");
        await Choose("Truths");
        await Write("Условие (FEEL)", "a > 1", "condition");
        await Write("Условие (FEEL)", "b > 2", "condition-2");
        await Choose("News");
        await Write("Имя сообщения *", "First", "messageName");
        await Write("Имя сообщения *", "Second", "messageName-2");
        await Choose("Cries");
        await Write("Имя сигнала *", "Louder", "Signal-2");
        await EditorPages.Save(page);

        var saved = await EditorPages.Xml(page);
        Assert.Equal("P1D", Definition("T1").Element(Bpmn + "timeDuration")?.Value);
        Assert.Equal("2027-01-01T09:00:00+03:00", Definition("T2").Element(Bpmn + "timeDate")?.Value);
        Assert.Equal(["a > 1", "b > 2"], [Definition("C1").Value.Trim(), Definition("C2").Value.Trim()]);
        Assert.Equal(["First", "Second"], [Named("M1", "message"), Named("M2", "message")]);
        Assert.Null(Definition("S1").Attribute("signalRef"));
        Assert.Equal("Louder", Named("S2", "signal"));
        await EditorPages.Discard(page);

        Task Choose(string id) => page.Locator("#element-list").SelectOptionAsync(id);

        Task Write(string label, string text, string group) => EditorPages.Write(page, label, text, group);

        XElement Definition(string id) => saved.Descendants().First(element => (string?)element.Attribute("id") == id);

        string? Named(string id, string kind) => (string?)Definition((string)Definition(id).Attribute($"{kind}Ref")!).Attribute("name");
    }

    [Fact]
    public async Task A_formula_offers_what_is_in_scope_shows_its_mistake_under_the_word_and_is_undone_by_the_keys()
    {
        await using var admin = await site.SignIn("admin");
        var page = admin.Page;
        await page.GotoAsync("/processes/appointment-approval/edit");
        await EditorPages.Drawn(page);
        var panel = page.Locator("[data-panel]");
        await page.Locator("#element-list").SelectOptionAsync("CheckDocuments");
        var due = panel.GetByLabel("Срок", new() { Exact = true });
        await Assertions.Expect(due).ToHaveTextAsync("deadlines.completeness");

        await due.ClickAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("deadlines.br");
        await Assertions.Expect(page.Locator(".cm-tooltip-autocomplete li")).ToHaveTextAsync(["deadlines.briefОпределить сроки"]);
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync(" + deadlynes.brief");
        await Assertions.Expect(panel.Locator(".field-doubt")).ToContainTextAsync("deadlynes");
        await Assertions.Expect(panel.Locator(".cm-lintRange-warning")).ToHaveTextAsync("deadlynes");
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("deadlines.brief +");
        await Assertions.Expect(panel.Locator(".bio-properties-panel-error")).Not.ToBeEmptyAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("deadlines.brief");
        await Assertions.Expect(panel.Locator(".bio-properties-panel-error")).ToHaveCountAsync(0);
        await Assertions.Expect(due).ToBeFocusedAsync();

        // The name is changed and undone without leaving the field; the formula before it stays.
        var name = panel.GetByLabel("Название", new() { Exact = true });
        await name.FillAsync("Проверить всё");
        await Assertions.Expect(page.Locator("[data-element-id=CheckDocuments] .djs-label")).ToContainTextAsync("Проверить всё");
        await Assertions.Expect(name).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+z");
        await Assertions.Expect(name).ToHaveValueAsync("Проверить комплектность");
        await Assertions.Expect(name).ToBeFocusedAsync();
        await EditorPages.Save(page);

        var input = (await EditorPages.Xml(page))
            .Descendants(Bpmn + "userTask")
            .Single(task => (string?)task.Attribute("id") == "CheckDocuments")
            .Descendants(Elsa + "input")
            .Single(input => (string?)input.Attribute("name") == "due");
        using var written = JsonDocument.Parse(input.Value);
        Assert.Equal("deadlines.brief", written.RootElement.GetProperty("expression").GetProperty("value").GetString());
        await EditorPages.Discard(page);
    }
}
