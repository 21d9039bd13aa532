using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;
using Reserve.Engine.Feel.Analysis;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>
/// Finds names in the formulas of a drawing that nothing in the bundle gives a value. What the start and messages bring stands nowhere but
/// in samples, so a name that several elements read counts as brought; a slip of the pen is seldom repeated.
/// </summary>
internal sealed class VariableChecks(BpmnFile file, BundleFacts facts, ActivityCatalog activities, TaskCommands commands)
{
    public IEnumerable<BpmnDiagnostic> Of(IReadOnlyList<CompiledProcess> processes)
    {
        foreach (var process in processes)
        {
            var readers = process
                .Definition.Formulas.SelectMany(formula => formula.Expression.FreeVariables.Select(name => (name, formula.ElementId)))
                .Distinct()
                .ToLookup(read => read.name, read => read.ElementId, StringComparer.Ordinal);
            var known = Known(process, processes);
            var brought = readers.Where(name => name.Count() > 1).Select(name => name.Key);
            var names = known.Union(brought).ToHashSet(StringComparer.Ordinal);
            foreach (var formula in process.Definition.Formulas)
            foreach (var found in FeelCheck.Check(formula.Expression, names))
                yield return new BpmnDiagnostic(
                    "unknown-name",
                    // Nearly the name of something that is set: a slip. Else the start may bring it.
                    known.Contains(found.Expected) && !known.Contains(found.Found)
                        ? BpmnSeverity.Error
                        : BpmnSeverity.Warning,
                    formula.ElementId,
                    formula.Line,
                    $"«{Short(formula.Expression.Text)}»: {found.Message}"
                );
        }
    }

    private static string Short(string formula) => formula.Length <= 60 ? formula : formula[..59] + "…";

    /// <summary>Whatever is set anywhere in the process.</summary>
    private HashSet<string> Known(CompiledProcess process, IReadOnlyList<CompiledProcess> all)
    {
        var model = process.Definition.Process;
        var known = new HashSet<string>(ProcessDefinition.EngineVariables, StringComparer.Ordinal);
        known.UnionWith(Given(process.Key));
        known.UnionWith(Data(model));
        if (process.Starts.Any(start => start.StartsWith(PersonStart.Prefix, StringComparison.Ordinal)))
            known.UnionWith(PersonStart.Gives);
        foreach (var node in Inside(model))
            known.UnionWith(SetBy(node));
        // What the callers in the same file hand over.
        foreach (
            var call in all.SelectMany(other => Inside(other.Definition.Process))
                .OfType<CallActivity>()
                .Where(call => call.CalledElement == process.Key)
        )
            known.UnionWith(call.Binding?.Inputs.Select(input => input.Name) ?? []);
        return known;
    }

    private IEnumerable<string> SetBy(FlowNode node)
    {
        var binding = node switch
        {
            Activity { Binding: { } own } => own,
            Event { Binding: { } own } => own,
            _ => null,
        };
        IEnumerable<string> names =
        [
            .. Given(node.Id),
            .. Messages(node).SelectMany(Given),
            .. binding?.Outputs.Select(output => output.Name) ?? [],
            .. node is IFlowScope scope ? Data(scope) : [],
        ];
        if (node is Event happening)
            return names.Concat(happening.Data.Select(data => data.Target));
        if (node is not Activity activity)
            return names;
        names = names
            .Concat(activity.DataInputs.Concat(activity.DataOutputs).Select(data => data.Target))
            .Concat(activity.Properties.Select(property => property.Name));
        if (activity.Loop is MultiInstanceLoop loop)
            names = names.Concat(new[] { loop.Item, loop.OutputCollection }.OfType<string>());
        if (activity is ActivityTask { Script: { } script })
            names = names.Concat(BundleFacts.NamesIn(script.Text));
        return binding is null ? names : names.Concat(ByBinding(binding));
    }

    private IEnumerable<string> ByBinding(ActivityBinding binding)
    {
        if (binding.ActivityType == HumanTask.ActivityType)
        {
            var fields = facts.Forms.FirstOrDefault(form => form.Name == Text(binding, "form"))?.Fields ?? [];
            return
            [
                .. Text(binding, "result") is { } result ? [result] : fields,
                Text(binding, "outcome") ?? "outcome",
                .. Text(binding, "command") is { } command ? commands.Find(command)?.Gives ?? [] : [],
            ];
        }
        if (Text(binding, "decisionRef") is { } reference)
            return Text(binding, "resultVariable") is { } variable
                ? [variable]
                :
                [
                    reference,
                    .. facts.Decisions.FirstOrDefault(decision => decision.Id == reference || decision.Name == reference)?.Outputs ?? [],
                ];
        if (activities.Find(binding.ActivityType) is not { } activity)
            return [];
        return activity.Outcome.GetGenericArguments()[0] == typeof(FeelContext)
            ? binding.Inputs.SelectMany(input => BundleFacts.NamesIn(input.Value))
            : activity.Outputs.Select(output => output.Name);
    }

    private IEnumerable<string> Given(string place) => facts.Given.TryGetValue(place, out var names) ? names : [];

    /// <summary>The names of the messages that the node waits for.</summary>
    private IEnumerable<string> Messages(FlowNode node)
    {
        var ids = node switch
        {
            ActivityTask task => [task.MessageRef],
            Event happening => happening.Definitions.Where(definition => definition.Kind == EventKind.Message).Select(one => one.Ref),
            _ => Array.Empty<string?>(),
        };
        return file.Messages.Where(message => ids.Contains(message.Id)).Select(message => message.Key);
    }

    private static IEnumerable<string> Data(IFlowScope scope) => scope.DataObjects.Select(data => data.Name);

    private static IEnumerable<FlowNode> Inside(BpmnProcess process) => BundleChecks.Inside(process.Nodes);

    private static string? Text(ActivityBinding binding, string name) => BundleChecks.Literal(binding, name);
}
