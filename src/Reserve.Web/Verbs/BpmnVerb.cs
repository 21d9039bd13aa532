using System.Text.Json;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Lint;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Simulation;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Dmn;
using Reserve.Engine.Dmn.Testing;
using Reserve.Engine.Feel;
using Reserve.Web.Features.Calendar;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Verbs;

/// <summary><c>reserve bpmn …</c>: runs processes in memory, checks drawings.</summary>
internal static class BpmnVerb
{
    private const string Usage = """
        reserve bpmn run FILE.bpmn [CALLED.bpmn…] [--scenario FILE.json]
        reserve bpmn lint FILE.bpmn [--bundle DIR]
        reserve bpmn lint --bundle DIR
        """;

    public static async Task<int> Run(string[] args, TimeProvider clock)
    {
        var scenarioAt = Array.IndexOf(args, "--scenario");
        var scenario = scenarioAt >= 0 && scenarioAt + 1 < args.Length ? args[scenarioAt + 1] : null;
        var files = scenarioAt < 0 ? args[1..] : [.. args[1..scenarioAt], .. args[Math.Min(args.Length, scenarioAt + 2)..]];
        if (
            files.Length == 0
            || (scenarioAt >= 0 && scenario is null)
            || files.Any(file => file.StartsWith("--", StringComparison.Ordinal))
        )
            return await Verb.WrongCallAsync(Usage);
        using var document = scenario is null ? null : await ReadJson(scenario);
        if (scenario is not null && document is null)
            return Verb.BadInput;
        if (document?.RootElement is { } root && root.TryGetProperty("files", out var more) && more.ValueKind == JsonValueKind.Array)
            files =
            [
                .. files
                    .Concat(
                        more.EnumerateArray()
                            .Select(file => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(scenario!))!, file.ToString()))
                    )
                    .DistinctBy(Path.GetFullPath),
            ];
        return await Play(files, document?.RootElement, clock);
    }

    /// <summary>
    /// Checks a drawing by itself; with a bundle also by all that the host knows: what publishing would say of the bundle's files with
    /// this drawing among them.
    /// </summary>
    public static async Task<int> Lint(string[] args)
    {
        var bundleAt = Array.IndexOf(args, "--bundle");
        var folder = bundleAt >= 0 && bundleAt + 1 < args.Length ? args[bundleAt + 1] : null;
        var files = bundleAt < 0 ? args : [.. args[..bundleAt], .. args[Math.Min(args.Length, bundleAt + 2)..]];
        if (bundleAt >= 0 && folder is null || files.Length > 1 || files.Any(file => file.StartsWith('-')))
            return await Verb.WrongCallAsync(Usage);
        var path =
            files is [var named] ? named
            : folder is not null ? Path.Combine(folder, ProcessBundle.Drawing)
            : null;
        if (path is null)
            return await Verb.WrongCallAsync(Usage);
        if (await Read(path) is not { } read)
            return Verb.BadInput;
        var result = BpmnLinter.Lint(read);
        if (folder is not null)
        {
            if (!Directory.Exists(folder))
            {
                await Console.Error.WriteLineAsync($"нет папки {folder}");
                return Verb.BadInput;
            }
            var bytes = await File.ReadAllBytesAsync(path);
            var bundle = ProcessBundle.Read(folder).With(ProcessBundle.Drawing, ProcessBundle.Content(BundleFileKind.Drawing, bytes));
            result = result with { Diagnostics = await BundleLint.Check(bundle, folder) };
        }
        await Console.Out.WriteLineAsync(LintReport.ToJson(path, result));
        return result.Deployable ? Verb.Fine : Verb.BadInput;
    }

    private static async Task<int> Play(string[] files, JsonElement? scenario, TimeProvider clock)
    {
        var now =
            scenario is { } given
            && given.TryGetProperty("now", out var text)
            && DateTimeOffset.TryParse(text.GetString(), System.Globalization.CultureInfo.InvariantCulture, out var moment)
                ? moment
                : clock.GetLocalNow();
        var simulator = new Simulator(now) { Calendar = ShippedCalendar.Instance };
        string? first = null;
        foreach (var file in files)
        {
            if (await Load(file) is not { } definitions)
                return Verb.BadInput;
            foreach (var definition in definitions)
            {
                first ??= definition.Id;
                simulator.Deploy(definition);
            }
        }

        var models = new Dictionary<string, DmnModel?>(StringComparer.Ordinal);
        simulator.Decision = (_, effect) => Decide(Path.GetDirectoryName(Path.GetFullPath(files[0]))!, effect, models, simulator.Now);
        if (scenario is not { } played)
        {
            if (simulator.Start(first!, FeelContext.Empty) is null && simulator.Loops.Count == 0)
            {
                await Console.Error.WriteLineAsync($"процесс «{first}» не начинается без события: нужен сценарий");
                return Verb.BadInput;
            }

            await Console.Out.WriteLineAsync(ScenarioReport.ToJson(simulator, null));
            foreach (var loop in simulator.Loops)
                await Console.Error.WriteLineAsync(loop);
            return simulator.Loops.Count == 0 ? Verb.Fine : Verb.BadInput;
        }

        var scenes = new Scenario(simulator);
        foreach (var problem in scenes.UseStubs(played))
            await Console.Error.WriteLineAsync(problem);
        if (!played.TryGetProperty("steps", out var steps) || steps.ValueKind != JsonValueKind.Array)
        {
            await Console.Error.WriteLineAsync("в сценарии нет списка steps");
            return Verb.BadInput;
        }

        try
        {
            scenes.Play(steps);
        }
        catch (Exception problem) when (problem is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            await Console.Error.WriteLineAsync($"сценарий записан неверно: {problem.Message}");
            return Verb.BadInput;
        }

        await Console.Out.WriteLineAsync(ScenarioReport.ToJson(simulator, scenes));
        return scenes.Failures.Count == 0 ? Verb.Fine : Verb.BadInput;
    }

    private static async Task<List<ProcessDefinition>?> Load(string path)
    {
        var read = await Read(path);
        if (read is null)
            return null;
        var diagnostics = read.Diagnostics.Where(found => found.Severity == BpmnSeverity.Error).ToList();
        var definitions = new List<ProcessDefinition>();
        foreach (var process in read.File is null ? [] : Executable(read.File))
        {
            var compiled = ProcessDefinition.Compile(read.File!, process.Id);
            diagnostics.AddRange(compiled.Diagnostics.Where(found => found.Severity == BpmnSeverity.Error));
            if (compiled.Definition is not null)
                definitions.Add(compiled.Definition);
        }

        foreach (var found in diagnostics.Distinct())
            await Console.Error.WriteLineAsync($"{path}:{found.Line}: {found.Code}: {found.Message}");
        if (diagnostics.Count > 0)
            return null;
        if (definitions.Count > 0)
            return definitions;
        await Console.Error.WriteLineAsync($"{path}: нет процесса");
        return null;
    }

    /// <summary>The processes that are not said to be only drawings; when all are, every one that has something in it.</summary>
    private static List<BpmnProcess> Executable(BpmnFile file)
    {
        var meant = file.Processes.Where(process => process.IsExecutable != false && process.Nodes.Count > 0).ToList();
        return meant.Count > 0 ? meant : [.. file.Processes.Where(process => process.Nodes.Count > 0)];
    }

    private static async Task<BpmnReadResult?> Read(string path)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            return BpmnReader.Read(stream);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"нет файла {path}");
            return null;
        }
    }

    private static async Task<JsonDocument?> ReadJson(string path)
    {
        try
        {
            var document = JsonDocument.Parse(await File.ReadAllBytesAsync(path));
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            await Console.Error.WriteLineAsync($"{path}: ожидался объект JSON");
        }
        catch (JsonException problem)
        {
            await Console.Error.WriteLineAsync($"{path}: это не JSON: {problem.Message}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"нет файла {path}");
        }

        return null;
    }

    private static FeelValue? Decide(
        string folder,
        RunEffect.EvaluateDecision effect,
        Dictionary<string, DmnModel?> models,
        DateTimeOffset now
    )
    {
        var rules = Path.Combine(folder, "rules");
        var candidates =
            effect.Model is not null ? [Path.Combine(folder, effect.Model)]
            : Directory.Exists(rules) ? Directory.GetFiles(rules, "*.dmn")
            : [];
        foreach (var path in candidates.Where(File.Exists).Order(StringComparer.Ordinal))
        {
            if (!models.TryGetValue(path, out var model))
                models.Add(path, model = DmnReader.ReadFile(path).Model);
            if (
                model?.Evaluate(effect.DecisionRef, effect.Inputs, new FeelOptions(now) { Calendar = ShippedCalendar.Instance }) is
                { IsKnown: true } result
            )
                return result.Value;
        }

        return null;
    }
}
