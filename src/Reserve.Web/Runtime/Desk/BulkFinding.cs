using System.Text.Json;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Runtime.Desk;

/// <summary>What would happen to a case, or why it was left alone: {0} is a step or task, {1} a person or a reason.</summary>
internal enum BulkLine
{
    [Says("Будет повторён шаг «{0}».")]
    WillRetry,

    [Says("Инцидентов нет: повторять нечего.")]
    NothingToRetry,

    [Says("Повторить нельзя: этот инцидент исправляют на странице дела.")]
    CannotRetry,

    [Says("Дело будет отменено.")]
    WillCancel,

    [Says("Задача «{0}» будет снята.")]
    TaskEnds,

    [Says("Это часть другого дела: оно узнает, что его часть отменена.")]
    IsPart,

    [Says("Дело будет приостановлено.")]
    WillSuspend,

    [Says("Дело будет возобновлено.")]
    WillResume,

    [Says("Задачу «{0}» получит {1}.")]
    WillGet,

    [Says("Задача «{0}» вернётся всем её роли.")]
    WillReturn,

    [Says("Задача «{0}» и так у всех её роли.")]
    IsFree,

    [Says("«{0}» не передать: {1}")]
    CannotGive,

    [Says("Открытых задач нет: передавать нечего.")]
    NoTask,

    [Says("Дело можно взять в мастер переноса.")]
    WillMigrate,

    [Says("Дело изменилось после проверки, его не тронули.")]
    Changed,

    [Says("Над делом ещё не закончено другое действие.")]
    Busy,

    [Says("«{0}»: {1}")]
    StepRefused,

    [Says("{1}")]
    Refused,

    [Says("Процесс не принял повтор: отказ записан на странице дела.")]
    EngineRefused,

    [Says("Не удалось из-за ошибки программы: она записана в журнал сервера.")]
    Failed,
}

/// <summary>One line about a case. <c>Reason</c> is what a command says in Russian, the key of its translation.</summary>
internal sealed record BulkFinding(BulkLine Line, string? Name = null, string? Person = null, string? Reason = null)
{
    public static BulkFinding Because(string reason) => new(BulkLine.Refused, Reason: reason);

    public static string Write(IEnumerable<BulkFinding> findings) => JsonSerializer.Serialize(findings, ActivityJson.Options);

    public static IReadOnlyList<BulkFinding> Read(string findings) =>
        JsonSerializer.Deserialize<List<BulkFinding>>(findings, ActivityJson.Options)!;
}
