using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>One node at a time: gateways and events.</summary>
internal sealed partial class Compiler
{
    private const int MaximumQuantity = 1_000;

    private void CompileNode(Node node)
    {
        switch (node.Source)
        {
            case null:
                break;
            case Event source:
                CompileEvent(node, source);
                break;
            case Gateway gateway:
                node.Default = node.Outgoing.FirstOrDefault(flow => flow.Id == gateway.Default);
                node.Conditional = true;
                node.Activation = Feel(gateway.ActivationCondition, node.Id);
                CompileGateway(node, gateway);
                break;
            case Activity activity:
                CompileActivity(node, activity);
                break;
        }
    }

    private void CompileGateway(Node node, Gateway gateway)
    {
        if (node.Kind == NodeKind.ComplexGateway && node.Incoming.Length > 1 && node.Activation is null)
            Refuse(node.Id, gateway.Line, $"Сложный шлюз «{node.Id}» сводит потоки, но не имеет activationCondition");
        if (node.Kind != NodeKind.EventGateway)
            return;
        if (node.Outgoing.Length == 0)
            Refuse(node.Id, gateway.Line, $"После шлюза событий «{node.Id}» нет ни одного события");
        foreach (var flow in node.Outgoing)
        {
            var fits = flow.Target.Source switch
            {
                IntermediateCatchEvent target => target.Definitions.Count > 0
                    && target.Definitions.All(definition =>
                        definition.Kind is EventKind.Message or EventKind.Timer or EventKind.Signal or EventKind.Conditional
                    ),
                ActivityTask { Kind: TaskKind.Receive } => true,
                _ => false,
            };
            if (!fits)
                Refuse(
                    node.Id,
                    gateway.Line,
                    $"Шлюз событий «{node.Id}» ведёт к «{flow.Target.Id}»: после него допустимы только ожидающие события и "
                        + "задачи получения (10.6.6)"
                );
            else if (flow.Target.Incoming.Length > 1)
                Refuse(
                    flow.Target.Id,
                    flow.Target.Source!.Line,
                    $"«{flow.Target.Id}» после шлюза событий не может иметь других входящих потоков (10.6.6)"
                );
        }

        if (gateway.Instantiate && node.Incoming.Length > 0)
            Refuse(node.Id, gateway.Line, $"Начинающий шлюз событий «{node.Id}» не может иметь входящих потоков");
    }

    private static readonly EventKind[] StartKinds = [EventKind.Message, EventKind.Timer, EventKind.Signal, EventKind.Conditional];
    private static readonly EventKind[] EventStartKinds = [.. StartKinds, EventKind.Error, EventKind.Escalation, EventKind.Compensation];
    private static readonly EventKind[] CatchKinds = [.. StartKinds, EventKind.Link];
    private static readonly EventKind[] ThrowKinds =
    [
        EventKind.Message,
        EventKind.Signal,
        EventKind.Escalation,
        EventKind.Compensation,
        EventKind.Link,
    ];
    private static readonly EventKind[] EndKinds =
    [
        EventKind.Message,
        EventKind.Signal,
        EventKind.Escalation,
        EventKind.Compensation,
        EventKind.Error,
        EventKind.Cancel,
        EventKind.Terminate,
    ];
    private static readonly EventKind[] BoundaryKinds =
    [
        .. StartKinds,
        EventKind.Error,
        EventKind.Escalation,
        EventKind.Compensation,
        EventKind.Cancel,
    ];

