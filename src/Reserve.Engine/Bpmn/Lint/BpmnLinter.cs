using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Interchange;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Lint;

/// <summary>What is wrong with a drawing, what is legal but unwise, and whether it is sound.</summary>
/// <param name="Diagnostics">Every finding, by line.</param>
/// <param name="Soundness">For each process: true when every run can end with no token left, false when not, null when it was too large or
/// has something the check does not know.</param>
public sealed record LintResult(IReadOnlyList<BpmnDiagnostic> Diagnostics, IReadOnlyDictionary<string, bool?> Soundness)
{
    /// <summary>Whether it can be deployed.</summary>
    public bool Deployable => !Diagnostics.Any(found => found.Severity == BpmnSeverity.Error);
}

/// <summary>Checks BPMN files beyond what reading and compiling refuse.</summary>
public static class BpmnLinter
{
    /// <summary>Reads, compiles and checks.</summary>
    public static LintResult Lint(BpmnReadResult read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var found = new List<BpmnDiagnostic>(read.Diagnostics);
        var sound = new Dictionary<string, bool?>(StringComparer.Ordinal);
        var definitions = new List<ProcessDefinition>();
        foreach (var process in read.File?.Processes ?? [])
        {
            var rules = new LintRules(read.File!, process);
            if (process.Nodes.Count == 0)
            {
                found.Add(
                    new BpmnDiagnostic(
                        "empty-process",
                        BpmnSeverity.Info,
                        process.Id,
                        process.Line,
                        $"Процесс «{process.Id}» пуст: пул без содержимого не исполняется"
                    )
                );
                continue;
            }

            var compiled = ProcessDefinition.Compile(read.File!, process.Id);
            // A process that is only a drawing may show what is not executed.
            found.AddRange(
                compiled.Diagnostics.Select(one =>
                    process.IsExecutable == false && one.Severity == BpmnSeverity.Error ? one with { Severity = BpmnSeverity.Info } : one
                )
            );
            found.AddRange(
                rules
                    .Check()
                    .Select(one =>
                        process.IsExecutable == false && one.Severity == BpmnSeverity.Error
                            ? one with
                            {
                                Severity = BpmnSeverity.Info,
                            }
                            : one
                    )
            );
            if (compiled.Definition is { } definition)
            {
                sound[process.Id] = Soundness.Check(definition, found);
                EndlessLoops.Check(definition, found);
                if (process.IsExecutable != false)
                    definitions.Add(definition);
            }
            else
                sound[process.Id] = null;
        }

        // Tools that only draw leave it out: which process is meant is asked of a person.
        if (read.File is { Processes.Count: > 0 } drawing && drawing.Processes.All(process => process.IsExecutable != true))
            found.Add(
                new BpmnDiagnostic(
                    "no-executable-process",
                    BpmnSeverity.Info,
                    "",
                    drawing.Processes[0].Line,
                    "В файле нет исполняемого процесса (isExecutable): "
                        + string.Join(", ", drawing.Processes.Select(process => $"«{process.Id}»"))
                )
            );
        if (read.File is { } file && ForeignFile.Offer(file).Proposals is { Count: > 0 } proposals)
            found.Add(
                new BpmnDiagnostic(
                    "foreign-properties",
                    BpmnSeverity.Info,
                    "",
                    proposals[0].Line,
                    $"На рисунке есть свойства другой программы, у которых есть соответствие ({proposals.Count}): "
                        + "«Из другой программы» преобразует их"
                )
            );
        EndlessLoops.CheckChains(definitions, found);
        return new LintResult([.. found.Distinct().OrderBy(one => one.Line).ThenBy(one => one.Code, StringComparer.Ordinal)], sound);
    }
}

/// <summary>The rules that look at one process's model.</summary>
internal sealed class LintRules(BpmnFile file, BpmnProcess process)
{
    private readonly List<BpmnDiagnostic> found = [];
    private readonly HashSet<string> inLanes = [.. process.Lanes.SelectMany(lane => lane.NodeRefs)];

    public IReadOnlyList<BpmnDiagnostic> Check()
    {
        Scope(process, process.Id, process.Line, null);
        Cancels(process, null, null);
        return found;
    }

