using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Starts;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>
/// What the bundle gives values to: the variables that anything in a process sets, with their shapes where these can be told. A form or an
/// activity gives a context of known entries; what a start or a message brings may be anything.
/// </summary>
internal sealed class BundleVariables(
    BpmnFile file,
    BundleFacts facts,
    ActivityCatalog activities,
    TaskCommands commands,
    IReadOnlyList<CompiledProcess> all
)
{
    private readonly Dictionary<CompiledProcess, IReadOnlyDictionary<string, FeelType>> known = [];

    /// <summary>The variables that are set anywhere in a process, by name.</summary>
    public IReadOnlyDictionary<string, FeelType> Of(CompiledProcess process)
    {
        if (known.TryGetValue(process, out var already))
            return already;
        var types = new Dictionary<string, FeelType>(StringComparer.Ordinal);
        foreach (var (name, type) in SetIn(process))
            types[name] = types.TryGetValue(name, out var other) ? Either(other, type) : type;
        known.Add(process, types);
        return types;
    }

    private IEnumerable<(string Name, FeelType Type)> SetIn(CompiledProcess process)
    {
        var model = process.Definition.Process;
        IEnumerable<string> brought =
        [
            .. ProcessDefinition.EngineVariables,
            .. Given(process.Key),
            .. Data(model),
            .. process.Starts.Any(start => start.StartsWith(PersonStart.Prefix, StringComparison.Ordinal)) ? PersonStart.Gives : [],
            .. DrawnStart.Of(process.Definition).SelectMany(start => start.IsTimer ? StartAt.Gives : StartWhen.Gives),
            // What the callers in the same file hand over.
            .. all.SelectMany(other => Inside(other.Definition.Process))
                .OfType<CallActivity>()
                .Where(call => call.CalledElement == process.Key)
                .SelectMany(call => call.Binding?.Inputs ?? [])
                .Select(input => input.Name),
        ];
        return brought.Select(Anything).Concat(Inside(model).SelectMany(SetBy));
    }

    private IEnumerable<(string Name, FeelType Type)> SetBy(FlowNode node)
    {
        var binding = node switch
        {
            Activity { Binding: { } own } => own,
            Event { Binding: { } own } => own,
            _ => null,
        };
        var results = binding is not null && node is Activity ? ByBinding(binding).ToList() : [];
        IEnumerable<string> names =
        [
            .. Given(node.Id),
            .. Messages(node).SelectMany(Given),
            .. node is IFlowScope scope ? Data(scope) : [],
        ];
        if (node is Event happening)
            names = names.Concat(happening.Data.Select(data => data.Target));
        if (node is Activity activity)
        {
            names = names
                .Concat(activity.DataInputs.Concat(activity.DataOutputs).Select(data => data.Target))
                .Concat(activity.Properties.Select(property => property.Name));
            if (activity.Loop is MultiInstanceLoop loop)
                names = names.Concat(new[] { loop.Item, loop.OutputCollection }.OfType<string>());
            if (activity is ActivityTask { Script: { } script })
                results.AddRange(EntriesOf(script.Text));
        }

        return [.. names.Select(Anything), .. Kept(binding, results), .. results];
    }

    /// <summary>What of a result becomes variables of other names.</summary>
    private static IEnumerable<(string Name, FeelType Type)> Kept(
        ActivityBinding? binding,
        IReadOnlyCollection<(string Name, FeelType Type)> results
    )
    {
        var types = results.DistinctBy(result => result.Name).ToDictionary(result => result.Name, result => result.Type);
        return (binding?.Outputs ?? []).Select(output =>
            (output.Name, FeelExpression.Parse(output.Value).Expression?.InferType(types) ?? FeelType.Any)
        );
    }

    private IEnumerable<(string Name, FeelType Type)> ByBinding(ActivityBinding binding)
    {
        if (binding.ActivityType == HumanTask.ActivityType)
        {
            var fields = facts.Forms.FirstOrDefault(form => form.Name == Text(binding, "form"))?.Fields ?? [];
            return
            [
                .. Text(binding, "result") is { } result ? [(result, Context(fields))] : fields.Select(Anything),
                Anything(Text(binding, "outcome") ?? "outcome"),
                .. (Text(binding, "command") is { } command ? commands.Find(command)?.Gives ?? [] : []).Select(Anything),
            ];
        }

        if (Text(binding, "decisionRef") is { } reference)
            return Text(binding, "resultVariable") is { } variable
                ? [Anything(variable)]
                :
                [
                    Anything(reference),
                    .. (
                        facts.Decisions.FirstOrDefault(decision => decision.Id == reference || decision.Name == reference)?.Outputs ?? []
                    ).Select(Anything),
                ];
        if (activities.Find(binding.ActivityType) is not { } activity)
            return [];
        return activity.GivesItsInputs
            ? binding.Inputs.SelectMany(input => EntriesOf(input.Value))
            : activity.Outputs.Select(output => (output.Name, Context(output.Members)));
    }

    private static IEnumerable<(string Name, FeelType Type)> EntriesOf(string context) =>
        FeelExpression.Parse(context).Expression?.InferType().Fields.Select(field => (field.Name, field.Type)) ?? [];

    private static (string Name, FeelType Type) Anything(string name) => (name, FeelType.Any);

    /// <summary>A context of these names; without any, nobody knows what it is.</summary>
    private static FeelType Context(IReadOnlyList<string> names) =>
        names.Count == 0 ? FeelType.Any : FeelType.ContextOf([.. names.Select(name => new FeelParameter(name, FeelType.Any))]);

    /// <summary>What is set in two places has the entries of both contexts; where one may be anything, it may be anything.</summary>
    private static FeelType Either(FeelType one, FeelType other) =>
        one.Fields.Count == 0 || other.Fields.Count == 0
            ? FeelType.Any
            : FeelType.ContextOf([.. one.Fields.Concat(other.Fields).DistinctBy(field => field.Name)]);

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
