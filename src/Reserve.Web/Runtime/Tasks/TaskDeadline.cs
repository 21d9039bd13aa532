using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Reserve.Engine.Bpmn.Deadlines;
using Reserve.Engine.Feel;
using Reserve.Engine.Feel.Calendar;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>A day that made a deadline come later or sooner than the usual week would have.</summary>
public sealed record MetDay(DateOnly Date, WorkingDayKind Kind, string? Name);

/// <summary>What is told before a deadline, or after it.</summary>
public sealed record DeadlineNotice
{
    /// <summary>How long before or after, as the drawing says it.</summary>
    public required string Said { get; init; }

    /// <summary>When; null when it could not be counted.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Why it could not be counted.</summary>
    public string? Problem { get; init; }

    /// <summary>The letter; null for the installation's own.</summary>
    public string? Letter { get; init; }

    /// <summary>The roles that are told besides whoever has the task.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    public DateTimeOffset? ToldAt { get; init; }

    [JsonIgnore]
    public bool IsOpen => At is not null && ToldAt is null;
}

/// <summary>
/// How the due date of a task came about, kept with the task: the calendar may change, what was counted stays. Moments are by the clock of
/// the task's territory.
/// </summary>
public sealed record TaskDeadline
{
    public const string DueInput = "due";
    public const string RemindInput = "remind";
    public const string EscalateInput = "escalateAt";
    public const string EscalateToInput = "escalateTo";
    public const string RemindLetterInput = "remindLetter";
    public const string EscalateLetterInput = "escalateLetter";

    /// <summary>Everything that a human task may say about time.</summary>
    internal static readonly string[] Inputs =
    [
        DueInput,
        RemindInput,
        EscalateInput,
        EscalateToInput,
        RemindLetterInput,
        EscalateLetterInput,
    ];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>As the drawing says it: "10 рабочих дней", a duration of ISO 8601, a date; null when it gave a moment.</summary>
    public string? Said { get; init; }

    /// <summary>From when it was counted.</summary>
    public required DateTimeOffset From { get; init; }

    public DateTimeOffset? Due { get; init; }

    /// <summary>How many working days were counted; null when none were.</summary>
    public int? WorkingDays { get; init; }

    public IReadOnlyList<MetDay> Met { get; init; } = [];

    /// <summary>Why there is no due date although the drawing wants one.</summary>
    public string? Problem { get; init; }

    /// <summary>Who set the due date by hand.</summary>
    public string? MovedBy { get; init; }

    public DateTimeOffset? MovedAt { get; init; }

    public DeadlineNotice? Remind { get; init; }

    public DeadlineNotice? Escalate { get; init; }

    /// <summary>When something is to be told next; null when nothing is.</summary>
    [JsonIgnore]
    public DateTimeOffset? NoticeAt =>
        (Remind is { IsOpen: true } before ? before.At : null, Escalate is { IsOpen: true } after ? after.At : null) switch
        {
            ({ } one, { } other) => one < other ? one : other,
            var (one, other) => one ?? other,
        };

    /// <summary>What the inputs of a task say; null when they say nothing of time.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="now">When the task is opened, by the clock of its territory.</param>
    /// <param name="calendar">The calendar.</param>
    /// <param name="territory">Whose days are counted.</param>
    public static TaskDeadline? Of(FeelContext inputs, DateTimeOffset now, WorkingCalendar? calendar, string territory)
    {
        if (Given(inputs, DueInput) is not { } due)
            return null;
        var deadline = DeadlineRule.Read(due) is { } rule
            ? Counted(rule, SaidOf(due), now, calendar, territory)
            : new TaskDeadline
            {
                From = now,
                Said = SaidOf(due),
                Problem = "значение не задаёт срока",
            };
        deadline = deadline with
        {
            Remind = Given(inputs, RemindInput) is { } remind
                ? new DeadlineNotice { Said = SaidOf(remind) ?? remind.ToString(), Letter = Text(inputs, RemindLetterInput) }
                : null,
            Escalate = Escalation(inputs),
        };
        return deadline.Told(now, calendar, territory);
    }

