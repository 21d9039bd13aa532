using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>Activities: tasks, subprocesses, loops and what they run.</summary>
internal sealed partial class Compiler
{
    private void CompileActivity(Node node, Activity activity)
    {
        var id = node.Id;
        node.Default = node.Outgoing.FirstOrDefault(flow => flow.Id == activity.Default);
        node.Conditional = node.Outgoing.Any(flow => flow.Condition is not null) || node.Default is not null;
        node.StartQuantity = activity.StartQuantity;
        node.CompletionQuantity = activity.CompletionQuantity;
        node.IsForCompensation = activity.IsForCompensation;
        node.Binding = Binding(activity.Binding, id, node.Kind);
        node.DataInputs = Data(activity.DataInputs, id);
        node.DataOutputs = Data(activity.DataOutputs, id);
        node.LocalData = [.. node.LocalData, .. activity.Properties.Select(property => property.Name)];
        node.Loop = CompileLoop(node, activity.Loop);
        if (activity.StartQuantity < 1 || activity.CompletionQuantity < 1)
            Refuse(id, activity.Line, $"startQuantity и completionQuantity действия «{id}» должны быть не меньше 1 (13.3.1)");
        if (activity.StartQuantity > MaximumQuantity || activity.CompletionQuantity > MaximumQuantity)
            Refuse(id, activity.Line, $"startQuantity и completionQuantity действия «{id}» не могут быть больше {MaximumQuantity}");
        if (activity.IsForCompensation && (node.Incoming.Length > 0 || node.Outgoing.Length > 0))
            Refuse(id, activity.Line, $"Действие компенсации «{id}» не может стоять в обычном потоке (10.3.1)");
        switch (activity)
        {
            case ActivityTask task:
                CompileTask(node, task);
                break;
            case CallActivity call when GlobalTask(call) is { } task:
                node.Binding ??= Binding(task.Binding, id, node.Kind);
                CompileTask(node, task);
                break;
            case CallActivity call:
                node.Called = call.CalledElement;
                node.CalledExpression = call.CalledElement.StartsWith('=') ? Feel(call.CalledElement, id, call.Line) : null;
                if (node.Called.Length == 0)
                    Refuse(id, call.Line, $"Вызов «{id}» не говорит, какой процесс вызвать");
                break;
            case SubProcess sub:
                CompileSubProcess(node, sub);
                break;
        }
    }

    private void CompileTask(Node node, ActivityTask task)
    {
        if (task.MessageRef is not null && file.Messages.FirstOrDefault(item => item.Id == task.MessageRef) is { } message)
        {
            node.MessageName = message.Key;
            node.MessageKey = CorrelationOf(message.Id, task.Kind == TaskKind.Send, node.Id);
            if (string.IsNullOrWhiteSpace(message.Name))
                Refuse(node.Id, task.Line, $"Сообщение задачи «{node.Id}» без имени");
        }

        switch (node.Kind)
        {
            case NodeKind.ScriptTask when task.Script is { Text.Length: > 0 } script:
                node.Script = Feel(script, node.Id);
                break;
            case NodeKind.DecisionTask when node.Binding is null:
                Refuse(node.Id, task.Line, $"Задача бизнес-правила «{node.Id}» не говорит, какое решение вычислить (вход decisionRef)");
                break;
        }
    }

