namespace Reserve.Engine.Feel.Calendar;

/// <summary>What a day is that differs from the week's usual Monday to Friday.</summary>
public enum WorkingDayKind
{
    /// <summary>Worked, though it may be a Saturday or a Sunday.</summary>
    Working,

    /// <summary>Worked, an hour less: the day before a holiday (Labour Code of Russia, article 95).</summary>
    Shortened,

    /// <summary>Not worked: a holiday, or a day off that was moved here.</summary>
    Off,
}

/// <summary>A day that differs from the usual week, and why.</summary>
/// <param name="Date">The day.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The holiday's name, or null.</param>
/// <param name="MovedFrom">The day whose day off was moved here, or null.</param>
/// <param name="Basis">The order or law, or null.</param>
public sealed record CalendarDay(DateOnly Date, WorkingDayKind Kind, string? Name = null, DateOnly? MovedFrom = null, string? Basis = null);

/// <summary>What counting working days gave.</summary>
/// <param name="Value">Null when the calendar does not say.</param>
/// <param name="MissingYear">The first year that would have been needed and has no calendar; null otherwise.</param>
/// <typeparam name="T">The number of days, or the day.</typeparam>
public readonly record struct WorkingAnswer<T>(T? Value, int? MissingYear)
    where T : struct;
