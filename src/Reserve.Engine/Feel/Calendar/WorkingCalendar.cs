using System.Collections.Frozen;

namespace Reserve.Engine.Feel.Calendar;

/// <summary>
/// The production calendar of a country and of those of its territories that have days of their own; immutable, safe for many threads.
/// A territory is a path with points (<c>RU.02.07</c>): its own days come before those of the territories above it. A year that the
/// calendar does not have is never guessed.
/// </summary>
public sealed class WorkingCalendar
{
    private readonly FrozenDictionary<string, TerritoryDays> territories;

    /// <summary>A calendar.</summary>
    /// <param name="root">The territory whose days are everybody's.</param>
    /// <param name="years">The years for which the calendar of the root was set.</param>
    /// <param name="days">The days that differ from the usual week, by territory; of two for one day the last counts. Days of other years
    /// are left out.</param>
    public WorkingCalendar(string root, IEnumerable<int> years, IEnumerable<(string Territory, CalendarDay Day)> days)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentNullException.ThrowIfNull(years);
        ArgumentNullException.ThrowIfNull(days);
        Root = root;
        Years = [.. years.Distinct().Order()];
        var own = days.Where(row => Years.Contains(row.Day.Date.Year))
            .GroupBy(row => row.Territory, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Select(row => row.Day).ToList(), StringComparer.Ordinal);
        own.TryAdd(root, []);
        territories = own
            .Keys.Where(path => IsWithin(path, root))
            .ToFrozenDictionary(path => path, path => new TerritoryDays(Years, Inherited(path, own)), StringComparer.Ordinal);
    }

    /// <summary>The territory whose days are everybody's.</summary>
    public string Root { get; }

    /// <summary>The years that have a calendar, in order.</summary>
    public IReadOnlyList<int> Years { get; }

    /// <summary>The territories that have days of their own, the root among them.</summary>
    public IEnumerable<string> Territories => territories.Keys;

    /// <summary>Whether the calendar is for this territory: the root, or one below it.</summary>
    public bool Knows(string territory) => Find(territory) is not null;

    /// <summary>What differs on a day; null for a usual one.</summary>
    public CalendarDay? Special(DateOnly date, string? territory = null) => Of(territory).Special(date);

    /// <summary>The days from the first to the last, both included, that differ from the usual week, in order.</summary>
    public IEnumerable<CalendarDay> Specials(DateOnly first, DateOnly last, string? territory = null) =>
        Of(territory).Specials(first, last);

    /// <summary>Whether a day is worked, fully or an hour less.</summary>
    public WorkingAnswer<bool> IsWorking(DateOnly date, string? territory = null) => Of(territory).IsWorking(date);

    /// <summary>
    /// How many working days lie after the first day up to the second, that one included; with a minus when the second is earlier (then
    /// those after the second up to the first). So the day that is <c>n</c> working days after another has <c>n</c> between.
    /// </summary>
    public WorkingAnswer<int> Between(DateOnly from, DateOnly to, string? territory = null) => Of(territory).Between(from, to);

    /// <summary>The n-th working day after a day, before it for a negative number; the day itself for 0, worked or not.</summary>
    public WorkingAnswer<DateOnly> Add(DateOnly date, long count, string? territory = null) => Of(territory).Add(date, count);

    private TerritoryDays Of(string? territory) =>
        Find(territory ?? Root) ?? throw new ArgumentException($"no calendar for territory {territory}", nameof(territory));

    /// <summary>The days of the nearest territory that has its own.</summary>
    private TerritoryDays? Find(string territory)
    {
        for (var path = territory; path.Length > 0; path = Parent(path))
        {
            if (territories.TryGetValue(path, out var days))
                return days;
        }

        return null;
    }

    private static List<CalendarDay> Inherited(string path, Dictionary<string, List<CalendarDay>> own)
    {
        var line = new List<string>();
        for (var at = path; at.Length > 0; at = Parent(at))
            line.Insert(0, at);
        return [.. line.SelectMany(at => own.GetValueOrDefault(at, []))];
    }

    private static string Parent(string path) => path.LastIndexOf('.') is > 0 and var point ? path[..point] : "";

    private static bool IsWithin(string path, string root) =>
        path.StartsWith(root, StringComparison.Ordinal) && (path.Length == root.Length || path[root.Length] == '.');
}
