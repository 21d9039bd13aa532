using System.Text.Json;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Lint;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Dmn;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>A process that may be deployed.</summary>
internal sealed record CompiledProcess(string Key, string Name, ProcessDefinition Definition, string[] Starts);

/// <summary>Compiles drawings and checks that what they name exists: activities, forms, decisions.</summary>
internal static class ProcessCompiler
{
    public static CompileResult Compile(string xml, string key)
    {
        var read = BpmnReader.Read(xml);
        return read is { Ok: true, File: { } file } ? ProcessDefinition.Compile(file, key) : new CompileResult(null, read.Diagnostics);
    }

    /// <summary>Every executable process of the bundle's drawing, and every finding about the bundle.</summary>
    public static (IReadOnlyList<CompiledProcess> Processes, IReadOnlyList<BpmnDiagnostic> Diagnostics) CompileAll(
        ProcessBundle bundle,
        ActivityCatalog activities
    )
    {
        var read = BpmnReader.Read(bundle.Xml);
        return CompileAll(bundle, activities, read, BpmnLinter.Lint(read).Diagnostics, Rules(bundle.Files));
    }

    /// <summary>The same for whoever has read the bundle's drawing and rules already, and what the linter said of the drawing.</summary>
    public static (IReadOnlyList<CompiledProcess> Processes, IReadOnlyList<BpmnDiagnostic> Diagnostics) CompileAll(
        ProcessBundle bundle,
        ActivityCatalog activities,
        BpmnReadResult read,
        IReadOnlyList<BpmnDiagnostic> lint,
        IReadOnlyDictionary<string, DmnReadResult> rules
    )
    {
        var diagnostics = new List<BpmnDiagnostic>(read.Diagnostics);
        if (!read.Ok)
            return ([], diagnostics);
        var processes = new List<CompiledProcess>();
        foreach (var process in read.File!.Processes.Where(process => process.IsExecutable == true))
        {
            var compiled = ProcessDefinition.Compile(read.File, process.Id);
            diagnostics.AddRange(compiled.Diagnostics);
            if (compiled.Definition is not { } definition)
                continue;
            diagnostics.AddRange(CheckNames(definition, bundle, rules, activities));
            processes.Add(
                new CompiledProcess(
                    definition.Id,
                    definition.Name,
                    definition,
                    [
                        .. Starts(definition).Select(start => ProcessCatalog.StartName(start.Kind, start.Name)),
                        .. PersonStart.RolesOf(definition).Select(role => PersonStart.Prefix + role),
                    ]
                )
            );
        }
        if (processes.Count == 0 && diagnostics.All(found => found.Severity != BpmnSeverity.Error))
            diagnostics.Add(
                new BpmnDiagnostic("no-process", BpmnSeverity.Error, "", 0, "В файле нет исполняемого процесса (isExecutable).")
            );
        // What the linter calls an error would run, but not as drawn: such a drawing is not deployed.
        diagnostics.AddRange(lint.Where(found => found.Severity == BpmnSeverity.Error).Except(diagnostics));
        diagnostics.AddRange(CheckForms(bundle));
        diagnostics.AddRange(CheckRules(rules));
        return (processes, diagnostics);
    }

    /// <summary>The executable processes of a drawing, as far as they compile.</summary>
    public static IEnumerable<ProcessDefinition> Executable(BpmnReadResult read) =>
        !read.Ok
            ? []
            : read.File!.Processes.Where(process => process.IsExecutable == true)
                .Select(process => ProcessDefinition.Compile(read.File, process.Id).Definition)
                .OfType<ProcessDefinition>();

    /// <summary>The messages and signals that start the process.</summary>
    public static IEnumerable<(JobKind Kind, string Name, string Element)> Starts(ProcessDefinition definition) =>
        definition
            .Starts.Where(start => start is { Kind: StartKind.Message or StartKind.Signal, Name: not null, ElementId: not null })
            .Select(start => (start.Kind == StartKind.Message ? JobKind.Message : JobKind.Signal, start.Name!, start.ElementId!));

    /// <summary>The files of rules by path, compiled.</summary>
    public static IReadOnlyDictionary<string, DmnReadResult> Rules(IReadOnlyDictionary<string, string> files) =>
        files
            .Where(file => file.Key.EndsWith(".dmn", StringComparison.Ordinal))
            .OrderBy(file => file.Key, StringComparer.Ordinal)
            .ToDictionary(file => file.Key, file => DmnReader.Read(file.Value));

    private static IEnumerable<BpmnDiagnostic> CheckNames(
        ProcessDefinition definition,
        ProcessBundle bundle,
        IReadOnlyDictionary<string, DmnReadResult> rules,
        ActivityCatalog activities
    )
    {
        foreach (var element in definition.BoundElements)
        {
            var binding = element.Binding!;
            if (binding.ActivityType == HumanTask.ActivityType)
            {
                if (BundleChecks.Literal(binding, "form") is { } form && !bundle.Files.ContainsKey(FormPath(form)))
                    yield return new BpmnDiagnostic("unknown-form", BpmnSeverity.Error, element.Id, binding.Line, $"Нет формы «{form}»");
            }
            else if (BundleChecks.Literal(binding, "decisionRef") is { } decision)
            {
                var named = binding.Input(DecisionRunner.ModelInput)?.Value;
                if (
                    !rules.Any(file =>
                        (named is null || file.Key == named)
                        && file.Value.Model?.Definitions.Decisions.Any(known => known.Name == decision || known.Id == decision) == true
                    )
                )
                    yield return new BpmnDiagnostic(
                        "unknown-decision",
                        BpmnSeverity.Error,
                        element.Id,
                        binding.Line,
                        $"В {named ?? "правилах"} нет решения «{decision}»"
                    );
            }
            else if (element.ElementName == "serviceTask" && activities.Find(binding.ActivityType) is null)
            {
                yield return new BpmnDiagnostic(
                    "unknown-activity",
                    BpmnSeverity.Warning,
                    element.Id,
                    binding.Line,
                    $"Действие «{binding.ActivityType}» не зарегистрировано"
                );
            }
        }
        foreach (var element in definition.Elements.Where(element => element is { ElementName: "serviceTask", Binding: null }))
            yield return new BpmnDiagnostic(
                "no-activity",
                BpmnSeverity.Warning,
                element.Id,
                0,
                $"Задача «{element.Name}» не связана с действием"
            );
    }

    private static IEnumerable<BpmnDiagnostic> CheckForms(ProcessBundle bundle) =>
        from file in bundle.Files
        where file.Key.StartsWith("forms/", StringComparison.Ordinal)
        orderby file.Key
        from finding in FormChecks.Of(file.Value)
        where finding.IsError
        select new BpmnDiagnostic("bad-form", BpmnSeverity.Error, "", 0, $"{file.Key}: {finding}");

    private static IEnumerable<BpmnDiagnostic> CheckRules(IReadOnlyDictionary<string, DmnReadResult> rules) =>
        from file in rules
        from found in file.Value.Diagnostics.Concat(file.Value.Model is { } model ? DmnLint.Check(model) : [])
        where found.Severity == DmnSeverity.Error
        select new BpmnDiagnostic("bad-rules", BpmnSeverity.Error, "", 0, $"{file.Key}: {found}");

    public static string FormPath(string name) => $"forms/{name}.json";
}
