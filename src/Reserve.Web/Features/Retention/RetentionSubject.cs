namespace Reserve.Web.Features.Retention;

/// <summary>What a term is set for: the keys of <c>retention_policy</c> in the order in which a night does them.</summary>
internal static class RetentionSubject
{
    public const string Journal = "audit";

    /// <summary>Steps before runs, so that a shorter term of steps has its effect; the journal last, as it says what was done.</summary>
    public static IReadOnlyList<string> All { get; } = ["steps", "runs", "letters", "outbox", "notifications", "changes", Journal];

    /// <summary>For the user, in Russian.</summary>
    public static string NameOf(string subject) =>
        subject switch
        {
            "runs" => "Завершённые экземпляры процессов",
            "steps" => "Шаги завершённых экземпляров",
            "letters" => "Письма по закрытым делам",
            "outbox" => "Отправленные письма в очереди отправки",
            "notifications" => "Напоминания",
            "changes" => "Значения «было → стало» в журнале",
            Journal => "Журнал действий",
            _ => throw new ArgumentOutOfRangeException(nameof(subject), subject, "Not a subject of the retention."),
        };

    /// <summary>From which moment the term runs.</summary>
    public static string FromOf(string subject) =>
        subject switch
        {
            "runs" => "со дня, когда завершился экземпляр и всё, что он вызвал; уходят и задачи, файлы задач, решения, инциденты",
            "steps" => "со дня завершения экземпляра; сам экземпляр остаётся",
            "letters" => "со дня закрытия дела и получения письма; уходят и вложения",
            "outbox" => "со дня отправки",
            "notifications" => "со дня напоминания",
            "changes" => "со дня действия; сама строка журнала остаётся, и её печать сходится",
            Journal => "со дня действия; остаётся подписанная запись о том, какие строки ушли и по какому сроку",
            _ => throw new ArgumentOutOfRangeException(nameof(subject), subject, "Not a subject of the retention."),
        };
}