    private void Scope(IFlowScope scope, string id, int line, SubProcess? sub)
    {
        var outgoing = scope.Flows.ToLookup(flow => flow.SourceRef, StringComparer.Ordinal);
        var incoming = scope.Flows.ToLookup(flow => flow.TargetRef, StringComparer.Ordinal);
        var isAdHoc = sub?.Kind == SubProcessKind.AdHoc;
        if (!isAdHoc && scope.Nodes.Count > 0)
        {
            if (!scope.Nodes.Any(node => node is StartEvent))
                Warn("no-start", id, line, $"У «{id}» нет начального события: начнутся все элементы без входящих потоков");
            if (!scope.Nodes.Any(node => node is EndEvent))
                Warn("no-end", id, line, $"У «{id}» нет конечного события");
            Reachability(scope, outgoing, incoming);
        }

        foreach (var node in scope.Nodes)
        {
            Node(node, [.. outgoing[node.Id]], [.. incoming[node.Id]], scope);
            if (node is SubProcess inner)
                Scope(inner, inner.Id, inner.Line, inner);
        }

        foreach (
            var twice in scope
                .Flows.GroupBy(flow => (flow.SourceRef, flow.TargetRef, flow.Condition?.Text))
                .Where(group => group.Count() > 1)
        )
            Warn("duplicate-flow", twice.Last().Id, twice.Last().Line, $"Поток «{twice.Last().Id}» повторяет «{twice.First().Id}»");
    }

    /// <summary>A transaction that can be cancelled needs a way to go on then (10.5.3, 13.5.6).</summary>
    private void Cancels(IFlowScope scope, SubProcess? transaction, IFlowScope? around)
    {
        foreach (var end in scope.Nodes.OfType<EndEvent>())
        {
            if (
                transaction is { IsForCompensation: false }
                && end.Definitions.Any(definition => definition.Kind == EventKind.Cancel)
                && !around!
                    .Nodes.OfType<BoundaryEvent>()
                    .Any(boundary =>
                        boundary.AttachedTo == transaction.Id && boundary.Definitions.Any(definition => definition.Kind == EventKind.Cancel)
                    )
            )
                Add(
                    Interpreter.NoCancelBoundary,
                    BpmnSeverity.Error,
                    end.Id,
                    end.Line,
                    $"«{end.Id}» отменяет транзакцию «{transaction.Id}», но у неё нет граничного события отмены: идти дальше "
                        + "некуда (13.5.6)"
                );
        }

        foreach (var inner in scope.Nodes.OfType<SubProcess>())
        {
            var isTransaction = inner.Kind == SubProcessKind.Transaction;
            Cancels(inner, isTransaction ? inner : transaction, isTransaction ? scope : around);
        }
    }

    private void Node(FlowNode node, List<SequenceFlow> outgoing, List<SequenceFlow> incoming, IFlowScope scope)
    {
        found.AddRange(BindingRules.Check(node));
        found.AddRange(StartRules.Check(node));
        switch (node)
        {
            case Gateway gateway:
                Gateway(gateway, outgoing, incoming);
                break;
            case Activity activity:
                Activity(activity, outgoing, incoming);
                break;
            case BoundaryEvent boundary
                when outgoing.Count == 0 && !boundary.Definitions.Any(definition => definition.Kind == EventKind.Compensation):
                Warn("no-way-on", node.Id, node.Line, $"Граничное событие «{node.Id}» никуда не ведёт");
                break;
            case BoundaryEvent boundary
                when boundary.Definitions.Any(definition => definition.Kind == EventKind.Compensation)
                    && !scope.Associations.Any(association => association.SourceRef == node.Id):
                Warn("no-handler", node.Id, node.Line, $"У события компенсации «{node.Id}» нет обработчика");
                break;
        }

        if (node is Event { Definitions: var definitions })
        {
            foreach (var timer in definitions.Where(definition => definition.Kind == EventKind.Timer))
                Timer(node, timer);
            if (outgoing.Any(flow => flow.Condition is not null))
                Warn(
                    "condition-on-event",
                    node.Id,
                    node.Line,
                    $"Условия на потоках из события «{node.Id}» не предусмотрены стандартом (10.5.2)"
                );
        }
    }

