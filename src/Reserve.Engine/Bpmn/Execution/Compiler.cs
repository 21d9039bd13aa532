using System.Text.Json;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>
/// Compiles one process: numbers nodes and flows, parses every expression once, and refuses what is not executed, all findings at once.
/// </summary>
internal sealed partial class Compiler(BpmnFile file, BpmnProcess process)
{
    private readonly List<BpmnDiagnostic> diagnostics = [];
    private readonly List<Node> nodes = [];
    private readonly List<Flow> flows = [];
    private readonly List<ElementFormula> formulas = [];
    private readonly Dictionary<string, Node> byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> names = new(ProcessDefinition.EngineVariables, StringComparer.Ordinal);

    public CompileResult Compile()
    {
        foreach (var refused in file.Refused.Where(refused => refused.ProcessId is null || refused.ProcessId == process.Id))
            Refuse(refused.ElementId, refused.Line, $"<{refused.ElementName}>: {refused.Reason}");
        CollectNames(process);
        var root = AddNode(process.Id, NodeKind.Process, null, null);
        AddScope(root, process);
        foreach (var node in nodes.ToList())
            CompileNode(node);
        foreach (var node in nodes)
            Finish(node);
        foreach (var scope in nodes.Where(node => node.IsScope))
            FinishScope(scope);
        if (diagnostics.Any(found => found.Severity == BpmnSeverity.Error))
            return new CompileResult(null, [.. diagnostics.OrderBy(found => found.Line)]);
        var starts = StartPoints(root);
        return new CompileResult(
            new ProcessDefinition(process, [.. nodes], [.. flows], starts, formulas),
            [.. diagnostics.OrderBy(found => found.Line)]
        );
    }

    /// <summary>Names with spaces must be known to the FEEL parser.</summary>
    private void CollectNames(IFlowScope scope)
    {
        foreach (var data in scope.DataObjects)
            names.Add(data.Name);
        foreach (var node in scope.Nodes)
        {
            if (node is Activity activity)
            {
                foreach (var data in activity.DataInputs.Concat(activity.DataOutputs))
                {
                    names.Add(data.Target);
                    if (data.Source is not null)
                        names.Add(data.Source);
                }

                foreach (var property in activity.Properties)
                    names.Add(property.Name);
                if (activity.Loop is MultiInstanceLoop { Item: { } item })
                    names.Add(item);
            }

            if (node is SubProcess inner)
                CollectNames(inner);
        }
    }

    private Node AddNode(string id, NodeKind kind, FlowNode? source, Node? scope)
    {
        var node = new Node(nodes.Count, id, kind, source) { Scope = scope };
        node.EnteredRoot = new RunEffect.History(id, HistoryKind.Entered, 0, ProcessRun.RootId);
        node.CompletedRoot = new RunEffect.History(id, HistoryKind.Completed, 0, ProcessRun.RootId);
        nodes.Add(node);
        if (source is not null && !byId.TryAdd(id, node))
            Refuse(id, source.Line, $"Идентификатор «{id}» повторяется");
        return node;
    }

