using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Reserve.Engine.Feel;

/// <summary>A days and time duration, to the nanosecond (DMN 1.5, 10.3.2.3.7).</summary>
/// <param name="Nanoseconds">The whole length; negative backwards.</param>
public sealed partial record FeelDuration(Int128 Nanoseconds)
{
    internal static readonly Int128 MaxNanoseconds = (Int128)FeelTime.NanosPerSecond * long.MaxValue;

    /// <summary>A length of .NET's.</summary>
    public static FeelDuration From(TimeSpan span) => new((Int128)span.Ticks * 100);

    /// <summary>The length in whole seconds.</summary>
    public static FeelDuration FromSeconds(long seconds) => new((Int128)seconds * FeelTime.NanosPerSecond);

    /// <summary>Reads <c>[-]PnDTnHnMn.nS</c>.</summary>
    /// <returns>Null when the text is not such a duration.</returns>
    public static FeelDuration? TryParse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success || text.EndsWith('P') || text.EndsWith('T'))
            return null;
        Int128 total = 0;
        if (!Add(match.Groups[2], 86_400) || !Add(match.Groups[3], 3_600) || !Add(match.Groups[4], 60) || !Add(match.Groups[5], 1))
            return null;
        if (match.Groups[6].Success)
            total += long.Parse(match.Groups[6].Value.PadRight(9, '0').AsSpan(0, 9), CultureInfo.InvariantCulture);
        if (total > MaxNanoseconds)
            return null;
        return new FeelDuration(match.Groups[1].Success ? -total : total);

        bool Add(Group group, long seconds)
        {
            if (!group.Success)
                return true;
            if (!Int128.TryParse(group.ValueSpan, CultureInfo.InvariantCulture, out var count) || count > MaxNanoseconds / seconds)
                return false;
            total += count * seconds * FeelTime.NanosPerSecond;
            return true;
        }
    }

    /// <summary>The length as .NET's, or null when it does not fit.</summary>
    public TimeSpan? ToTimeSpan()
    {
        var ticks = Nanoseconds / 100;
        return ticks < long.MinValue || ticks > long.MaxValue ? null : new TimeSpan((long)ticks);
    }

    /// <summary>Below zero when this length is shorter.</summary>
    public int CompareTo(FeelDuration? other) => other is null ? 1 : Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>The canonical form of XML Schema: P1DT2H, PT0S.</summary>
    public override string ToString()
    {
        if (Nanoseconds == 0)
            return "PT0S";
        var rest = Int128.Abs(Nanoseconds);
        var text = new StringBuilder(Nanoseconds < 0 ? "-P" : "P");
        var days = rest / FeelTime.NanosPerDay;
        rest -= days * FeelTime.NanosPerDay;
        if (days != 0)
            text.Append(CultureInfo.InvariantCulture, $"{days}D");
        if (rest == 0)
            return text.ToString();
        var nanos = (long)rest;
        text.Append('T');
        var hours = nanos / (3600 * FeelTime.NanosPerSecond);
        var minutes = nanos / (60 * FeelTime.NanosPerSecond) % 60;
        var seconds = nanos / FeelTime.NanosPerSecond % 60;
        var fraction = nanos % FeelTime.NanosPerSecond;
        if (hours != 0)
            text.Append(CultureInfo.InvariantCulture, $"{hours}H");
        if (minutes != 0)
            text.Append(CultureInfo.InvariantCulture, $"{minutes}M");
        if ((seconds | fraction) != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{seconds}");
            if (fraction != 0)
                text.Append('.').Append(fraction.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0'));
            text.Append('S');
        }

        return text.ToString();
    }

    [GeneratedRegex(
        @"^(-)?P(?:([0-9]{1,30})D)?(?:T(?:([0-9]{1,30})H)?(?:([0-9]{1,30})M)?(?:([0-9]{1,30})(?:\.([0-9]{1,30}))?S)?)?\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Pattern();
}

/// <summary>A years and months duration (DMN 1.5, 10.3.2.3.8).</summary>
/// <param name="TotalMonths">The whole length in months; negative backwards.</param>
public sealed partial record FeelMonths(long TotalMonths)
{
    internal const long Max = 1_000_000_000_000;

    /// <summary>Reads <c>[-]PnYnM</c>.</summary>
    /// <returns>Null when the text is not such a duration.</returns>
    public static FeelMonths? TryParse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success || text.EndsWith('P'))
            return null;
        var years = match.Groups[2].Success ? long.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture) : 0;
        var months = match.Groups[3].Success ? long.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture) : 0;
        var total = years * 12 + months;
        return total > Max ? null : new FeelMonths(match.Groups[1].Success ? -total : total);
    }

    /// <summary>Below zero when this length is shorter.</summary>
    public int CompareTo(FeelMonths? other) => other is null ? 1 : TotalMonths.CompareTo(other.TotalMonths);

    /// <summary>The canonical form of XML Schema: P1Y2M, P0M.</summary>
    public override string ToString()
    {
        var magnitude = Math.Abs(TotalMonths);
        if (magnitude == 0)
            return "P0M";
        var text = new StringBuilder(TotalMonths < 0 ? "-P" : "P");
        if (magnitude >= 12)
            text.Append(CultureInfo.InvariantCulture, $"{magnitude / 12}Y");
        if (magnitude % 12 != 0)
            text.Append(CultureInfo.InvariantCulture, $"{magnitude % 12}M");
        return text.ToString();
    }

    [GeneratedRegex(@"^(-)?P(?:([0-9]{1,12})Y)?(?:([0-9]{1,12})M)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
