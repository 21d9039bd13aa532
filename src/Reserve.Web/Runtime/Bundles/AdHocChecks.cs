using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Runtime.AdHoc;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>Mistakes in ad-hoc subprocesses: whom they are for, and how they end.</summary>
internal static class AdHocChecks
{
    /// <summary>What a task's binding may say and a choice of works has no use for.</summary>
    private static readonly string[] OfTasksOnly = ["form", "page", "command", "result", "outcome", "outcomes"];

    public static IEnumerable<BpmnDiagnostic> Of(IReadOnlyList<CompiledProcess> processes)
    {
        foreach (
            var adHoc in processes
                .SelectMany(process => BundleChecks.Inside(process.Definition.Process.Nodes))
                .OfType<SubProcess>()
                .Where(sub => sub.Kind == SubProcessKind.AdHoc)
        )
        {
            if (adHoc.Binding?.ActivityType != HumanTask.ActivityType)
                yield return Warning(
                    "adhoc-for-nobody",
                    adHoc.Id,
                    adHoc.Line,
                    $"Не сказано, кто выбирает работы «{NameOf(adHoc)}»: список увидят только администраторы"
                );
            else if (adHoc.CompletionCondition is null && BundleChecks.Literal(adHoc.Binding, AdHocQueries.MayEndInput) == "false")
                yield return new BpmnDiagnostic(
                    "adhoc-never-ends",
                    BpmnSeverity.Error,
                    adHoc.Id,
                    adHoc.Line,
                    $"«{NameOf(adHoc)}» никогда не закончится: условия нет, а вручную закончить нельзя"
                );
            if (adHoc.Nodes.All(node => node is not Activity))
                yield return Warning("adhoc-empty", adHoc.Id, adHoc.Line, $"В «{NameOf(adHoc)}» нет ни одной работы");
        }
    }

    public static IEnumerable<BpmnDiagnostic> OfUnused(IReadOnlyList<CompiledProcess> processes, string id, ActivityBinding binding) =>
        processes.Any(process => process.Definition.Element(id)?.ElementName == AdHocQueries.ElementName)
            ? binding
                .Inputs.Where(input => OfTasksOnly.Contains(input.Name, StringComparer.OrdinalIgnoreCase))
                .Select(input =>
                    Warning("unknown-input", id, input.Line, $"Вход «{input.Name}» у работ на выбор ничего не значит: он бывает у задачи")
                )
            : [];

    private static string NameOf(SubProcess adHoc) => adHoc.Name.Length > 0 ? adHoc.Name : adHoc.Id;

    private static BpmnDiagnostic Warning(string code, string element, int line, string message) =>
        new(code, BpmnSeverity.Warning, element, line, message);
}
