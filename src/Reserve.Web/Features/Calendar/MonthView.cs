using Reserve.Engine.Feel.Calendar;

namespace Reserve.Web.Features.Calendar;

/// <summary>A month as the page shows it.</summary>
/// <param name="First">Its first day.</param>
/// <param name="Weeks">Weeks from Monday on; null where the month has no such day.</param>
/// <param name="Worked">How many days are worked.</param>
/// <param name="Off">How many are not.</param>
/// <param name="Shortened">How many of the worked are an hour shorter.</param>
internal sealed record MonthView(DateOnly First, IReadOnlyList<IReadOnlyList<DayView?>> Weeks, int Worked, int Off, int Shortened)
{
    /// <summary>Hours of work in a week of forty hours.</summary>
    public int Hours => (8 * Worked) - Shortened;

    /// <summary>The twelve months of a year; none when the calendar does not have it.</summary>
    public static IReadOnlyList<MonthView> Of(WorkingCalendar calendar, int year, string territory) =>
        calendar.Years.Contains(year)
            ? [.. Enumerable.Range(1, 12).Select(month => Of(calendar, new DateOnly(year, month, 1), territory))]
            : [];

    private static MonthView Of(WorkingCalendar calendar, DateOnly first, string territory)
    {
        List<DayView> days =
        [
            .. Enumerable
                .Range(0, DateTime.DaysInMonth(first.Year, first.Month))
                .Select(first.AddDays)
                .Select(date => new DayView(date, calendar.IsWorking(date, territory).Value == true, calendar.Special(date, territory))),
        ];
        var lead = ((int)first.DayOfWeek + 6) % 7;
        List<DayView?> cells = [.. Enumerable.Repeat<DayView?>(null, lead), .. days];
        cells.AddRange(Enumerable.Repeat<DayView?>(null, (7 - (cells.Count % 7)) % 7));
        return new MonthView(
            first,
            [.. cells.Chunk(7)],
            days.Count(day => day.IsWorked),
            days.Count(day => !day.IsWorked),
            days.Count(day => day.IsShortened)
        );
    }
}

/// <summary>A day of a month.</summary>
internal sealed record DayView(DateOnly Date, bool IsWorked, CalendarDay? Special)
{
    public bool IsShortened => Special?.Kind == WorkingDayKind.Shortened;

    public bool IsHoliday => !IsWorked && Special is not null;

    /// <summary>A Saturday or Sunday that is worked.</summary>
    public bool IsMoved => IsWorked && Date.DayOfWeek is (DayOfWeek.Saturday or DayOfWeek.Sunday);
}
