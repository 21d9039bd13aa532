using System.Globalization;
using System.Text.RegularExpressions;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Engine.Feel.Calendar;

namespace Reserve.Engine.Bpmn.Deadlines;

/// <summary>
/// What an input such as <c>due</c> of a task says: so many working days, a length of time, a day or a moment. A closed set.
/// </summary>
public abstract partial record DeadlineRule
{
    /// <summary>The hour when a working day begins: what is told before a deadline is told then.</summary>
    public static readonly TimeOnly DayBegins = new(9, 0);

    /// <summary>The hour when a working day ends and a deadline in working days with it; an hour earlier on a shortened day.</summary>
    public static readonly TimeOnly DayEnds = new(18, 0);

    private const int MostDays = 10_000;

    private DeadlineRule() { }

    /// <summary>So many working days; never negative.</summary>
    public sealed record Working(int Days) : DeadlineRule;

    /// <summary>A length of calendar time.</summary>
    public sealed record Length(IsoDuration Span) : DeadlineRule;

    /// <summary>A day, to its last second.</summary>
    public sealed record Day(DateOnly Date) : DeadlineRule;

    /// <summary>A moment; without an offset by the clock of whoever counts.</summary>
    public sealed record Moment(FeelDateTime At) : DeadlineRule;

    /// <summary>Reads a value of FEEL, or a text as <see cref="Parse"/> does.</summary>
    /// <returns>Null when it says no time.</returns>
    public static DeadlineRule? Read(FeelValue value) =>
        value.Kind switch
        {
            FeelKind.String => Parse(value.AsString()!),
            FeelKind.Date => value.AsDate()!.ToDateOnly() is { } day ? new Day(day) : null,
            FeelKind.DateTime => new Moment(value.AsDateTime()!),
            FeelKind.DaysAndTimeDuration => value.AsDuration()!.ToTimeSpan() is { } span ? new Length(new IsoDuration(0, span)) : null,
            FeelKind.YearsAndMonthsDuration => value.AsMonths()!.TotalMonths is >= -120_000 and <= 120_000 and var months
                ? new Length(new IsoDuration((int)months, TimeSpan.Zero))
                : null,
            _ => null,
        };

    /// <summary>
    /// Reads <c>10 рабочих дней</c>, <c>3 дня</c>, a duration of ISO 8601 (<c>P1M</c>), a date or a date and time.
    /// </summary>
    /// <returns>Null when it says no time.</returns>
    public static DeadlineRule? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        if (DaysPattern().Match(text) is { Success: true } match)
        {
            if (!int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days > MostDays)
                return null;
            return match.Groups[2].Success ? new Working(days) : new Length(new IsoDuration(0, TimeSpan.FromDays(days)));
        }

        if (IsoDuration.TryParse(text) is { } duration)
            return new Length(duration);
        if (FeelDate.TryParse(text)?.ToDateOnly() is { } date)
            return new Day(date);
        return FeelDateTime.TryParse(text, allowDate: false) is { } moment ? new Moment(moment) : null;
    }

    /// <summary>When a time that begins at a moment ends.</summary>
    /// <param name="from">The beginning, by the clock of the territory whose days are counted.</param>
    /// <param name="calendar">The calendar; null: working days cannot be counted.</param>
    /// <param name="territory">Whose days.</param>
    public DeadlineAnswer After(DateTimeOffset from, WorkingCalendar? calendar, string? territory) =>
        this is Working(var days) ? Counted(from, days, calendar, territory, ends: true) : Plain(from, 1, new TimeOnly(23, 59, 59));

    /// <summary>When to act so long before a moment: working days before, at the beginning of that day.</summary>
    /// <param name="due">The moment, by the clock of the territory whose days are counted.</param>
    /// <param name="calendar">The calendar; null: working days cannot be counted.</param>
    /// <param name="territory">Whose days.</param>
    public DeadlineAnswer Before(DateTimeOffset due, WorkingCalendar? calendar, string? territory) =>
        this is Working(var days) ? Counted(due, -days, calendar, territory, ends: false) : Plain(due, -1, DayBegins);

    private static DeadlineAnswer Counted(DateTimeOffset from, int days, WorkingCalendar? calendar, string? territory, bool ends)
    {
        if (days == 0)
            return new(new Deadline(from, 0, []), null);
        if (calendar is null)
            return new(null, "нет производственного календаря");
        var first = DateOnly.FromDateTime(from.DateTime);
        if (calendar.Add(first, days, territory) is not { Value: { } day } found)
            return new(null, $"нет производственного календаря на {calendar.Add(first, days, territory).MissingYear} год");
        var isShort = calendar.Special(day, territory)?.Kind == WorkingDayKind.Shortened;
        var hour =
            !ends ? DayBegins
            : isShort ? DayEnds.AddHours(-1)
            : DayEnds;
        var specials =
            days > 0 ? calendar.Specials(first.AddDays(1), day, territory) : calendar.Specials(day, first.AddDays(-1), territory);
        return new(new Deadline(new DateTimeOffset(day.ToDateTime(hour), from.Offset), days, [.. specials.Where(Matters)]), null);
    }

    /// <summary>A day off beyond the usual week, or a Saturday or Sunday that is worked.</summary>
    private static bool Matters(CalendarDay day) =>
        day.Kind == WorkingDayKind.Off || day.Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private DeadlineAnswer Plain(DateTimeOffset from, int sign, TimeOnly hourOfDay)
    {
        DateTimeOffset? at = this switch
        {
            Length(var span) => new IsoDuration(sign * span.Months, sign * span.Time).After(from),
            Day(var date) => new DateTimeOffset(date.ToDateTime(hourOfDay), from.Offset),
            Moment(var moment) => moment.ToDateTimeOffset(from.Offset),
            _ => null,
        };
        return at is { } known ? new(new Deadline(known, null, []), null) : new(null, "срок вне допустимых границ");
    }

    [GeneratedRegex(@"^(\d{1,5})\s+(?:(рабочий|рабочих)\s+|календарный\s+|календарных\s+)?(?:день|дня|дней)$", RegexOptions.IgnoreCase)]
    private static partial Regex DaysPattern();
}

/// <summary>A moment that was counted, and what was met on the way.</summary>
/// <param name="At">The moment.</param>
/// <param name="WorkingDays">How many working days were counted, with a minus backwards; null when none were.</param>
/// <param name="Specials">The days on the way that differ from the usual week: those off, and worked Saturdays and Sundays.</param>
public sealed record Deadline(DateTimeOffset At, int? WorkingDays, IReadOnlyList<CalendarDay> Specials);

/// <summary>A deadline, or why there is none.</summary>
/// <param name="Deadline">Null when there is none.</param>
/// <param name="Problem">For people, in Russian; null when there is one.</param>
public readonly record struct DeadlineAnswer(Deadline? Deadline, string? Problem);