    private void CompileSubProcess(Node node, SubProcess sub)
    {
        node.Transaction = sub.Kind == SubProcessKind.Transaction;
        node.AdHocSequential = sub.IsSequential;
        node.AdHocCancelRemaining = sub.CancelRemainingInstances;
        node.AdHocCompletion = Feel(sub.CompletionCondition, node.Id);
        if (sub.Kind != SubProcessKind.Event)
            return;
        if (node.Incoming.Length > 0 || node.Outgoing.Length > 0)
            Refuse(node.Id, sub.Line, $"Событийный подпроцесс «{node.Id}» не может стоять в обычном потоке (10.3.5)");
        var starts = node.Children.Where(child => child.Kind == NodeKind.StartEvent).ToList();
        if (starts.Count != 1 || ((StartEvent)starts[0].Source!).Definitions.Count == 0)
            Refuse(node.Id, sub.Line, $"У событийного подпроцесса «{node.Id}» должно быть одно начальное событие с видом (10.3.5)");
        if (node.Loop is not null)
            Refuse(node.Id, sub.Line, $"Событийный подпроцесс «{node.Id}» не может повторяться");
        node.CompensationSubProcess =
            starts.Count == 1 && ((StartEvent)starts[0].Source!).Definitions.Any(definition => definition.Kind == EventKind.Compensation);
        if (node.CompensationSubProcess && node.Scope!.Kind == NodeKind.Process)
            Refuse(
                node.Id,
                sub.Line,
                $"Событийный подпроцесс компенсации «{node.Id}» на уровне процесса не исполняется: завершённый вызванный "
                    + "процесс не компенсируется"
            );
    }

    private LoopSpec? CompileLoop(Node node, LoopCharacteristics? loop)
    {
        switch (loop)
        {
            case null:
                return null;
            case StandardLoop standard:
                if (standard.Maximum < 0)
                    Refuse(node.Id, standard.Line, $"loopMaximum действия «{node.Id}» отрицателен");
                return new LoopSpec
                {
                    Standard = true,
                    TestBefore = standard.TestBefore,
                    Condition = Feel(standard.Condition, node.Id),
                    Maximum = standard.Maximum ?? int.MaxValue,
                };
            case MultiInstanceLoop multiple:
                if (multiple.Cardinality is null && multiple.Collection is null)
                    Refuse(node.Id, multiple.Line, $"Не сказано, сколько экземпляров у «{node.Id}»: нет ни loopCardinality, ни коллекции");
                if (multiple.Behavior is MultiInstanceBehavior.One or MultiInstanceBehavior.None && multiple.BehaviorEvent is null)
                    Refuse(
                        node.Id,
                        multiple.Line,
                        $"У многократного действия «{node.Id}» с behavior={multiple.Behavior} не указано событие"
                    );
                var isVariable = multiple.Collection?.Language == "variable";
                var isName =
                    multiple.OutputItem is not null
                    && multiple.OutputItem.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or ' ');
                return new LoopSpec
                {
                    Sequential = multiple.IsSequential,
                    Cardinality = Feel(multiple.Cardinality, node.Id),
                    Collection = isVariable ? null : Feel(multiple.Collection, node.Id),
                    CollectionName = isVariable ? SourceOf((Activity)node.Source!, multiple.Collection!.Text) : null,
                    Item = multiple.Item,
                    OutputCollection = multiple.OutputCollection is { } output ? TargetOf((Activity)node.Source!, output) : null,
                    OutputItem = isName || multiple.OutputItem is null ? null : Feel(multiple.OutputItem, node.Id, multiple.Line),
                    OutputItemName = isName ? multiple.OutputItem : null,
                    Completion = Feel(multiple.CompletionCondition, node.Id),
                    Behavior = multiple.Behavior,
                    BehaviorEvent = multiple.BehaviorEvent is null ? null : CompileDefinition(node, multiple.BehaviorEvent, true),
                    Complex =
                    [
                        .. multiple.ComplexBehaviors.Select(behavior =>
                            (
                                Feel(behavior.Condition, node.Id)!,
                                behavior.Events.Select(definition => CompileDefinition(node, definition, true)).ToArray()
                            )
                        ),
                    ],
                };
            default:
                throw new InvalidOperationException($"no execution for {loop.GetType().Name}");
        }
    }

    /// <summary>A loop over the activity's own data input reads what is associated with that input.</summary>
    private static string SourceOf(Activity activity, string name) =>
        activity.DataInputs.FirstOrDefault(data => data.Target == name)?.Source ?? name;

    private static string TargetOf(Activity activity, string name) =>
        activity.DataOutputs.FirstOrDefault(data => data.Source == name)?.Target ?? name;
}