    private void AddScope(Node scope, IFlowScope source)
    {
        var children = new List<Node>();
        foreach (var element in source.Nodes)
        {
            var node = AddNode(element.Id, KindOf(element), element, scope);
            children.Add(node);
            if (element is SubProcess inner)
                AddScope(node, inner);
        }

        scope.Children = [.. children];
        foreach (var child in children)
        {
            if (child.Source is BoundaryEvent boundary && byId.TryGetValue(boundary.AttachedTo, out var host) && host.Scope == scope)
                child.AttachedTo = host;
        }

        foreach (var host in children.Where(child => child.IsActivity))
            host.Boundaries = [.. children.Where(child => child.AttachedTo == host)];

        foreach (var element in source.Flows)
        {
            if (
                !byId.TryGetValue(element.SourceRef, out var from)
                || !byId.TryGetValue(element.TargetRef, out var to)
                || from.Scope != scope
                || to.Scope != scope
            )
                continue;
            // Conditions after parallel and event gateways are ignored (10.6.4, 10.6.6); after events the standard has none, and those of
            // lenient tools are looked at.
            var conditional = from.Kind is not (NodeKind.ParallelGateway or NodeKind.EventGateway);
            var flow = new Flow(
                flows.Count,
                element.Id,
                from,
                to,
                to.Incoming.Length,
                conditional && element.Condition is not null ? Feel(element.Condition, element.Id) : null
            );
            flows.Add(flow);
            from.Outgoing = [.. from.Outgoing, flow];
            to.Incoming = [.. to.Incoming, flow];
        }

        scope.LocalData = [.. source.DataObjects.Select(data => data.Name).Distinct(StringComparer.Ordinal)];
        foreach (var association in source.Associations)
        {
            if (
                byId.TryGetValue(association.SourceRef, out var from)
                && byId.TryGetValue(association.TargetRef, out var to)
                && from.Source is BoundaryEvent boundary
                && boundary.Definitions.Any(definition => definition.Kind == EventKind.Compensation)
                && from.AttachedTo is { } host
                && to.IsActivity
            )
            {
                if (to.Source is Activity { IsForCompensation: false })
                    Refuse(to.Id, to.Source.Line, $"«{to.Id}» обрабатывает компенсацию, но не помечен isForCompensation");
                host.CompensationHandler = to;
            }
        }
    }

    private NodeKind KindOf(FlowNode element) =>
        element switch
        {
            StartEvent => NodeKind.StartEvent,
            EndEvent => NodeKind.EndEvent,
            IntermediateCatchEvent => NodeKind.CatchEvent,
            IntermediateThrowEvent => NodeKind.ThrowEvent,
            BoundaryEvent => NodeKind.BoundaryEvent,
            Gateway gateway => gateway.Kind switch
            {
                GatewayKind.Exclusive => NodeKind.ExclusiveGateway,
                GatewayKind.Parallel => NodeKind.ParallelGateway,
                GatewayKind.Inclusive => NodeKind.InclusiveGateway,
                GatewayKind.Complex => NodeKind.ComplexGateway,
                GatewayKind.EventBased => NodeKind.EventGateway,
            },
            SubProcess sub => sub.Kind switch
            {
                SubProcessKind.Event => NodeKind.EventSubProcess,
                SubProcessKind.AdHoc => NodeKind.AdHocSubProcess,
                SubProcessKind.Embedded or SubProcessKind.Transaction => NodeKind.SubProcess,
            },
            CallActivity call => GlobalTask(call) is { } task ? TaskNode(task) : NodeKind.CallActivity,
            ActivityTask task => TaskNode(task),
            _ => throw new InvalidOperationException($"no execution for {element.GetType().Name}"),
        };

    /// <summary>A called global task of the same file runs in place (10.3.6).</summary>
    private ActivityTask? GlobalTask(CallActivity call) => file.GlobalTasks.FirstOrDefault(task => task.Id == call.CalledElement);

    private static NodeKind TaskNode(ActivityTask task) =>
        task.Kind switch
        {
            TaskKind.User => NodeKind.UserTask,
            TaskKind.BusinessRule => task.Binding is null || task.Binding.Input("decisionRef") is not null
                ? NodeKind.DecisionTask
                : NodeKind.ServiceTask,
            TaskKind.Service => NodeKind.ServiceTask,
            TaskKind.Receive => NodeKind.ReceiveTask,
            TaskKind.Send when task.MessageRef is not null => NodeKind.SendTask,
            _ when task.Binding is not null => NodeKind.ServiceTask,
            TaskKind.Script => NodeKind.ScriptTask,
            TaskKind.Send => NodeKind.ServiceTask,
            _ => NodeKind.PassTask,
        };

    private FeelExpression? Feel(Expression? expression, string id)
    {
        if (expression is null)
            return null;
        if (expression.Language is { Length: > 0 } language && !IsFeel(language))
        {
            Refuse(id, expression.Line, $"Язык выражения «{language}» не исполняется, допустим только FEEL");
            return null;
        }

        return Feel(expression.Text, id, expression.Line);
    }

