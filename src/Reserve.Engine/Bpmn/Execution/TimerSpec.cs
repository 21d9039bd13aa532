using System.Globalization;
using Reserve.Engine.Bpmn.Deadlines;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>A length of time as ISO 8601 writes it; months are kept apart, for they differ in length.</summary>
/// <param name="Months">Years and months.</param>
/// <param name="Time">Weeks, days, hours, minutes, seconds.</param>
public readonly record struct IsoDuration(int Months, TimeSpan Time)
{
    /// <summary>A moment plus this length; null beyond the calendar.</summary>
    public DateTimeOffset? After(DateTimeOffset moment)
    {
        try
        {
            return moment.AddMonths(Months) + Time;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Reads <c>P[nY][nM][nW][nD][T[nH][nM][nS]]</c>; every part is optional but one must be there.</summary>
    public static IsoDuration? TryParse(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        var negative = text.Length > 0 && text[0] == '-';
        if (negative)
            text = text[1..];
        if (text.Length < 3 || text[0] != 'P')
            return null;
        text = text[1..];
        var inTime = false;
        var any = false;
        long months = 0;
        decimal seconds = 0;
        while (text.Length > 0)
        {
            if (text[0] == 'T' && !inTime)
            {
                inTime = true;
                text = text[1..];
                if (text.Length == 0)
                    return null;
                continue;
            }

            var digits = 0;
            while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] is '.' or ','))
                digits++;
            if (
                digits == 0
                || digits == text.Length
                || digits > 15
                || !decimal.TryParse(
                    text[..digits].ToString().Replace(',', '.'),
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var number
                )
            )
                return null;
            switch (text[digits])
            {
                case 'Y' when !inTime && decimal.IsInteger(number):
                    months += (long)number * 12;
                    break;
                case 'M' when !inTime && decimal.IsInteger(number):
                    months += (long)number;
                    break;
                case 'W' when !inTime:
                    seconds += number * 604_800;
                    break;
                case 'D' when !inTime:
                    seconds += number * 86_400;
                    break;
                case 'H' when inTime:
                    seconds += number * 3_600;
                    break;
                case 'M' when inTime:
                    seconds += number * 60;
                    break;
                case 'S' when inTime:
                    seconds += number;
                    break;
                default:
                    return null;
            }

            any = true;
            text = text[(digits + 1)..];
        }

        if (!any || months > 120_000 || seconds > 300_000_000_000m)
            return null;
        var sign = negative ? -1 : 1;
        return new IsoDuration(sign * (int)months, TimeSpan.FromTicks((long)(sign * seconds * TimeSpan.TicksPerSecond)));
    }
}

