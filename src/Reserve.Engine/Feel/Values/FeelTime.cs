using System.Globalization;

namespace Reserve.Engine.Feel;

/// <summary>A time of day to the nanosecond, with or without an offset or zone (DMN 1.5, 10.3.2.3.4).</summary>
public sealed class FeelTime : IEquatable<FeelTime>
{
    internal const long NanosPerSecond = 1_000_000_000;
    internal const long NanosPerDay = 86_400 * NanosPerSecond;

    /// <summary>A time of day.</summary>
    /// <param name="nanoseconds">Since midnight, below one day.</param>
    /// <param name="zone">Offset or zone, or null for a local time.</param>
    public FeelTime(long nanoseconds, FeelZone? zone = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nanoseconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(nanoseconds, NanosPerDay);
        Nanoseconds = nanoseconds;
        Zone = zone;
    }

    /// <summary>Nanoseconds since midnight.</summary>
    public long Nanoseconds { get; }

    /// <summary>Offset or zone, or null.</summary>
    public FeelZone? Zone { get; }

    /// <summary>0 to 23.</summary>
    public int Hour => (int)(Nanoseconds / (3600 * NanosPerSecond));

    /// <summary>0 to 59.</summary>
    public int Minute => (int)(Nanoseconds / (60 * NanosPerSecond) % 60);

    /// <summary>0 to 59, without the fraction.</summary>
    public int Second => (int)(Nanoseconds / NanosPerSecond % 60);

    /// <summary>The offset in seconds: for a named zone that of today's standard rule on 1970-01-01.</summary>
    public int? OffsetSeconds => Zone?.OffsetAt(FeelDate.FromEpochDay(0)!, Nanoseconds);

    /// <summary>A time, or null when there is none such.</summary>
    public static FeelTime? Create(long hour, long minute, long second, long nanosecond, FeelZone? zone) =>
        hour is >= 0 and <= 23 && minute is >= 0 and <= 59 && second is >= 0 and <= 59 && nanosecond is >= 0 and < NanosPerSecond
            ? new FeelTime(((hour * 60 + minute) * 60 + second) * NanosPerSecond + nanosecond, zone)
            : null;

    /// <summary>Reads <c>hh:mm:ss[.fraction][zone]</c>.</summary>
    /// <returns>Null when the text is not a time.</returns>
    public static FeelTime? TryParse(ReadOnlySpan<char> text)
    {
        if (text.Length < 8 || text[2] != ':' || text[5] != ':')
            return null;
        if (
            !FeelDate.Digits(text[..2], out var hour)
            || !FeelDate.Digits(text.Slice(3, 2), out var minute)
            || !FeelDate.Digits(text.Slice(6, 2), out var second)
        )
            return null;
        var at = 8;
        long fraction = 0;
        if (at < text.Length && text[at] == '.')
        {
            var start = ++at;
            var unit = NanosPerSecond;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                unit /= 10;
                fraction += (text[at++] - '0') * unit;
            }

            if (at == start)
                return null;
        }

        FeelZone? zone = null;
        if (at < text.Length && (zone = FeelZone.TryParse(text[at..].ToString())) is null)
            return null;
        if (hour == 24 && minute == 0 && second == 0 && fraction == 0)
            hour = 0;
        return Create(hour, minute, second, fraction, zone);
    }

    /// <inheritdoc/>
    public bool Equals(FeelTime? other) => other is not null && Nanoseconds == other.Nanoseconds && Equals(Zone, other.Zone);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeelTime);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Nanoseconds, Zone);

    /// <summary>As in XML Schema, zones as @Name: 10:30:00+05:00.</summary>
    public override string ToString()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Hour:00}:{Minute:00}:{Second:00}");
        var fraction = Nanoseconds % NanosPerSecond;
        if (fraction != 0)
            text += "." + fraction.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0');
        return text + Zone;
    }
}
