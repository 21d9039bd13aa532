using Reserve.Engine.Feel.Calendar;
using Reserve.Engine.Feel.Evaluation;

namespace Reserve.Engine.Feel.Functions;

/// <summary>Working days by the calendar that the evaluation was given; an addition to the functions of DMN.</summary>
internal static class WorkingFunctions
{
    private const string BetweenName = "working days between";
    private const string AddName = "add working days";
    private const string IsName = "is working day";

    public static IEnumerable<Builtin> All =>
        [
            new(BetweenName, ("from: any, to: any, territory?: string?", Between)),
            new(AddName, ("date: any, n: number, territory?: string?", Add)),
            new(IsName, ("date: any, territory?: string?", IsWorking)),
        ];

    private static FeelValue Between(FeelValue[] a, FeelState s)
    {
        if (Calendar(BetweenName, a[2], s) is not var (calendar, territory))
            return default;
        if (Day(BetweenName, a[0], s) is not { } from || Day(BetweenName, a[1], s) is not { } to)
            return default;
        var answer = calendar.Between(from, to, territory);
        return answer.Value is { } count ? FeelValue.From(count) : Missing(BetweenName, answer.MissingYear, s);
    }

    private static FeelValue Add(FeelValue[] a, FeelState s)
    {
        if (Calendar(AddName, a[2], s) is not var (calendar, territory))
            return default;
        if (Day(AddName, a[0], s) is not { } from)
            return default;
        if (a[1].Number.ToInt64() is not { } count)
            return s.Fail($"{AddName}: {a[1]} — не целое число дней");
        var answer = calendar.Add(from, count, territory);
        if (answer.Value is not { } day)
            return Missing(AddName, answer.MissingYear, s);
        var date = FeelDate.From(day);
        return Single(a[0]).AsDateTime() is { } moment ? FeelValue.From(new FeelDateTime(date, moment.Time)) : FeelValue.From(date);
    }

    private static FeelValue IsWorking(FeelValue[] a, FeelState s)
    {
        if (Calendar(IsName, a[1], s) is not var (calendar, territory))
            return default;
        if (Day(IsName, a[0], s) is not { } date)
            return default;
        var answer = calendar.IsWorking(date, territory);
        return answer.Value is { } worked ? FeelValue.From(worked) : Missing(IsName, answer.MissingYear, s);
    }

    private static (WorkingCalendar Calendar, string Territory)? Calendar(string name, FeelValue given, FeelState s)
    {
        if (s.Options.Calendar is not { } calendar)
        {
            s.Fail($"{name}: здесь нет производственного календаря");
            return null;
        }

        var territory = given.AsString() ?? s.Options.Territory ?? calendar.Root;
        if (calendar.Knows(territory))
            return (calendar, territory);
        s.Fail($"{name}: нет календаря для территории «{territory}»");
        return null;
    }

    /// <summary>The day of a date, or of a date and time as its own clock shows it.</summary>
    private static DateOnly? Day(string name, FeelValue value, FeelState s)
    {
        var single = Single(value);
        var date = single.AsDate() ?? single.AsDateTime()?.Date;
        if (date is null)
            s.Fail($"{name}: {Kinds.Name(single)} вместо даты");
        else if (date.ToDateOnly() is null)
            s.Fail($"{name}: нет производственного календаря на {date.Year} год");
        return date?.ToDateOnly();
    }

    private static FeelValue Single(FeelValue value) => value.AsList() is { Count: 1 } list ? list[0] : value;

    private static FeelValue Missing(string name, int? year, FeelState s) =>
        s.Fail($"{name}: нет производственного календаря на {year} год");
}
