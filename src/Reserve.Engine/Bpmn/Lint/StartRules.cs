using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Engine.Bpmn.Lint;

/// <summary>
/// A start event whose condition is over data of the host is bound to <c>Reserve.StartWhen</c>; its input <c>source</c> says which data.
/// Without the binding nothing is said: the file is of another program.
/// </summary>
internal static class StartRules
{
    public const string StartWhen = "Reserve.StartWhen";

    public static IEnumerable<BpmnDiagnostic> Check(FlowNode node)
    {
        if (node.Binding is not { ActivityType: StartWhen } binding)
            yield break;
        if (node is not Event { Definitions: { } kinds } || kinds.All(kind => kind.Kind != EventKind.Conditional))
            yield return Error($"Привязка «{StartWhen}» стоит у «{node.Id}», а начинать по условию может только событие с условием");
        if (binding.Input("source") is not { Value.Length: > 0 })
            yield return Error($"У начала по условию «{node.Id}» не сказано, за какими данными следить (вход source)");

        BpmnDiagnostic Error(string message) => new("bad-start-condition", BpmnSeverity.Error, node.Id, binding.Line, message);
    }
}