    /// <summary>The deadline after somebody has set its date: what is told moves along.</summary>
    /// <param name="due">The new moment, by the clock of the territory.</param>
    /// <param name="by">Who.</param>
    /// <param name="now">When.</param>
    /// <param name="calendar">The calendar.</param>
    /// <param name="territory">Whose days are counted.</param>
    public TaskDeadline Moved(DateTimeOffset due, string by, DateTimeOffset now, WorkingCalendar? calendar, string territory) =>
        (this with { Due = due, WorkingDays = null, Met = [], Problem = null, MovedBy = by, MovedAt = now }).Told(now, calendar, territory);

    public string Write() => JsonSerializer.Serialize(this, Json);

    public static TaskDeadline? Read(string? text) => text is null ? null : JsonSerializer.Deserialize<TaskDeadline>(text, Json);

    private static DeadlineNotice? Escalation(FeelContext inputs)
    {
        var at = Given(inputs, EscalateInput);
        var to = Text(inputs, EscalateToInput);
        return at is null && to is null
            ? null
            : new DeadlineNotice
            {
                Said = at is { } given ? SaidOf(given) ?? given.ToString() : "PT0S",
                Letter = Text(inputs, EscalateLetterInput),
                To = Roles(to),
            };
    }

    /// <summary>The roles of a text with commas.</summary>
    internal static IReadOnlyList<string> Roles(string? text) =>
        text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static TaskDeadline Counted(DeadlineRule rule, string? said, DateTimeOffset now, WorkingCalendar? calendar, string territory)
    {
        var (found, problem) = rule.After(now, calendar, territory);
        return new TaskDeadline
        {
            From = now,
            Said = said,
            // A moment may be given by any clock; it is read by the territory's.
            Due = found?.At.ToOffset(now.Offset),
            WorkingDays = found?.WorkingDays,
            Met = [.. (found?.Specials ?? []).Select(day => new MetDay(day.Date, day.Kind, day.Name))],
            Problem = problem,
        };
    }

    /// <summary>
    /// When reminder and escalation are told, by the due date; what would have been told before now is not told any more, but a deadline
    /// that has passed is.
    /// </summary>
    private TaskDeadline Told(DateTimeOffset now, WorkingCalendar? calendar, string territory)
    {
        var remind = Remind is null ? null : Counted(Remind, rule => rule.Before(Due!.Value, calendar, territory));
        return this with
        {
            Remind = remind?.At <= now ? remind with { At = null } : remind,
            Escalate = Escalate is null ? null : Counted(Escalate, rule => rule.After(Due!.Value, calendar, territory)),
        };
    }

    private DeadlineNotice Counted(DeadlineNotice notice, Func<DeadlineRule, DeadlineAnswer> count)
    {
        var (found, problem) =
            Due is null ? new(null, "срока нет")
            : DeadlineRule.Parse(notice.Said) is { } rule ? count(rule)
            : new DeadlineAnswer(null, "значение не задаёт времени");
        return notice with { At = found?.At, Problem = problem, ToldAt = null };
    }

    /// <summary>A value as a drawing would write it; a moment says nothing that the due date does not.</summary>
    private static string? SaidOf(FeelValue value) =>
        value.Kind switch
        {
            FeelKind.String => value.AsString(),
            FeelKind.Date => value.AsDate()!.ToString(),
            FeelKind.DateTime => value.AsDateTime()!.ToString(),
            FeelKind.DaysAndTimeDuration => value.AsDuration()!.ToString(),
            FeelKind.YearsAndMonthsDuration => value.AsMonths()!.ToString(),
            _ => null,
        };

    private static FeelValue? Given(FeelContext inputs, string name) =>
        inputs.TryGet(name, out var value) && !value.IsNull && value.AsString() is not "" ? value : null;

    private static string? Text(FeelContext inputs, string name) =>
        inputs.TryGet(name, out var value) && value.AsString() is { Length: > 0 } text ? text : null;
}
