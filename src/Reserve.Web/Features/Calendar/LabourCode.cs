using Reserve.Engine.Feel.Calendar;

namespace Reserve.Web.Features.Calendar;

/// <summary>
/// The days that the Labour Code of Russia itself makes special (articles 95 and 112): holidays, the days off that move away from them,
/// and the shortened days before them. What the government moves besides is another order each year.
/// </summary>
internal static class LabourCode
{
    private const string Holidays = "ст. 112 ТК РФ";

    private static readonly (int Month, int Day, string Name)[] Known =
    [
        .. Enumerable.Range(1, 8).Select(day => (1, day, day == 7 ? "Рождество Христово" : "Новогодние каникулы")),
        (2, 23, "День защитника Отечества"),
        (3, 8, "Международный женский день"),
        (5, 1, "Праздник Весны и Труда"),
        (5, 9, "День Победы"),
        (6, 12, "День России"),
        (11, 4, "День народного единства"),
    ];

    public static IReadOnlyList<CalendarDay> DaysOf(int year)
    {
        var days = new SortedDictionary<DateOnly, CalendarDay>();
        foreach (var (month, day, name) in Known)
            Add(new CalendarDay(new DateOnly(year, month, day), WorkingDayKind.Off, name, Basis: Holidays));
        // Those of January are moved by the government, all others to the next working day.
        foreach (var holiday in days.Keys.Where(date => date.Month > 1 && IsWeekend(date)).ToList())
        {
            var next = holiday;
            while (IsWeekend(next) || days.ContainsKey(next))
                next = next.AddDays(1);
            Add(new CalendarDay(next, WorkingDayKind.Off, MovedFrom: holiday, Basis: "ч. 2 ст. 112 ТК РФ"));
        }

        foreach (var holiday in Known.Select(known => new DateOnly(year, known.Month, known.Day)).Append(new DateOnly(year + 1, 1, 1)))
        {
            var before = holiday.AddDays(-1);
            if (before.Year == year && !IsWeekend(before) && !days.ContainsKey(before))
                Add(new CalendarDay(before, WorkingDayKind.Shortened, Basis: "ст. 95 ТК РФ"));
        }

        return [.. days.Values];

        void Add(CalendarDay day) => days[day.Date] = day;
    }

    private static bool IsWeekend(DateOnly date) => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
