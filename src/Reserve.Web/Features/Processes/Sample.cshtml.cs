using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Simulation;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Features.Processes;

/// <summary>A step of a sample: what it does, to which element, what it brings, and what of it did not hold.</summary>
public sealed record SampleStep(int Number, string Does, string What, string? Brings, IReadOnlyList<ScenarioFailure> Failures);

/// <summary>A variable after a step; <c>Was</c> is what it was after the step before, null when it is the same.</summary>
public sealed record SampleVariable(string Name, string Value, string? Was, bool IsNew);

/// <summary>A sample of a process played step by step over the draft: where the tokens are, what the variables hold.</summary>
[Authorize(ProcessesRegistration.EditorPolicy)]
public sealed class SampleModel(ReserveDb db, BundleReader reader, Samples samples, IMediator mediator, Words words)
    : BundlePage(db, mediator, words)
{
    private Dictionary<string, ElementInfo> elements = [];

    [BindProperty(SupportsGet = true, Name = "path")]
    public string FilePath { get; set; } = "";

    /// <summary>After how many steps; the last when not given.</summary>
    [FromQuery]
    public int? Step { get; set; }

    public string? Expected { get; private set; }

    public IReadOnlyList<string> Problems { get; private set; } = [];

    public IReadOnlyList<SampleStep> Steps { get; private set; } = [];

    public int At { get; private set; }

    public DateTimeOffset Now { get; private set; }

    public IReadOnlyList<SampleVariable> Variables { get; private set; } = [];

    public IReadOnlyList<string> Active { get; private set; } = [];

    public IReadOnlyList<string> Done { get; private set; } = [];

    public IReadOnlyList<string> Stuck { get; private set; } = [];

    public string NameOf(string element) => ElementInfo.LabelOf(elements, element);

    public string StepAddress(int step) => Address("/sample", $"&path={Uri.EscapeDataString(FilePath)}&step={step}");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await Load(cancellationToken) ? Page() : NotFound();

    protected override async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (!await LoadTerritory(cancellationToken))
            return false;
        var bundle = await reader.Draft(Key, Named, cancellationToken);
        if (!bundle.Files.TryGetValue(FilePath, out var text) || BundleFile.KindOf(FilePath) != BundleFileKind.Sample)
            return false;
        if (!SampleRun.IsPlayed(text))
        {
            Problems = [Words["В примере нет шагов: это данные для форм и бумаг, а не образец дела."].Value];
            return true;
        }
        var read = BpmnReader.Read(bundle.Xml);
        List<ProcessDefinition> processes = [.. ProcessCompiler.Executable(read)];
        if (processes.Count == 0)
        {
            Problems = [Words["Рисунок не собирается: сначала исправьте ошибки проверки."].Value];
            return true;
        }
        elements = processes
            .SelectMany(process => process.Elements)
            .DistinctBy(element => element.Id)
            .ToDictionary(element => element.Id, StringComparer.Ordinal);
        Show(text, processes, bundle);
        return true;
    }

    private void Show(string text, List<ProcessDefinition> processes, ProcessBundle bundle)
    {
        var rules = ProcessCompiler.Rules(bundle.Files);
        using var whole = samples.Play(text, processes, rules);
        Expected = whole.Expected;
        Problems = whole.Problems;
        if (Problems.Count > 0)
            return;
        var failures = whole.Scenario.Failures.ToLookup(failure => failure.Step);
        Steps = [.. whole.Steps.Select((step, place) => Described(step, place, [.. failures[place]]))];
        At = Math.Clamp(Step ?? Steps.Count, 0, Steps.Count);
        using var before = samples.Play(text, processes, rules, Math.Max(0, At - 1));
        using var shown = samples.Play(text, processes, rules, At);
        Now = shown.Simulator.Now;
        var live = shown.Simulator.Runs.Where(run => run.State.State == RunState.Active).ToList();
        Active = [.. live.SelectMany(run => run.State.ActiveElements).Select(active => active.ElementId).Distinct()];
        Stuck = [.. live.SelectMany(run => run.Incidents.Values).Select(incident => incident.ElementId).Distinct()];
        Done =
        [
            .. shown
                .Simulator.Trace.Where(line => line.Event == HistoryKind.Completed)
                .Select(line => line.ElementId)
                .Distinct()
                .Except(Active),
        ];
        var earlier = Values(before);
        Variables =
        [
            .. Values(shown)
                .OrderBy(variable => variable.Key, StringComparer.Ordinal)
                .Select(variable => new SampleVariable(
                    variable.Key,
                    variable.Value,
                    earlier.TryGetValue(variable.Key, out var was) && was != variable.Value ? was : null,
                    !earlier.ContainsKey(variable.Key)
                )),
        ];
    }

    /// <summary>The variables of the run that the sample is about: the first.</summary>
    private static Dictionary<string, string> Values(SampleRun run) =>
        run.Simulator.Runs is [var first, ..]
            ? first.State.Variables.Entries.ToDictionary(entry => entry.Key, entry => FeelJson.ToText(entry.Value), StringComparer.Ordinal)
            : [];

    private SampleStep Described(JsonElement step, int place, IReadOnlyList<ScenarioFailure> failures)
    {
        var kind = Text(step, "do");
        var brings = step.EnumerateObject()
            .Where(property => property.Name is not ("do" or "id"))
            .Select(property => property.Name == "vars" ? property.Value.GetRawText() : $"{property.Name}: {property.Value.GetRawText()}");
        return new SampleStep(
            place + 1,
            kind switch
            {
                "start" or "startByMessage" => "начать",
                "complete" => "выполнить",
                "advance" => "прошло время",
                "expect" => "проверить",
                "expectError" => "проверить отказ",
                "message" or "correlate" or "trigger" or "publish" => "пришло сообщение",
                "signal" => "пришёл сигнал",
                "set" => "задать переменные",
                "delete" => "отменить",
                "retry" => "повторить",
                "error" => "ошибка",
                "enableAdHoc" or "completeAdHoc" => "выбрать работу",
                _ => kind,
            },
            NameOf(Text(step, "id")),
            string.Join("; ", brings) is { Length: > 0 } more ? more : null,
            failures
        );
    }

    private static string Text(JsonElement step, string name) => step.TryGetProperty(name, out var value) ? value.ToString() : "";
}