    private void Gateway(Gateway gateway, List<SequenceFlow> outgoing, List<SequenceFlow> incoming)
    {
        var id = gateway.Id;
        if (outgoing.Count == 1 && incoming.Count == 1)
            Info("superfluous-gateway", id, gateway.Line, $"Шлюз «{id}» ничего не делит и не сводит");
        if (outgoing.Count > 1 && incoming.Count > 1)
            Info("mixed-gateway", id, gateway.Line, $"Шлюз «{id}» и сводит, и делит потоки: два шлюза читаются лучше");
        switch (gateway.Kind)
        {
            case GatewayKind.Exclusive or GatewayKind.Inclusive when outgoing.Count > 1:
                if (gateway.Default is null && outgoing.All(flow => flow.Condition is not null))
                    Warn(
                        "missing-default",
                        id,
                        gateway.Line,
                        $"У шлюза «{id}» нет потока по умолчанию: если ни одно условие не выполнится, процесс остановится"
                    );
                foreach (var flow in outgoing.Where(flow => flow.Condition is null && flow.Id != gateway.Default))
                    Warn("missing-condition", flow.Id, flow.Line, $"Поток «{flow.Id}» из шлюза «{id}» без условия: он выбирается всегда");
                break;
            case GatewayKind.Parallel or GatewayKind.EventBased:
                foreach (var flow in outgoing.Where(flow => flow.Condition is not null))
                    Warn("condition-ignored", flow.Id, flow.Line, $"Условие потока «{flow.Id}» после шлюза «{id}» не учитывается");
                break;
        }

        if (gateway.Kind == GatewayKind.EventBased && outgoing.Count == 1)
            Warn("single-event", id, gateway.Line, $"После шлюза событий «{id}» только одно событие");
        foreach (var flow in outgoing.Where(flow => flow.Id == gateway.Default && flow.Condition is not null))
            Warn("condition-ignored", flow.Id, flow.Line, $"Условие потока по умолчанию «{flow.Id}» не учитывается");
    }

    private void Activity(Activity activity, List<SequenceFlow> outgoing, List<SequenceFlow> incoming)
    {
        var id = activity.Id;
        if (outgoing.Count > 0 && activity.Default is null && outgoing.All(flow => flow.Condition is not null))
            Warn("missing-default", id, activity.Line, $"После «{id}» все потоки с условиями, потока по умолчанию нет");
        if (incoming.Count > 1 && activity is not SubProcess { Kind: SubProcessKind.Event })
            Info("implicit-merge", id, activity.Line, $"В «{id}» входит несколько потоков: каждый маркер начнёт его заново");
        if (activity.Loop is StandardLoop { Condition: null, Maximum: null })
            Add(
                "endless-loop",
                activity is ActivityTask { Binding: null, Kind: TaskKind.Script or TaskKind.Manual or TaskKind.None }
                    ? BpmnSeverity.Error
                    : BpmnSeverity.Warning,
                id,
                activity.Line,
                $"Повторение «{id}» без условия и без наибольшего числа раз не кончится"
            );
        switch (activity)
        {
            case ActivityTask { Kind: TaskKind.User }
                when activity.Resources.Count == 0
                    && activity.Binding?.Input("role") is null
                    && activity.Binding?.Input("assignee") is null
                    && !inLanes.Contains(id):
                Warn(
                    "no-assignment",
                    id,
                    activity.Line,
                    $"Не сказано, кто выполняет задачу «{id}»: нет ни роли, ни исполнителя, ни дорожки"
                );
                break;
            case ActivityTask { Kind: TaskKind.Service or TaskKind.Send, MessageRef: null, Binding: null }:
                Warn("unbound-service", id, activity.Line, $"Задача «{id}» не привязана к действию приложения");
                break;
            case CallActivity call
                when call.CalledElement.Length > 0
                    && call.CalledElement[0] != '='
                    && file.Process(call.CalledElement) is null
                    && file.GlobalTasks.All(task => task.Id != call.CalledElement):
                Info("external-call", id, activity.Line, $"Вызываемого «{call.CalledElement}» нет в этом файле");
                break;
        }
    }

    private void Timer(FlowNode node, EventDefinition timer)
    {
        if (timer.Expression is not { Text.Length: > 0 } expression || TimerSpec.IsLiteral(expression.Text, timer.TimerKind))
            return;
        var text = expression.Text.TrimStart('=').Trim();
        if (FeelExpression.Parse(text).Expression is not { FreeVariables.Count: 0 } constant)
            return;
        var value = constant.Evaluate(FeelContext.Empty, new FeelOptions(DateTimeOffset.UnixEpoch)).Value;
        if (value.IsNumber)
            Add(
                "timer-without-unit",
                BpmnSeverity.Error,
                node.Id,
                timer.Line,
                $"Таймер «{node.Id}»: число {text} без единицы, ожидалась длительность, например PT{text}M"
            );
        else if (
            TimerSchedule.From(value, timer.TimerKind, DateTimeOffset.UnixEpoch) is null
            && !TimerSpec.IsWorkingDays(value.AsString(), timer.TimerKind)
        )
            Add("bad-timer", BpmnSeverity.Error, node.Id, timer.Line, $"Таймер «{node.Id}»: «{text}» не задаёт времени");
    }