    private static bool IsFeel(string language) => Dmn.Execution.DmnFeel.IsFeel(language) || language == "variable";

    private FeelExpression? Feel(string text, string id, int line)
    {
        text = text.Trim();
        if (text.StartsWith('='))
            text = text[1..].Trim();
        if (text.Length == 0)
        {
            Add("bad-expression", id, line, "Выражение пусто");
            return null;
        }

        var parsed = FeelExpression.Parse(text, names);
        foreach (var problem in parsed.Diagnostics)
            Add("bad-expression", id, line, $"Выражение «{text}»: {problem}");
        if (parsed.Expression is { } expression)
            formulas.Add(new ElementFormula(id, line, expression));
        return parsed.Expression;
    }

    private DataSpec Spec(BindingInput input, string id)
    {
        if (input.ExpressionType == BindingExpressionType.Feel)
            return new DataSpec(input.Name, Feel(input.Value, id, input.Line), FeelValue.Null);
        if (input.IsText)
            return new DataSpec(input.Name, null, FeelValue.From(input.Value));
        using var json = JsonDocument.Parse(input.Value);
        return new DataSpec(input.Name, null, FeelJson.Read(json.RootElement));
    }

    private static readonly HashSet<string> OfDecisions = new(StringComparer.OrdinalIgnoreCase)
    {
        "decisionRef",
        "model",
        "resultVariable",
    };
    private static readonly HashSet<string> OfMessages = new(StringComparer.OrdinalIgnoreCase) { "correlationKey", "timeToLive" };
    private static readonly HashSet<string> OfOthers = [];

    private BindingSpec? Binding(ActivityBinding? binding, string id, NodeKind kind)
    {
        var reserved = kind switch
        {
            NodeKind.DecisionTask => OfDecisions,
            NodeKind.SendTask
            or NodeKind.ReceiveTask
            or NodeKind.StartEvent
            or NodeKind.EndEvent
            or NodeKind.CatchEvent
            or NodeKind.ThrowEvent
            or NodeKind.BoundaryEvent => OfMessages,
            _ => OfOthers,
        };
        if (binding is null)
            return null;
        var key = binding.Input("correlationKey") is { } correlation ? Spec(correlation, id) : null;
        var kept = reserved == OfMessages && binding.Input("timeToLive") is { } lifetime ? Spec(lifetime, id) : null;
        if (kept is { Expression: null } && IsoDuration.TryParse(kept.Constant.AsString()) is not { Months: >= 0, Time.Ticks: >= 0 })
            Add("bad-time-to-live", id, binding.Line, $"Срок жизни сообщения (timeToLive) не длительность ISO 8601: {kept.Constant}");
        return new BindingSpec(
            binding.ActivityType,
            [.. binding.Inputs.Where(input => !reserved.Contains(input.Name) && input.Name != "*").Select(input => Spec(input, id))],
            [.. binding.Outputs.Where(output => output.Name != "*").Select(output => Spec(output, id))],
            binding.Input("*") is not null,
            binding.Outputs.Any(output => output.Name == "*"),
            binding.Input("decisionRef")?.Value,
            binding.Input("model")?.Value,
            binding.Input("resultVariable")?.Value,
            key?.Expression,
            key?.Constant ?? FeelValue.Null,
            kept
        );
    }

    private DataSpec[] Data(IReadOnlyList<DataAssociation> associations, string id) =>
        [
            .. associations
                .Where(data => data.Source is not null || data.Transformation is not null)
                .Select(data =>
                    data.Transformation is { } transformation
                        ? new DataSpec(data.Target, Feel(transformation, id), FeelValue.Null)
                        : new DataSpec(data.Target, null, FeelValue.Null, data.Source)
                ),
        ];

    private void Refuse(string id, int line, string message) => Add("not-executable", id, line, message);

    private void Add(string code, string id, int line, string message) =>
        diagnostics.Add(new BpmnDiagnostic(code, BpmnSeverity.Error, id, line, message));
}
