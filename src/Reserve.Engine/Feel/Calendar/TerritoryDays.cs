namespace Reserve.Engine.Feel.Calendar;

/// <summary>
/// The days of one territory, counted once: how many working days there are up to each day, and the working days by number. Both
/// questions of arithmetic are then a look at an array.
/// </summary>
internal sealed class TerritoryDays
{
    private readonly int firstDay;
    private readonly int firstYear;
    private readonly bool[] known;
    private readonly int[] upTo;
    private readonly int[] working;
    private readonly SortedList<DateOnly, CalendarDay> specials = [];

    /// <param name="years">In order.</param>
    /// <param name="days">Of two for one day the last counts.</param>
    public TerritoryDays(IReadOnlyList<int> years, IEnumerable<CalendarDay> days)
    {
        foreach (var day in days)
            specials[day.Date] = day;
        if (years.Count == 0)
        {
            (known, upTo, working) = ([], [0], []);
            return;
        }

        firstYear = years[0];
        firstDay = new DateOnly(firstYear, 1, 1).DayNumber;
        known = new bool[years[^1] - firstYear + 1];
        foreach (var year in years)
            known[year - firstYear] = true;
        var last = new DateOnly(years[^1], 12, 31).DayNumber;
        upTo = new int[last - firstDay + 2];
        var list = new List<int>();
        for (var number = firstDay; number <= last; number++)
        {
            if (IsWorked(DateOnly.FromDayNumber(number)))
                list.Add(number);
            upTo[number - firstDay + 1] = list.Count;
        }

        working = [.. list];
    }

    public CalendarDay? Special(DateOnly date) => specials.GetValueOrDefault(date);

    public IEnumerable<CalendarDay> Specials(DateOnly first, DateOnly last) =>
        specials.Values.SkipWhile(day => day.Date < first).TakeWhile(day => day.Date <= last);

    public WorkingAnswer<bool> IsWorking(DateOnly date) => Knows(date.Year) ? new(IsWorked(date), null) : new(null, date.Year);

    public WorkingAnswer<int> Between(DateOnly from, DateOnly to) =>
        Missing(from, to) is { } year ? new(null, year) : new(UpTo(to) - UpTo(from), null);

    public WorkingAnswer<DateOnly> Add(DateOnly date, long count)
    {
        if (!Knows(date.Year))
            return new(null, date.Year);
        if (count == 0)
            return new(date, null);
        // For a negative number the day itself does not count, worked or not.
        var place = (count > 0 ? UpTo(date) - 1 : UpTo(date.DayNumber - 1)) + count;
        if (place < 0 || place >= working.Length)
            return new(null, place < 0 ? FirstUnknownBefore(date.Year) : FirstUnknownAfter(date.Year));
        var found = DateOnly.FromDayNumber(working[place]);
        return Missing(date, found) is { } year ? new(null, year) : new(found, null);
    }

    private bool IsWorked(DateOnly date) =>
        specials.TryGetValue(date, out var special)
            ? special.Kind != WorkingDayKind.Off
            : date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private int UpTo(DateOnly date) => UpTo(date.DayNumber);

    /// <summary>The number of working days up to and including a day.</summary>
    private int UpTo(int day) => upTo[day - firstDay + 1];

    private bool Knows(int year) => year >= firstYear && year - firstYear < known.Length && known[year - firstYear];

    private int? Missing(DateOnly one, DateOnly other)
    {
        var (first, last) = one <= other ? (one.Year, other.Year) : (other.Year, one.Year);
        for (var year = first; year <= last; year++)
        {
            if (!Knows(year))
                return year;
        }

        return null;
    }

    private int FirstUnknownBefore(int year)
    {
        while (Knows(year))
            year--;
        return year;
    }

    private int FirstUnknownAfter(int year)
    {
        while (Knows(year))
            year++;
        return year;
    }
}