    private void CompileEvent(Node node, Event source)
    {
        var id = node.Id;
        var allowed = node.Kind switch
        {
            NodeKind.StartEvent => node.Scope!.Kind switch
            {
                NodeKind.EventSubProcess => EventStartKinds,
                NodeKind.Process => StartKinds,
                _ => [],
            },
            NodeKind.CatchEvent => CatchKinds,
            NodeKind.ThrowEvent => ThrowKinds,
            NodeKind.EndEvent => EndKinds,
            _ => BoundaryKinds,
        };
        foreach (var definition in source.Definitions.Where(definition => !allowed.Contains(definition.Kind)))
            Refuse(id, source.Line, $"Событие «{id}» (<{source.ElementName}>) не может быть вида {definition.Kind} (10.5)");
        node.ParallelMultiple = source.ParallelMultiple && source.Definitions.Count > 1;
        node.Interrupting = source switch
        {
            BoundaryEvent boundary => boundary.CancelActivity,
            StartEvent start => start.IsInterrupting,
            _ => false,
        };
        node.Binding = Binding(source.Binding, id, node.Kind);
        node.DataInputs = Data(source.Data, id);
        node.Conditional = node.Outgoing.Any(flow => flow.Condition is not null);
        node.Events =
        [
            .. source.Definitions.Select(definition =>
                CompileDefinition(node, definition, node.Kind is NodeKind.ThrowEvent or NodeKind.EndEvent)
            ),
        ];
        node.Deferred = node.Kind is NodeKind.ThrowEvent or NodeKind.EndEvent && node.Events.Any(spec => spec.Kind == EventKind.Signal);
        if (node.ParallelMultiple && node.Events.Any(spec => !spec.IsAwaited))
            Refuse(
                id,
                source.Line,
                $"Параллельное множественное событие «{id}» может ждать только сообщений, сигналов, таймеров и условий"
            );

        switch (node.Kind)
        {
            case NodeKind.StartEvent when node.Incoming.Length > 0:
                Refuse(id, source.Line, $"В начальное событие «{id}» не может входить поток (10.5.2)");
                break;
            case NodeKind.EndEvent when node.Outgoing.Length > 0:
                Refuse(id, source.Line, $"Из конечного события «{id}» не может выходить поток (10.5.3)");
                break;
            case NodeKind.CatchEvent when node.Events.Length == 0:
                Refuse(id, source.Line, $"Промежуточное событие «{id}» ничего не ждёт");
                break;
            case NodeKind.BoundaryEvent:
                CheckBoundary(node, (BoundaryEvent)source);
                break;
        }

        if (node.Events.Any(spec => spec.Kind == EventKind.Cancel) && node.Kind == NodeKind.EndEvent && !InTransaction(node))
            Refuse(id, source.Line, $"Событие отмены «{id}» допустимо только в транзакции (10.5.3)");
        if (node is { Kind: NodeKind.StartEvent, Scope.Kind: NodeKind.Process, ParallelMultiple: true })
            Refuse(
                id,
                source.Line,
                $"Начальное событие процесса «{id}», которое ждёт всех событий сразу, не исполняется: экземпляра ещё нет, "
                    + "собирать события негде"
            );
    }

    private static bool InTransaction(Node node)
    {
        for (var scope = node.Scope; scope is not null; scope = scope.Scope)
        {
            if (scope.Source is SubProcess { Kind: SubProcessKind.Transaction })
                return true;
        }

        return false;
    }

    private void CheckBoundary(Node node, BoundaryEvent source)
    {
        if (node.Events.Length == 0)
            Refuse(node.Id, source.Line, $"Граничное событие «{node.Id}» ничего не ждёт");
        if (node.Incoming.Length > 0)
            Refuse(node.Id, source.Line, $"В граничное событие «{node.Id}» не может входить поток (10.5.4)");
        if (node.AttachedTo is null)
        {
            Refuse(node.Id, source.Line, $"Граничное событие «{node.Id}» не прикреплено к действию");
            return;
        }

        if (
            node.Events.Any(spec => spec.Kind == EventKind.Cancel)
            && node.AttachedTo.Source is not SubProcess { Kind: SubProcessKind.Transaction }
        )
            Refuse(node.Id, source.Line, $"Событие отмены «{node.Id}» может стоять только на границе транзакции (10.5.4)");
        if (!source.CancelActivity && node.Events.Any(spec => spec.Kind is EventKind.Error or EventKind.Cancel))
            Refuse(node.Id, source.Line, $"Событие ошибки или отмены «{node.Id}» всегда прерывает действие (10.5.4)");
        foreach (var other in node.AttachedTo.Boundaries.Where(other => other.Index < node.Index))
        {
            if (SameCode(node, other, EventKind.Error) || SameCode(node, other, EventKind.Escalation))
                Refuse(
                    node.Id,
                    source.Line,
                    $"«{node.Id}» и «{other.Id}» на границе «{node.AttachedTo.Id}» ловят один и тот же код: которое "
                        + "сработает, не определено"
                );
            if (SameCode(node, other, EventKind.Message))
                Refuse(
                    node.Id,
                    source.Line,
                    $"«{node.Id}» и «{other.Id}» на границе «{node.AttachedTo.Id}» ждут одного и того же сообщения: которое "
                        + "его получит, не определено"
                );
            if (SameCode(node, other, EventKind.Compensation) || SameCode(node, other, EventKind.Cancel))
                Refuse(
                    node.Id,
                    source.Line,
                    $"У «{node.AttachedTo.Id}» может быть только одно граничное событие компенсации и одно события отмены, "
                        + $"кроме «{other.Id}» есть «{node.Id}» (13.5.5)"
                );
        }

        if (
            node.Events.Any(spec => spec.Kind == EventKind.Compensation)
            && node.AttachedTo.Source is SubProcess inner
            && inner.Nodes.OfType<SubProcess>().Any(IsCompensation)
        )
            Refuse(
                node.Id,
                source.Line,
                $"У «{node.AttachedTo.Id}» есть и граничное событие компенсации, и событийный подпроцесс компенсации: "
                    + "допустимо одно из двух (13.5.5)"
            );
    }

    private static bool IsCompensation(SubProcess sub) =>
        sub.Kind == SubProcessKind.Event
        && sub.Nodes.OfType<StartEvent>().Any(start => start.Definitions.Any(definition => definition.Kind == EventKind.Compensation));

    private static bool SameCode(Node left, Node right, EventKind kind) =>
        left.Events.Any(one => one.Kind == kind && right.Events.Any(two => two.Kind == kind && one.Key == two.Key));

