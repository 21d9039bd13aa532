using System.Text.Json;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Execution.Migration;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Processes;

/// <summary>Says what a migration found, in the language of the request, with the names of elements.</summary>
public sealed class FindingWords(Words words)
{
    /// <summary>The findings that an order has kept as JSON.</summary>
    public static IReadOnlyList<MigrationFinding> Read(string? findings) =>
        findings is null ? [] : JsonSerializer.Deserialize<List<MigrationFinding>>(findings, ActivityJson.Options)!;

    /// <summary>Why an element is proposed for another, in Russian (the key of its translation).</summary>
    public static string Of(MappingReason reason) =>
        reason switch
        {
            MappingReason.Id => "тот же шаг",
            MappingReason.Name => "то же название",
            MappingReason.Work => "то же действие",
            MappingReason.Place => "то же место",
            MappingReason.None => "выбрано вами",
        };

    /// <summary>Says findings between two versions.</summary>
    public Func<MigrationFinding, string> Between(
        IReadOnlyDictionary<string, ElementInfo> old,
        IReadOnlyDictionary<string, ElementInfo> now
    ) =>
        finding =>
        {
            var was = ElementInfo.LabelOf(old, finding.ElementId);
            var target = finding.TargetId is null ? "" : ElementInfo.LabelOf(now, finding.TargetId);
            return finding.Code switch
            {
                MigrationCode.TaskChanged => words["«{0}»: в открытой задаче меняется {1}.", was, Changed(finding.Details ?? [])].Value,
                MigrationCode.EventAdded or MigrationCode.ScopeAdded => words[
                    Of(finding.Code),
                    ElementInfo.LabelOf(now, finding.ElementId)
                ].Value,
                _ => words[Of(finding.Code), was, target].Value,
            };
        };

    private string Changed(IReadOnlyList<string> inputs) =>
        string.Join(", ", inputs.Select(input => words[InputOf(input)].Value).Distinct());

    private static string InputOf(string input) =>
        input switch
        {
            RunEffect.UserTaskChanged.Name or "title" => "название",
            "role" => "роль",
            "assignee" => "исполнитель",
            "due" => "срок",
            "form" => "форма",
            "territory" => "территория",
            _ => "содержание",
        };

    private static string Of(MigrationCode code) =>
        code switch
        {
            MigrationCode.Unmapped => "Дело стоит на «{0}»: выберите, чем этот шаг стал в новой версии.",
            MigrationCode.UnmappedCompensation =>
                "«{0}» уже выполнен, и его может понадобиться отменить: выберите, чем он стал в новой версии.",
            MigrationCode.NoSuchElement => "В новой версии нет шага «{1}», который выбран для «{0}».",
            MigrationCode.DifferentKind => "«{0}» и «{1}» разного вида.",
            MigrationCode.OtherScope => "«{1}» в новой версии лежит там, куда дело с «{0}» попасть не может: в повторе или в другой ветке.",
            MigrationCode.LoopDiffers => "«{0}» и «{1}» повторяются по-разному.",
            MigrationCode.EventDiffers => "«{0}» и «{1}» ждут разного.",
            MigrationCode.TransactionDiffers => "«{0}» и «{1}»: одно — транзакция, другое нет.",
            MigrationCode.NoHandler => "«{0}» уже выполнен, но в новой версии для «{1}» не нарисовано, как его отменить.",
            MigrationCode.JoinLost => "Дело ждёт другие ветки на «{0}», а в новой версии эти ветки там не сходятся.",
            MigrationCode.LocalDataLost => "Подпроцесса «{0}» больше нет, и его собственные переменные пропали бы.",
            MigrationCode.NotRunning => "Дело уже завершено или перешло на другую версию.",
            MigrationCode.TimerKept => "«{0}»: срок остаётся прежним, хотя в новой версии он другой.",
            MigrationCode.EventAdded => "Начнёт ждать: «{0}».",
            MigrationCode.EventDropped => "Больше не ждёт: «{0}».",
            MigrationCode.NameChanged => "«{0}»: ждёт другого сообщения.",
            MigrationCode.TaskChanged => "«{0}»: в открытой задаче меняется {1}.",
            MigrationCode.CallChanged => "«{0}»: действие будет вызвано с другими данными.",
            MigrationCode.CalledGoesOn => "«{0}»: вызванный процесс продолжит идти, хотя новая версия вызывает другой.",
            MigrationCode.ScopeAdded => "Войдёт в подпроцесс «{0}».",
            MigrationCode.ScopeRemoved => "Выйдет из подпроцесса «{0}», которого больше нет.",
            MigrationCode.GoesOn => "Сразу пойдёт дальше: такой перенос отменить нельзя.",
        };
}
