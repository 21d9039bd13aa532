using Reserve.Engine.Feel.Evaluation;

namespace Reserve.Engine.Feel.Functions;

/// <summary>Functions that make and ask dates, times and durations (DMN 1.5, 10.3.4.1, 10.3.4.6, 10.3.4.7).</summary>
internal static class TemporalFunctions
{
    private const int MaxOffset = 18 * 3600;
    private static readonly string[] Weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    private static readonly string[] Months =
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];

    public static IEnumerable<Builtin> All =>
        [
            new("date", ("from: any", DateFrom), ("year: number, month: number, day: number", DateOf)),
            new(
                "time",
                ("from: any", TimeFrom),
                ("hour: number, minute: number, second: number, offset?: days and time duration?", TimeOf)
            ),
            new(
                "date and time",
                ("from: any", DateTimeFrom),
                ("date: any, time: time", DateAndTime),
                // DMN 1.6, 10.3.4.1.
                ("date: any, time: time, timezone: string", DateAndTime),
                ("year: number, month: number, day: number, hour: number, minute: number, second: number", DateTimeOf),
                (
                    "year: number, month: number, day: number, hour: number, minute: number, second: number, offset: days "
                        + "and time duration?",
                    DateTimeOf
                ),
                ("year: number, month: number, day: number, hour: number, minute: number, second: number, timezone: string", DateTimeOf)
            ),
            new("duration", ("from: string", DurationFrom)),
            new("years and months duration", ("from: any, to: any", MonthsBetween)),
            new("day of year", ("date: any", OfDate("day of year", date => FeelValue.From(date.DayOfYear)))),
            new("day of week", ("date: any", OfDate("day of week", date => FeelValue.From(Weekdays[date.Weekday - 1])))),
            new("month of year", ("date: any", OfDate("month of year", date => FeelValue.From(Months[date.Month - 1])))),
            new("week of year", ("date: any", OfDate("week of year", date => FeelValue.From(date.WeekOfYear)))),
            new(
                "is",
                (
                    "value1: any?, value2: any?",
                    (a, s) => s.Walk(s.At, Math.Min(a[0].Weight, a[1].Weight)) ? FeelValue.From(Is(a[0], a[1])) : default
                )
            ),
            new("now", ("", (_, s) => FeelValue.From(s.Options.Now))),
            new("today", ("", (_, s) => FeelValue.From(DateOnly.FromDateTime(s.Options.Now.DateTime)))),
        ];

    /// <summary>The value of @"…": a date, a date and time, a time or a duration, else null (rule 62).</summary>
    public static FeelValue FromLiteral(string text) =>
        FeelDate.TryParse(text) is { } date ? FeelValue.From(date)
        : FeelDateTime.TryParse(text, allowDate: false) is { } moment ? FeelValue.From(moment)
        : FeelTime.TryParse(text) is { } time ? FeelValue.From(time)
        : Duration(text);

    private static FeelValue Duration(string text) =>
        FeelDuration.TryParse(text) is { } duration ? FeelValue.From(duration) : FeelValue.From(FeelMonths.TryParse(text));

    private static FeelValue Single(FeelValue value) => value.AsList() is { Count: 1 } list ? list[0] : value;

    private static FeelValue DateFrom(FeelValue[] a, FeelState s)
    {
        var from = Single(a[0]);
        return from.Kind switch
        {
            FeelKind.Date => from,
            FeelKind.DateTime => FeelValue.From(from.AsDateTime()!.Date),
            FeelKind.String when FeelDate.TryParse(from.AsString()) is { } date => FeelValue.From(date),
            FeelKind.String => s.Fail($"date: «{from.AsString()}» — не дата"),
            _ => s.Fail($"date: {Kinds.Name(from)} вместо строки или даты"),
        };
    }

    private static FeelValue DateOf(FeelValue[] a, FeelState s) =>
        MakeDate(a) is { } date ? FeelValue.From(date) : s.Fail($"date: нет такого дня: {a[0]}-{a[1]}-{a[2]}");

    private static FeelDate? MakeDate(FeelValue[] a) =>
        Whole(a[0]) is { } year && Whole(a[1]) is { } month && Whole(a[2]) is { } day ? FeelDate.Create(year, month, day) : null;

    private static long? Whole(FeelValue value) => value.Number.Round(0, FeelRounding.Down).ToInt64();

    private static FeelValue TimeFrom(FeelValue[] a, FeelState s)
    {
        var from = Single(a[0]);
        return from.Kind switch
        {
            FeelKind.Time => from,
            FeelKind.DateTime => FeelValue.From(from.AsDateTime()!.Time),
            FeelKind.Date => FeelValue.From(new FeelTime(0, FeelZone.Utc)),
            FeelKind.String when FeelTime.TryParse(from.AsString()) is { } time => FeelValue.From(time),
            FeelKind.String => s.Fail($"time: «{from.AsString()}» — не время"),
            _ => s.Fail($"time: {Kinds.Name(from)} вместо строки или времени"),
        };
    }

    private static FeelValue TimeOf(FeelValue[] a, FeelState s)
    {
        FeelZone? zone = null;
        if (!a[3].IsNull && !TryZone(a[3], out zone))
            return s.Fail($"time: смещение {a[3]} вне допустимых границ");
        return MakeTime(a[0], a[1], a[2], zone) is { } time
            ? FeelValue.From(time)
            : s.Fail($"time: нет такого времени: {a[0]}:{a[1]}:{a[2]}");
    }

    private static FeelTime? MakeTime(FeelValue hour, FeelValue minute, FeelValue second, FeelZone? zone)
    {
        if (Whole(hour) is not { } h || Whole(minute) is not { } m || second.Number.IsNegative)
            return null;
        var whole = second.Number.Round(0, FeelRounding.Down);
        var fraction = ((second.Number - whole) * new FeelNumber(FeelTime.NanosPerSecond)).Round(0, FeelRounding.Down);
        return whole.ToInt64() is { } sec && fraction.ToInt64() is { } nanos ? FeelTime.Create(h, m, sec, nanos, zone) : null;
    }

    private static bool TryZone(FeelValue offset, out FeelZone? zone)
    {
        zone = null;
        if (offset.AsString() is { } name)
            zone = FeelZone.TryParse(name) ?? FeelZone.FromName(name);
        else if (offset.AsDuration() is { } duration && Int128.Abs(duration.Nanoseconds) <= (Int128)MaxOffset * FeelTime.NanosPerSecond)
            zone = FeelZone.FromOffset((int)(duration.Nanoseconds / FeelTime.NanosPerSecond));
        return zone is not null;
    }

    private static FeelValue DateTimeFrom(FeelValue[] a, FeelState s)
    {
        var from = Single(a[0]);
        return from.Kind switch
        {
            FeelKind.DateTime => from,
            FeelKind.Date => FeelValue.From(new FeelDateTime(from.AsDate()!, new FeelTime(0, FeelZone.Utc))),
            FeelKind.String when FeelDateTime.TryParse(from.AsString()) is { } moment => FeelValue.From(moment),
            FeelKind.String => s.Fail($"date and time: «{from.AsString()}» — не дата и время"),
            _ => s.Fail($"date and time: {Kinds.Name(from)} вместо строки или даты"),
        };
    }

    private static FeelValue DateAndTime(FeelValue[] a, FeelState s)
    {
        if (Day(a[0]) is not { } date)
            return s.Fail($"date and time: {Kinds.Name(Single(a[0]))} вместо даты");
        var time = a[1].AsTime()!;
        if (a.Length > 2)
        {
            if (time.Zone is not null)
                return s.Fail($"date and time: у времени {time} уже есть часовой пояс");
            if (!TryZone(a[2], out var zone))
                return s.Fail($"date and time: неизвестный часовой пояс {a[2]}");
            time = new FeelTime(time.Nanoseconds, zone);
        }

        return FeelValue.From(new FeelDateTime(date, time));
    }

    private static FeelValue DateTimeOf(FeelValue[] a, FeelState s)
    {
        FeelZone? zone = null;
        if (a.Length > 6 && !a[6].IsNull && !TryZone(a[6], out zone))
            return s.Fail($"date and time: неизвестный часовой пояс {a[6]}");
        return MakeDate(a) is { } date && MakeTime(a[3], a[4], a[5], zone) is { } time
            ? FeelValue.From(new FeelDateTime(date, time))
            : s.Fail("date and time: нет такого момента");
    }

    private static FeelValue DurationFrom(FeelValue[] a, FeelState s)
    {
        var value = Duration(a[0].AsString()!);
        return value.IsNull ? s.Fail($"duration: «{a[0].AsString()}» — не длительность") : value;
    }

    private static FeelValue MonthsBetween(FeelValue[] a, FeelState s)
    {
        if (Day(a[0]) is not { } from || Day(a[1]) is not { } to)
            return s.Fail("years and months duration: нужны две даты");
        var months = (to.Year - (long)from.Year) * 12 + to.Month - from.Month;
        // Only whole months count: the last one must have been completed. The time of day does not matter.
        var rest = to.Day.CompareTo(from.Day);
        if (months > 0 && rest < 0)
            months--;
        else if (months < 0 && rest > 0)
            months++;
        return FeelValue.From(new FeelMonths(months));
    }

    private static FeelDate? Day(FeelValue value)
    {
        var single = Single(value);
        return single.AsDate() ?? single.AsDateTime()?.Date;
    }

    private static BuiltinBody OfDate(string name, Func<FeelDate, FeelValue> ask) =>
        (a, s) =>
        {
            return Day(a[0]) is { } date ? ask(date) : s.Fail($"{name}: {Kinds.Name(Single(a[0]))} вместо даты");
        };

    /// <summary>The same value in the semantic domain: unlike =, moments with other offsets or zones are not the same.</summary>
    private static bool Is(FeelValue left, FeelValue right) => left.Kind == right.Kind && left.Equals(right);
}