    /// <summary>What no token can come to, and from where no end can be reached.</summary>
    private void Reachability(IFlowScope scope, ILookup<string, SequenceFlow> outgoing, ILookup<string, SequenceFlow> incoming)
    {
        var byId = scope
            .Nodes.Where(node => node.Id.Length > 0)
            .GroupBy(node => node.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        var hasStart = scope.Nodes.Any(node =>
            node is StartEvent
            || (
                incoming[node.Id].FirstOrDefault() is null
                && node is ActivityTask { Instantiate: true } or Model.Gateway { Instantiate: true }
            )
        );
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var stack = new Stack<string>(scope.Nodes.Where(node => IsEntry(node, incoming, hasStart)).Select(node => node.Id));
        while (stack.TryPop(out var id))
        {
            if (!reached.Add(id) || !byId.TryGetValue(id, out var node))
                continue;
            foreach (var next in Next(node, scope, outgoing))
                stack.Push(next);
        }

        foreach (var node in scope.Nodes.Where(node => !reached.Contains(node.Id)))
            Warn(node is EndEvent ? "unreachable-end" : "dead-element", node.Id, node.Line, $"До «{node.Id}» не дойдёт ни один маркер");

        // Backwards from whatever ends a token's way.
        var sources = scope
            .Nodes.SelectMany(node => Next(node, scope, outgoing).Select(next => (next, node.Id)))
            .ToLookup(pair => pair.next, pair => pair.Id, StringComparer.Ordinal);
        var ends = new HashSet<string>(StringComparer.Ordinal);
        var back = new Stack<string>(scope.Nodes.Where(node => !Next(node, scope, outgoing).Any()).Select(node => node.Id));
        while (back.TryPop(out var id))
        {
            if (!ends.Add(id))
                continue;
            foreach (var source in sources[id])
                back.Push(source);
        }

        foreach (var node in scope.Nodes.Where(node => reached.Contains(node.Id) && !ends.Contains(node.Id)))
            Warn("no-way-to-end", node.Id, node.Line, $"Из «{node.Id}» нельзя дойти до конца");
    }

    private static bool IsEntry(FlowNode node, ILookup<string, SequenceFlow> incoming, bool hasStart) =>
        node switch
        {
            StartEvent => true,
            SubProcess { Kind: SubProcessKind.Event } => true,
            BoundaryEvent => false,
            Activity { IsForCompensation: true } => true,
            ActivityTask { Instantiate: true } or Model.Gateway { Instantiate: true } => !incoming[node.Id].Any(),
            IntermediateCatchEvent link when link.Definitions.Any(definition => definition.Kind == EventKind.Link) => false,
            _ => !hasStart && !incoming[node.Id].Any(),
        };

    private static IEnumerable<string> Next(FlowNode node, IFlowScope scope, ILookup<string, SequenceFlow> outgoing)
    {
        foreach (var flow in outgoing[node.Id])
            yield return flow.TargetRef;
        foreach (var boundary in scope.Nodes.OfType<BoundaryEvent>().Where(boundary => boundary.AttachedTo == node.Id))
            yield return boundary.Id;
        if (node is not IntermediateThrowEvent { Definitions: var thrown })
            yield break;
        foreach (var link in thrown.Where(definition => definition.Kind == EventKind.Link))
        {
            foreach (
                var target in scope
                    .Nodes.OfType<IntermediateCatchEvent>()
                    .Where(target => target.Definitions.Any(definition => definition.Kind == EventKind.Link && definition.Ref == link.Ref))
            )
                yield return target.Id;
        }
    }

    private void Warn(string code, string id, int line, string message) => Add(code, BpmnSeverity.Warning, id, line, message);

    private void Info(string code, string id, int line, string message) => Add(code, BpmnSeverity.Info, id, line, message);

    private void Add(string code, BpmnSeverity severity, string id, int line, string message) =>
        found.Add(new BpmnDiagnostic(code, severity, id, line, message));
}
