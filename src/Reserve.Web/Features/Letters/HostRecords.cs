using Reserve.Documents.Papers;

namespace Reserve.Web.Features.Letters;

/// <summary>A notification as a letter: a reminder, an escalation, whatever a process tells.</summary>
internal sealed record NotificationLetter : LetterRecord
{
    [Field("тема, если её дали")]
    public string? Subject { get; init; }

    [Field("что сообщается")]
    public required string Text { get; init; }

    [Field("адрес страницы; может не быть")]
    public string? Page { get; init; }

    public static NotificationLetter Example { get; } =
        new()
        {
            Subject = "Уведомление",
            Text = "Завтра истекает срок проверки документов по делу № 2026-0003.",
            Page = "https://reserve.example/tasks",
        };
}

/// <summary>A letter of a process about the deadline of a task: before it, or after it has passed.</summary>
internal sealed record DeadlineLetter : LetterRecord
{
    [Field("название задачи")]
    public required string Task { get; init; }

    [Field("что сообщается, одной фразой")]
    public required string Text { get; init; }

    [Field("срок; может не быть")]
    public DateTimeOffset? Due { get; init; }

    [Field("как срок посчитан; может не быть")]
    public string? Counted { get; init; }

    [Field("адрес страницы")]
    public required string Page { get; init; }

    public static DeadlineLetter Example { get; } =
        new()
        {
            Task = "Проверить комплектность: дело № 2026-0003",
            Text = "Истекает срок задачи «Проверить комплектность: дело № 2026-0003»: срок 17.03.2026 18:00.",
            Due = new(2026, 3, 17, 18, 0, 0, TimeSpan.FromHours(5)),
            Counted = "10 рабочих дней от 02.03.2026; 08.03–09.03 нерабочие → 17.03.2026",
            Page = "https://reserve.example/tasks",
        };
}

/// <summary>A year without a working calendar.</summary>
internal sealed record CalendarLetter : LetterRecord
{
    [Field("год")]
    public required long Year { get; init; }

    [Field("адрес страницы «Рабочий календарь»")]
    public required string Page { get; init; }

    public static CalendarLetter Example { get; } = new() { Year = 2028, Page = "https://reserve.example/calendar" };
}

/// <summary>A link by which a user chooses a password.</summary>
internal sealed record SignInLinkLetter : LetterRecord
{
    [Field("как зовут пользователя")]
    public required string Name { get; init; }

    [Field("адрес, по которому выбирают пароль")]
    public required string Page { get; init; }

    [Field("до какого момента он открывается")]
    public required DateTimeOffset Expires { get; init; }

    public static SignInLinkLetter Example { get; } =
        new()
        {
            Name = "Иванова Анна Петровна",
            Page = "https://reserve.example/link/abc",
            Expires = new(2026, 9, 1, 10, 5, 0, TimeSpan.FromHours(5)),
        };
}

/// <summary>Incidents of which administrators were not told yet.</summary>
internal sealed record IncidentsLetter : LetterRecord
{
    [Field("сколько инцидентов")]
    public required long Count { get; init; }

    [Field("процессы: name – название, count – сколько в нём инцидентов")]
    public required IReadOnlyList<TroubledProcess> Processes { get; init; }

    [Field("сколько ещё процессов, не названных поимённо")]
    public int Others { get; init; }

    [Field("адрес страницы «Состояние»")]
    public required string Page { get; init; }

    public static IncidentsLetter Example { get; } =
        new()
        {
            Count = 12,
            Processes = [new("Согласование назначения", 9), new("Отпуск руководителя", 3)],
            Others = 2,
            Page = "https://reserve.example/state",
        };
}

/// <summary>A process with incidents.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">How many.</param>
internal sealed record TroubledProcess(string Name, long Count);

/// <summary>Letters that wait: aside, because they could not be received, or in the outbox, because they do not leave.</summary>
internal sealed record WaitingLetter : LetterRecord
{
    [Field("сколько писем")]
    public required long Count { get; init; }

    [Field("с какого момента ждёт первое; известно только о неушедших")]
    public DateTimeOffset? Since { get; init; }

    [Field("адрес страницы «Состояние»")]
    public required string Page { get; init; }

    public static WaitingLetter Example { get; } =
        new()
        {
            Count = 3,
            Since = new(2026, 9, 1, 10, 5, 0, TimeSpan.FromHours(5)),
            Page = "https://reserve.example/state",
        };
}

/// <summary>The answer to a letter that became no case.</summary>
internal sealed record NotRegisteredLetter : LetterRecord
{
    [Field("тема ответа: Re: и тема письма; пусто, если письмо без темы")]
    public string? AnswerTo { get; init; }

    [Field("почему запрос не зарегистрирован; пусто, если из письма не понять, о ком и о чём оно")]
    public string? Reason { get; init; }

    [Field("муниципалитет, как он назван в письме; пусто, если не понять")]
    public string? Municipality { get; init; }

    [Field("кандидат, как он назван в письме; пусто, если не понять")]
    public string? Person { get; init; }

    public static NotRegisteredLetter Example { get; } =
        new()
        {
            AnswerTo = "Re: Запрос о согласовании",
            Reason = "Адрес отправителя не зарегистрирован.",
            Municipality = "Златоустовский ГО",
            Person = "Иванов Иван Иванович",
        };
}
