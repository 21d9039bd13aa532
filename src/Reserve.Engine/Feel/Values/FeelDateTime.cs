namespace Reserve.Engine.Feel;

/// <summary>A day and a time (DMN 1.5, 10.3.2.3.6).</summary>
public sealed class FeelDateTime : IEquatable<FeelDateTime>
{
    /// <summary>A day and a time; the time's zone is the zone of both.</summary>
    public FeelDateTime(FeelDate date, FeelTime time)
    {
        ArgumentNullException.ThrowIfNull(date);
        ArgumentNullException.ThrowIfNull(time);
        Date = date;
        Time = time;
    }

    /// <summary>The day.</summary>
    public FeelDate Date { get; }

    /// <summary>The time, with the zone.</summary>
    public FeelTime Time { get; }

    /// <summary>Offset or zone, or null for a local one.</summary>
    public FeelZone? Zone => Time.Zone;

    /// <summary>Seconds east of UTC at this moment, or null without a zone.</summary>
    public int? OffsetSeconds => Zone?.OffsetAt(Date, Time.Nanoseconds);

    /// <summary>Nanoseconds since 1970-01-01T00:00 of the wall clock, the zone left out.</summary>
    public Int128 LocalNanoseconds => (Int128)Date.EpochDay * FeelTime.NanosPerDay + Time.Nanoseconds;

    /// <summary>Nanoseconds since 1970-01-01T00:00Z; a moment without a zone is taken as UTC.</summary>
    public Int128 UtcNanoseconds => LocalNanoseconds - (Int128)(OffsetSeconds ?? 0) * FeelTime.NanosPerSecond;

    /// <summary>A moment from .NET, with its offset.</summary>
    public static FeelDateTime From(DateTimeOffset moment) =>
        new(
            FeelDate.From(DateOnly.FromDateTime(moment.DateTime)),
            new FeelTime(moment.TimeOfDay.Ticks * 100, FeelZone.FromOffset((int)moment.Offset.TotalSeconds))
        );

    /// <summary>Reads <c>dateTtime</c>; a date alone is its midnight when <paramref name="allowDate"/>.</summary>
    /// <returns>Null when the text is neither.</returns>
    public static FeelDateTime? TryParse(ReadOnlySpan<char> text, bool allowDate = true)
    {
        var split = text.IndexOf('T');
        if (split < 0)
            return allowDate && FeelDate.TryParse(text) is { } day ? new FeelDateTime(day, new FeelTime(0)) : null;
        if (FeelDate.TryParse(text[..split]) is not { } date || FeelTime.TryParse(text[(split + 1)..]) is not { } time)
            return null;
        if (text[(split + 1)..].StartsWith("24"))
            return date.AddDays(1) is { } next ? new FeelDateTime(next, time) : null;
        return new FeelDateTime(date, time);
    }

    /// <summary>The moment of the wall clock so many nanoseconds after 1970, or null out of range.</summary>
    public static FeelDateTime? FromLocal(Int128 nanoseconds, FeelZone? zone)
    {
        var day = nanoseconds / FeelTime.NanosPerDay;
        var rest = nanoseconds - day * FeelTime.NanosPerDay;
        if (rest < 0)
        {
            rest += FeelTime.NanosPerDay;
            day--;
        }

        return day < long.MinValue / 2 || day > long.MaxValue / 2 || FeelDate.FromEpochDay((long)day) is not { } date
            ? null
            : new FeelDateTime(date, new FeelTime((long)rest, zone));
    }

    /// <summary>The moment at an instant, as the clock of the zone (UTC when null) shows it; null out of range.</summary>
    internal static FeelDateTime? FromInstant(Int128 utcNanoseconds, FeelZone? zone)
    {
        var offset = zone?.OffsetAtInstant(utcNanoseconds) ?? 0;
        return FromLocal(utcNanoseconds + (Int128)offset * FeelTime.NanosPerSecond, zone) is not { } moment ? null
            : zone?.Name is null ? moment
            : new FeelDateTime(moment.Date, new FeelTime(moment.Time.Nanoseconds, zone.At(moment.Date, moment.Time.Nanoseconds, offset)));
    }

    /// <summary>The moment as .NET's, a local one taken at the given offset; null out of years 1 to 9999.</summary>
    public DateTimeOffset? ToDateTimeOffset(TimeSpan localOffset = default)
    {
        if (Date.Year is < 2 or > 9998)
            return null;
        var offset = OffsetSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : localOffset;
        var wall = new DateTime(Date.Year, Date.Month, Date.Day).AddTicks(Time.Nanoseconds / 100);
        // .NET knows offsets of whole minutes up to 14 hours.
        return Math.Abs(offset.TotalHours) <= 14 && offset.Ticks % TimeSpan.TicksPerMinute == 0
            ? new DateTimeOffset(wall, offset)
            : new DateTimeOffset(wall - offset, TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public bool Equals(FeelDateTime? other) =>
        other is not null && Date.Equals(other.Date) && Time.Equals(other.Time) && OffsetSeconds == other.OffsetSeconds;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeelDateTime);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Date, Time);

    /// <summary>As in XML Schema: 2026-09-01T10:30:00+05:00. The first of two hours that a zone's clock shows alike is told by its offset: the name alone would mean the second.</summary>
    public override string ToString() =>
        IsFirstOfTwo ? $"{Date}T{new FeelTime(Time.Nanoseconds, FeelZone.FromOffset(OffsetSeconds!.Value))}" : $"{Date}T{Time}";

    /// <summary>Whether it lies in the first of two hours that the clock of its zone shows alike.</summary>
    internal bool IsFirstOfTwo =>
        Zone is { IsEarlier: true } zone
        && zone.OffsetAt(Date, Time.Nanoseconds) != FeelZone.FromName(zone.Name!)!.OffsetAt(Date, Time.Nanoseconds);
}
