using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Interchange;
using Reserve.Engine.Bpmn.Lint;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Access;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Starts;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>Which processes a call activity may name besides those of its own file.</summary>
internal interface IKnownProcesses
{
    Task<bool> Knows(string key, CancellationToken cancellationToken);
}

/// <summary>
/// Every finding about a bundle: what compiling says, what the linter adds, and what the host knows. One set for the editor, for saving
/// and for publishing.
/// </summary>
internal sealed class BundleChecks(
    ActivityCatalog activities,
    TaskCommands commands,
    IKnownProcesses known,
    IEnumerable<IBundleCheck> features
)
{
    /// <summary>The findings, errors first.</summary>
    /// <param name="bundle">The files as they would be published.</param>
    /// <param name="inForce">The version that they would replace; empty when there is none.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<IReadOnlyList<BpmnDiagnostic>> Of(ProcessBundle bundle, ProcessBundle inForce, CancellationToken cancellationToken)
    {
        var read = BpmnReader.Read(bundle.Xml);
        var lint = BpmnLinter.Lint(read).Diagnostics;
        var rules = ProcessCompiler.Rules(bundle.Files);
        var (processes, diagnostics) = ProcessCompiler.CompileAll(bundle, activities, read, lint, rules);
        var found = new List<BpmnDiagnostic>([.. diagnostics, .. lint]);
        string[] keys = [.. (read.File?.Processes ?? []).Select(process => process.Id)];
        var variables = read.File is { } drawing
            ? new BundleVariables(drawing, BundleFacts.Of(bundle.Files, rules), activities, commands, processes)
            : null;
        var given = new CheckedBundle(bundle, keys, processes, variables);
        found.AddRange(features.SelectMany(feature => feature.Of(given)));
        if (read.File is { } file && ForeignFile.Offer(file).Proposals is { Count: > 0 } proposals)
            found.Add(
                new BpmnDiagnostic(
                    "foreign-properties",
                    BpmnSeverity.Info,
                    "",
                    proposals[0].Line,
                    $"На рисунке есть свойства другой программы, у которых есть соответствие ({proposals.Count}): "
                        + "откройте «Из другой программы», чтобы преобразовать их"
                )
            );
        if (processes.Count > 0)
        {
            var bindings = processes.SelectMany(process => process.Definition.BoundElements).ToList();
            foreach (var (id, binding) in bindings.Select(element => (element.Id, element.Binding!)))
                found.AddRange(
                    binding.ActivityType switch
                    {
                        HumanTask.ActivityType => OfTask(id, binding).Concat(AdHocChecks.OfUnused(processes, id, binding)),
                        PersonStart.ActivityType => OfStart(id, binding),
                        StartWhen.ActivityType => [],
                        _ => OfActivity(id, binding),
                    }
                );
            found.AddRange(OfEvents(processes));
            found.AddRange(AdHocChecks.Of(processes));
            found.AddRange(VariableChecks.Of(processes, variables!));
            found.AddRange(NoLongerOffered(processes, inForce));
            found.AddRange(FormFindings.Of(bundle, inForce, [.. processes.Select(process => process.Definition)]));
            foreach (var call in Calls(read.File!))
                if (!read.File!.Processes.Any(own => own.Id == call.CalledElement))
                    if (!await known.Knows(call.CalledElement, cancellationToken))
                        found.Add(
                            Error("unknown-process", call.Id, call.Line, $"Процесса «{call.CalledElement}» нет среди опубликованных")
                        );
        }
        return
        [
            .. found
                .DistinctBy(finding => (finding.Code, finding.ElementId, finding.Message))
                .OrderByDescending(finding => finding.Severity)
                .ThenBy(finding => finding.Line),
        ];
    }

    private IEnumerable<BpmnDiagnostic> OfTask(string id, ActivityBinding binding)
    {
        if (Literal(binding, "role") is { } role && !Roles.All.Contains(role))
            yield return Error("unknown-role", id, binding.Line, $"Роли «{role}» нет" + Meant(role, Roles.All));
        if (Literal(binding, "command") is { } command && commands.Find(command) is null)
            yield return Error(
                "unknown-command",
                id,
                binding.Line,
                $"Команды «{command}» нет" + Meant(command, commands.All.Select(known => known.Name))
            );
        foreach (var found in DeadlineChecks.Of(id, binding))
            yield return found;
        if (Literal(binding, "assignee") is { } assignee && !Guid.TryParse(assignee, out _))
            yield return Error("bad-assignee", id, binding.Line, $"Исполнитель «{assignee}» — не пользователь");
        if (Literal(binding, "page") is { } page)
        {
            if (!page.StartsWith('/'))
                yield return Error("bad-page", id, binding.Line, $"Страница «{page}» — не адрес: он начинается с «/»");
            else if (!PageAddresses.Has(page))
                yield return Error("unknown-page", id, binding.Line, $"Страницы «{page}» нет" + Meant(page, PageAddresses.All));
        }
        else if (BeginningOf(binding, "page") is { } beginning && !PageAddresses.Has(beginning + Guid.Empty))
            yield return Error(
                "unknown-page",
                id,
                binding.Line,
                $"Страницы с адресом «{beginning}…» нет" + Meant(beginning, PageAddresses.All)
            );
    }

    private static IEnumerable<BpmnDiagnostic> OfStart(string id, ActivityBinding binding)
    {
        if (Literal(binding, "role") is not { } named)
        {
            yield return Error("missing-input", id, binding.Line, "У начала человеком не названа роль");
            yield break;
        }
        foreach (var role in named.Split(',').Select(role => role.Trim()).Where(role => !Roles.All.Contains(role)))
            yield return Error("unknown-role", id, binding.Line, $"Роли «{role}» нет" + Meant(role, Roles.All));
    }

    /// <summary>What the engine takes and the host never gives.</summary>
    private static IEnumerable<BpmnDiagnostic> OfEvents(IReadOnlyList<CompiledProcess> processes)
    {
        foreach (var process in processes)
        {
            foreach (
                var task in Inside(process.Definition.Process.Nodes)
                    .OfType<ActivityTask>()
                    .Where(task => task is { Kind: TaskKind.Receive, MessageRef: null })
            )
                yield return Error("no-message", task.Id, task.Line, $"Не сказано, какого сообщения ждёт «{task.Name}»");
        }
    }

    private IEnumerable<BpmnDiagnostic> OfActivity(string id, ActivityBinding binding)
    {
        if (activities.Find(binding.ActivityType) is not { } activity)
        {
            var near = BpmnNames.Nearest(binding.ActivityType, activities.All.Select(known => known.Type));
            if (near is not null)
                yield return Error("unknown-activity", id, binding.Line, $"Действия «{binding.ActivityType}» нет; возможно, «{near}»");
            yield break;
        }
        foreach (var input in activity.Inputs.Where(input => input.Required && binding.Input(input.Name) is null))
            yield return Error(
                "missing-input",
                id,
                binding.Line,
                $"Действию «{activity.Title ?? activity.Type}» не дан вход «{input.Name}»"
            );
        foreach (
            var input in binding.Inputs.Where(input =>
                !activity.Inputs.Any(known => string.Equals(known.Name, input.Name, StringComparison.OrdinalIgnoreCase))
            )
        )
            yield return Error(
                "unknown-input",
                id,
                input.Line,
                $"У действия «{activity.Title ?? activity.Type}» нет входа «{input.Name}»"
                    + Meant(input.Name, activity.Inputs.Select(known => known.Name))
            );
    }

    /// <summary>Pages of the host wait for these tasks: without them nobody could act any more.</summary>
    private IEnumerable<BpmnDiagnostic> NoLongerOffered(IReadOnlyList<CompiledProcess> processes, ProcessBundle inForce)
    {
        if (inForce.Xml.Length == 0)
            return [];
        var now = Offered(processes.Select(process => process.Definition));
        return from name in Offered(ProcessCompiler.Executable(BpmnReader.Read(inForce.Xml)))
            where !now.Contains(name)
            let command = commands.Find(name)
            where command is not null
            select Error(
                "command-not-offered",
                "",
                0,
                $"После этой версии {command.Otherwise}: ни одна задача не называет команду «{name}»"
            );
    }

    private static HashSet<string> Offered(IEnumerable<ProcessDefinition> processes) =>
        [
            .. processes
                .SelectMany(process => process.BoundElements)
                .Select(element => Literal(element.Binding!, "command"))
                .OfType<string>(),
        ];

    private static IEnumerable<CallActivity> Calls(BpmnFile file) =>
        file
            .Processes.SelectMany(process => Inside(process.Nodes))
            .OfType<CallActivity>()
            .Where(call => call.CalledElement.Length > 0 && !call.CalledElement.StartsWith('='));

    /// <summary>The nodes with those inside of them.</summary>
    internal static IEnumerable<FlowNode> Inside(IEnumerable<FlowNode> nodes) =>
        nodes.SelectMany(node => node is SubProcess inner ? Inside(inner.Nodes).Prepend(node) : [node]);

    /// <summary>What an input says once and for all: a constant, or FEEL that is nothing but a string.</summary>
    internal static string? Literal(ActivityBinding binding, string name) =>
        binding.Input(name) switch
        {
            { ExpressionType: BindingExpressionType.Literal, Value: { Length: > 0 } value } => value,
            { ExpressionType: BindingExpressionType.Feel, Value: ['"', .. var inner, '"'] } when !inner.AsSpan().ContainsAny('"', '\\') =>
                inner,
            _ => null,
        };

    /// <summary>The text that a formula begins with, as <c>"/candidates/" + candidate</c> does.</summary>
    private static string? BeginningOf(ActivityBinding binding, string name) =>
        binding.Input(name) is { ExpressionType: BindingExpressionType.Feel, Value: ['"', .. var rest] }
        && rest.IndexOf('"', StringComparison.Ordinal) is > 0 and var end
        && rest[(end + 1)..].TrimStart().StartsWith('+')
            ? rest[..end]
            : null;

    internal static string Meant(string name, IEnumerable<string> known) =>
        BpmnNames.Nearest(name, known) is { } near ? $"; возможно, «{near}»" : "";

    private static BpmnDiagnostic Error(string code, string element, int line, string message) =>
        new(code, BpmnSeverity.Error, element, line, message);
}
