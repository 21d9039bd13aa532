using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Reserve.Engine.Feel;

/// <summary>Where a time is told: a fixed offset from UTC, or a named IANA zone whose offset depends on the day.</summary>
public sealed partial class FeelZone : IEquatable<FeelZone>
{
    private static readonly ConcurrentDictionary<string, FeelZone?> Named = new(StringComparer.Ordinal);
    private readonly TimeZoneInfo? zone;
    private readonly bool earlier;

    private FeelZone(string? name, TimeZoneInfo? zone, int offset, bool earlier = false)
    {
        Name = name;
        this.zone = zone;
        this.earlier = earlier;
        OffsetSeconds = offset;
    }

    /// <summary>UTC, written Z.</summary>
    public static FeelZone Utc { get; } = new(null, null, 0);

    /// <summary>The IANA name, or null for a plain offset.</summary>
    public string? Name { get; }

    /// <summary>The offset in seconds of a zone without a name.</summary>
    public int OffsetSeconds { get; }

    /// <summary>A fixed offset.</summary>
    /// <param name="seconds">Seconds east of UTC, within ±18 hours.</param>
    public static FeelZone FromOffset(int seconds) => seconds == 0 ? Utc : new FeelZone(null, null, seconds);

    /// <summary>A named zone of the IANA database.</summary>
    /// <param name="name">For instance <c>Europe/Moscow</c>.</param>
    /// <returns>Null when the name is unknown.</returns>
    public static FeelZone? FromName(string name) =>
        Named.Count > 2_000 && !Named.ContainsKey(name) ? Find(name) : Named.GetOrAdd(name, Find);

    /// <summary>Reads <c>Z</c>, <c>+05:00</c>, <c>-10:30:15</c> or <c>@Asia/Yekaterinburg</c>.</summary>
    /// <param name="text">The part of a time after its seconds.</param>
    /// <returns>Null when it is none of these.</returns>
    public static FeelZone? TryParse(string text)
    {
        if (text is "Z" or "z")
            return Utc;
        if (text.StartsWith('@'))
            return FromName(text[1..]);
        var match = OffsetPattern().Match(text);
        if (!match.Success)
            return null;
        var hours = Part(match, 2);
        var minutes = Part(match, 3);
        var seconds = match.Groups[4].Success ? Part(match, 4) : 0;
        if (hours > 18 || minutes > 59 || seconds > 59 || (hours == 18 && (minutes | seconds) != 0))
            return null;
        var total = hours * 3600 + minutes * 60 + seconds;
        return FromOffset(match.Groups[1].Value == "-" ? -total : total);
    }

    /// <summary>Seconds east of UTC at a local day and time.</summary>
    /// <param name="date">The local day; years out of the database's range use its edge.</param>
    /// <param name="nanoseconds">Nanoseconds since local midnight.</param>
    public int OffsetAt(FeelDate date, long nanoseconds)
    {
        if (zone is null)
            return OffsetSeconds;
        var year = Math.Clamp(date.Year, 2, 9998);
        var day = date.Month == 2 && date.Day == 29 && !DateTime.IsLeapYear(year) ? 28 : date.Day;
        var local = new DateTime(year, date.Month, day, 0, 0, 0, DateTimeKind.Unspecified).AddTicks(nanoseconds / 100);
        return (int)
            (earlier && zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local)).TotalSeconds;
    }

    /// <summary>
    /// This zone for a local moment at which its clock showed the given offset. An hour that autumn repeats is told twice; a moment read from text means the second,
    /// the first is remembered, so that what is added to a moment and taken away again leads back.
    /// </summary>
    internal FeelZone At(FeelDate date, long nanoseconds, int offset)
    {
        if (zone is null)
            return this;
        var plain = earlier ? new FeelZone(Name, zone, 0) : this;
        return plain.OffsetAt(date, nanoseconds) == offset ? plain : new FeelZone(Name, zone, 0, earlier: true);
    }

    /// <summary>Whether it stands for the first telling of a repeated hour.</summary>
    internal bool IsEarlier => earlier;

    /// <summary>Seconds east of UTC at an instant.</summary>
    /// <param name="utcNanoseconds">Nanoseconds since 1970-01-01T00:00Z; instants out of the database's range use its edge.</param>
    internal int OffsetAtInstant(Int128 utcNanoseconds)
    {
        if (zone is null)
            return OffsetSeconds;
        // .NET counts in ticks of 100 ns from year 1; a day of room at both edges keeps the local time in range.
        var ticks = utcNanoseconds / 100 + DateTime.UnixEpoch.Ticks;
        var edge = TimeSpan.TicksPerDay;
        return (int)
            zone.GetUtcOffset(new DateTime((long)Int128.Clamp(ticks, edge, DateTime.MaxValue.Ticks - edge), DateTimeKind.Utc)).TotalSeconds;
    }

    /// <inheritdoc/>
    public bool Equals(FeelZone? other) => other is not null && Name == other.Name && OffsetSeconds == other.OffsetSeconds;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeelZone);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, OffsetSeconds);

    /// <summary>As written after a time: Z, +05:00 or @Zone/Name.</summary>
    public override string ToString()
    {
        if (Name is not null)
            return "@" + Name;
        if (OffsetSeconds == 0)
            return "Z";
        var magnitude = Math.Abs(OffsetSeconds);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{(OffsetSeconds < 0 ? '-' : '+')}{magnitude / 3600:00}:{magnitude / 60 % 60:00}"
        );
        return magnitude % 60 == 0 ? text : text + string.Create(CultureInfo.InvariantCulture, $":{magnitude % 60:00}");
    }

    private static int Part(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static FeelZone? Find(string name) =>
        ZonePattern().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? new FeelZone(name, zone, 0) : null;

    [GeneratedRegex(@"^([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex OffsetPattern();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+/-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ZonePattern();
}