/// <summary>When a timer fires: once, or again and again.</summary>
/// <param name="DueAt">The first time.</param>
/// <param name="Interval">The distance to the next; null when it fires once.</param>
/// <param name="Remaining">How often it fires in all; -1 for without end.</param>
public readonly record struct TimerSchedule(DateTimeOffset DueAt, IsoDuration? Interval, int Remaining)
{
    /// <summary>
    /// The schedule after it has fired once; null when that was the last time. Counted from the due time, so that it does not drift.
    /// </summary>
    public TimerSchedule? Next()
    {
        if (Interval is not { } interval || Remaining is 0 or 1)
            return null;
        return interval.After(DueAt) is { } due ? new TimerSchedule(due, interval, Remaining > 0 ? Remaining - 1 : -1) : null;
    }

    /// <summary>What is left of the schedule after a moment, as if it had fired whenever it was due until then.</summary>
    /// <param name="moment">The moment; what is due at it counts as past.</param>
    /// <returns>The next time later than the moment, null when there is none; and how often it was due until then.</returns>
    public (TimerSchedule? Next, long Passed) After(DateTimeOffset moment)
    {
        if (DueAt > moment)
            return (this, 0);
        TimerSchedule? left = this;
        var passed = 0L;
        if (Interval is { Months: 0, Time: { Ticks: > 0 } step })
        {
            // Of a length that never changes many are left out at once.
            passed = (moment.UtcTicks - DueAt.UtcTicks) / step.Ticks;
            if (Remaining > 0)
                passed = Math.Min(passed, Remaining - 1);
            left = this with
            {
                DueAt = DueAt.AddTicks(passed * step.Ticks),
                Remaining = Remaining > 0 ? Remaining - (int)passed : Remaining,
            };
        }

        while (left is { } due && due.DueAt <= moment)
        {
            passed++;
            left = due.Next();
        }

        return (left, passed);
    }

    /// <summary>
    /// Reads a timer's value: an ISO 8601 date and time (without offset: that of <paramref name="now"/>), a duration, or a cycle
    /// <c>R[n]/duration</c>, <c>R[n]/start/duration</c>, <c>R[n]/duration/end</c> or <c>R[n]/start/end</c>; or a FEEL date, date and time
    /// or duration.
    /// </summary>
    /// <returns>The schedule, or null when the value says no time.</returns>
    public static TimerSchedule? From(FeelValue value, TimerKind kind, DateTimeOffset now) =>
        value.Kind switch
        {
            FeelKind.String => FromText(value.AsString()!, kind, now),
            FeelKind.DateTime => value.AsDateTime()!.ToDateTimeOffset(now.Offset) is { } moment ? new TimerSchedule(moment, null, 1) : null,
            FeelKind.Date => value.AsDate()!.ToDateOnly() is { } day
                ? new TimerSchedule(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), now.Offset), null, 1)
                : null,
            FeelKind.DaysAndTimeDuration => value.AsDuration()!.ToTimeSpan() is { } span
                ? After(new IsoDuration(0, span), kind, now)
                : null,
            FeelKind.YearsAndMonthsDuration => value.AsMonths()!.TotalMonths is var months && Math.Abs(months) <= 120_000
                ? After(new IsoDuration((int)months, TimeSpan.Zero), kind, now)
                : null,
            _ => null,
        };

    /// <summary>
    /// Reads a timer's value, which may also be so many working days: it fires at the end of the last of them, by the calendar of the
    /// evaluation.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="kind">Working days are no cycle.</param>
    /// <param name="options">The moment, by the clock of the territory, and the calendar.</param>
    /// <returns>The schedule, or null when the value says no time or the calendar does not reach so far.</returns>
    public static TimerSchedule? From(FeelValue value, TimerKind kind, FeelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return kind != TimerKind.Cycle && value.AsString() is { } text && DeadlineRule.Parse(text) is DeadlineRule.Working days
            ? days.After(options.Now, options.Calendar, options.Territory).Deadline is { } found
                ? new TimerSchedule(found.At, null, 1)
                : null
            : From(value, kind, options.Now);
    }

    /// <summary>A cycle needs a distance: one of nothing would fire without end at one moment.</summary>
    private static TimerSchedule? After(IsoDuration duration, TimerKind kind, DateTimeOffset now) =>
        (kind != TimerKind.Cycle || Positive(duration)) && duration.After(now) is { } due
            ? new TimerSchedule(due, kind == TimerKind.Cycle ? duration : null, kind == TimerKind.Cycle ? -1 : 1)
            : null;

    private static TimerSchedule? FromText(string text, TimerKind kind, DateTimeOffset now)
    {
        text = text.Trim();
        if (text.Length == 0)
            return null;
        if (text[0] == 'R' && kind == TimerKind.Cycle)
            return Cycle(text, now);
        if (IsoDuration.TryParse(text) is { } duration)
            return After(duration, kind, now);
        return Moment(text, now) is { } due ? new TimerSchedule(due, null, 1) : null;
    }

    private static TimerSchedule? Cycle(string text, DateTimeOffset now)
    {
        var parts = text.Split('/');
        if (parts.Length is < 2 or > 3)
            return null;
        var count = -1;
        if (parts[0].Length > 1 && !int.TryParse(parts[0].AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out count))
            return null;
        if (count == 0)
            return null;
        if (parts.Length == 2)
            return IsoDuration.TryParse(parts[1]) is { } every && Positive(every) && every.After(now) is { } due
                ? new TimerSchedule(due, every, count)
                : null;
        if (Moment(parts[1], now) is { } start)
        {
            if (IsoDuration.TryParse(parts[2]) is { } interval)
                return Positive(interval) ? FirstFrom(start, interval, count, now) : null;
            return Moment(parts[2], now) is { } second && second > start
                ? FirstFrom(start, new IsoDuration(0, second - start), count, now)
                : null;
        }

        // R/duration/end: as often as fits before the end, counted from now.
        if (
            IsoDuration.TryParse(parts[1]) is not { } step
            || !Positive(step)
            || Moment(parts[2], now) is not { } end
            || step.After(now) is not { } first
            || first > end
        )
            return null;
        var fits = 0;
        for (DateTimeOffset? at = first; at <= end && fits < 100_000; at = step.After(at.Value))
            fits++;
        return new TimerSchedule(first, step, count < 0 ? fits : Math.Min(count, fits));
    }

    /// <summary>
    /// Whether every repetition comes later than the one before: months and time that pull against each other do not say so.
    /// </summary>
    private static bool Positive(IsoDuration duration) =>
        duration is { Months: >= 0 } && duration.Time >= TimeSpan.Zero && (duration.Months > 0 || duration.Time > TimeSpan.Zero);

    /// <summary>Repetitions whose time has passed before the timer began are left out.</summary>
    private static TimerSchedule? FirstFrom(DateTimeOffset start, IsoDuration interval, int count, DateTimeOffset now)
    {
        var schedule = new TimerSchedule(start, interval, count);
        if (interval.Months == 0 && start < now)
        {
            // Of a length that never changes many are left out at once, however short it is and however long ago it began.
            var passed = (now.UtcTicks - start.UtcTicks - 1) / interval.Time.Ticks;
            if (count > 0)
                passed = Math.Min(passed, count - 1);
            schedule = new TimerSchedule(start.AddTicks(passed * interval.Time.Ticks), interval, count > 0 ? count - (int)passed : -1);
        }

        while (schedule.DueAt < now && schedule.Next() is { } next)
            schedule = next;
        return schedule;
    }

    private static DateTimeOffset? Moment(string text, DateTimeOffset now)
    {
        if (FeelDateTime.TryParse(text) is { } parsed && parsed.ToDateTimeOffset(now.Offset) is { } moment)
            return moment;
        return null;
    }
}

/// <summary>A timer as compiled: a constant text or an expression.</summary>
internal sealed record TimerSpec(TimerKind Kind, FeelExpression? Expression, FeelValue Constant)
{
    /// <summary>Whether a constant text says a time.</summary>
    public static bool IsLiteral(string text, TimerKind kind) =>
        TimerSchedule.From(FeelValue.From(text), kind, DateTimeOffset.UnixEpoch) is not null || IsWorkingDays(text, kind);

    /// <summary>Whether a text is so many working days; when that is, only a calendar knows.</summary>
    public static bool IsWorkingDays(string? text, TimerKind kind) =>
        kind != TimerKind.Cycle && text is not null && DeadlineRule.Parse(text) is DeadlineRule.Working;
}
