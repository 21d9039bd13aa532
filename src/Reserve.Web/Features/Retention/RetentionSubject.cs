namespace Reserve.Web.Features.Retention;

/// <summary>What a term is set for: the keys of <c>retention_policy</c> in the order in which a night does them.</summary>
internal static class RetentionSubject
{
    /// <summary>Steps before runs, so that a shorter term of steps has its effect; the journal last, as it says what was done.</summary>
    public static IReadOnlyList<string> All { get; } = ["steps", "runs", "letters", "outbox", "notifications", "audit"];

    /// <summary>For the user, in Russian.</summary>
    public static string NameOf(string subject) =>
        subject switch
        {
            "runs" => "Завершённые экземпляры процессов",
            "steps" => "Шаги завершённых экземпляров",
            "letters" => "Письма по закрытым делам",
            "outbox" => "Отправленные письма в очереди отправки",
            "notifications" => "Напоминания",
            "audit" => "Журнал действий",
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
            "audit" => "со дня действия",
            _ => throw new ArgumentOutOfRangeException(nameof(subject), subject, "Not a subject of the retention."),
        };
}