    private EventSpec CompileDefinition(Node node, EventDefinition definition, bool throws)
    {
        var id = node.Id;
        var line = definition.Line;
        switch (definition.Kind)
        {
            case EventKind.Message:
                var message = file.Messages.FirstOrDefault(item => item.Id == definition.Ref);
                if (message is null || string.IsNullOrWhiteSpace(message.Name))
                    Refuse(id, line, $"У события «{id}» нет сообщения с именем");
                return new EventSpec
                {
                    Kind = EventKind.Message,
                    Key = message?.Key ?? "",
                    CorrelationKey = message is null ? null : CorrelationOf(message.Id, throws, id),
                };
            case EventKind.Signal:
                var signal = file.Signals.FirstOrDefault(item => item.Id == definition.Ref);
                if (signal is null || string.IsNullOrWhiteSpace(signal.Name))
                    Refuse(id, line, $"У события «{id}» нет сигнала с именем");
                return new EventSpec { Kind = EventKind.Signal, Key = signal?.Key ?? "" };
            case EventKind.Error:
                if (throws && definition.Ref is null)
                    Refuse(id, line, $"Событие «{id}» бросает ошибку, но не говорит какую (10.5.3)");
                return new EventSpec { Kind = EventKind.Error, Key = CodeOf(file.Errors, definition.Ref, throws) };
            case EventKind.Escalation:
                if (throws && definition.Ref is null)
                    Refuse(id, line, $"Событие «{id}» поднимает эскалацию, но не говорит какую (10.5.5)");
                return new EventSpec { Kind = EventKind.Escalation, Key = CodeOf(file.Escalations, definition.Ref, throws) };
            case EventKind.Conditional:
                if (definition.Expression is null)
                    Refuse(id, line, $"У события «{id}» нет условия");
                return new EventSpec { Kind = EventKind.Conditional, Condition = Feel(definition.Expression, id) };
            case EventKind.Timer:
                return new EventSpec { Kind = EventKind.Timer, Timer = CompileTimer(id, definition) };
            case EventKind.Compensation:
                return new EventSpec
                {
                    Kind = EventKind.Compensation,
                    Target = throws ? CompensatedActivity(id, definition) : null,
                    WaitForCompletion = definition.WaitForCompletion,
                };
            case EventKind.Link:
                return new EventSpec { Kind = EventKind.Link, Key = definition.Ref ?? "" };
            default:
                return new EventSpec { Kind = definition.Kind };
        }
    }

    /// <summary>An error's or escalation's code; a catch without reference catches all (null).</summary>
    private static string? CodeOf(IReadOnlyList<RootItem> items, string? id, bool throws)
    {
        if (id is null)
            return throws ? "" : null;
        return items.FirstOrDefault(item => item.Id == id) is { } item
            ? item.Code ?? (item.Name is { Length: > 0 } name ? name : item.Id)
            : id;
    }

    private Node? CompensatedActivity(string id, EventDefinition definition)
    {
        if (definition.Ref is null)
            return null;
        if (!byId.TryGetValue(definition.Ref, out var target) || !target.IsActivity)
        {
            Refuse(id, definition.Line, $"Событие «{id}» должно компенсировать действие «{definition.Ref}», которого нет в процессе");
            return null;
        }

        return target;
    }

    private TimerSpec? CompileTimer(string id, EventDefinition definition)
    {
        if (definition.Expression is not { Text.Length: > 0 } expression)
        {
            Refuse(id, definition.Line, $"У таймера «{id}» не указано время");
            return null;
        }

        var text = expression.Text;
        if (!text.StartsWith('=') && TimerSpec.IsLiteral(text, definition.TimerKind))
            return new TimerSpec(definition.TimerKind, null, FeelValue.From(text));
        return Feel(expression, id) is { } parsed ? new TimerSpec(definition.TimerKind, parsed, FeelValue.Null) : null;
    }

    /// <summary>
    /// The correlation key of a message as one FEEL list: its properties' values, from the payload when it is thrown, from the process's
    /// data when it is awaited (8.4.2).
    /// </summary>
    private FeelExpression? CorrelationOf(string messageId, bool throws, string id)
    {
        foreach (var subscription in process.CorrelationSubscriptions)
        {
            if (file.CorrelationKeys.FirstOrDefault(key => key.Id == subscription.KeyRef) is not { } key)
                continue;
            var parts = new List<string>();
            foreach (var property in key.PropertyRefs)
            {
                if (
                    file.CorrelationProperties.FirstOrDefault(item => item.Id == property) is not { } found
                    || !found.MessagePaths.TryGetValue(messageId, out var path)
                )
                    break;
                var part = throws ? path : subscription.Bindings.GetValueOrDefault(property, "");
                parts.Add(part.Length == 0 ? "null" : $"({part})");
            }

            if (parts.Count > 0 && parts.Count == key.PropertyRefs.Count)
                return Feel($"[{string.Join(", ", parts)}]", id, subscription.Line);
        }

        return null;
    }
}
