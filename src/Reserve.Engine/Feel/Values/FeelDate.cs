using System.Globalization;

namespace Reserve.Engine.Feel;

/// <summary>A day of the proleptic Gregorian calendar, years −999999999 to 999999999 (DMN 1.5, 10.3.2.3.5).</summary>
public sealed class FeelDate : IEquatable<FeelDate>
{
    /// <summary>The largest year, and with a minus the smallest.</summary>
    public const int MaxYear = 999_999_999;

    private FeelDate(int year, int month, int day)
    {
        Year = year;
        Month = month;
        Day = day;
    }

    /// <summary>The year, negative before year 0.</summary>
    public int Year { get; }

    /// <summary>1 to 12.</summary>
    public int Month { get; }

    /// <summary>1 to 31.</summary>
    public int Day { get; }

    /// <summary>Monday 1 … Sunday 7.</summary>
    public int Weekday => (int)Modulo(EpochDay + 3, 7) + 1;

    /// <summary>1 to 366.</summary>
    public int DayOfYear => (int)(EpochDay - DaysFromCivil(Year, 1, 1)) + 1;

    /// <summary>ISO 8601 week of the year.</summary>
    public int WeekOfYear
    {
        get
        {
            var thursday = EpochDay - (Weekday - 4);
            var year = FromEpochDay(thursday)?.Year ?? Year;
            return (int)((thursday - DaysFromCivil(year, 1, 1)) / 7) + 1;
        }
    }

    /// <summary>Days since 1970-01-01.</summary>
    public long EpochDay => DaysFromCivil(Year, Month, Day);

    /// <summary>A day, or null when there is no such day.</summary>
    public static FeelDate? Create(long year, long month, long day) =>
        year is >= -MaxYear and <= MaxYear && month is >= 1 and <= 12 && day >= 1 && day <= DaysInMonth((int)year, (int)month)
            ? new FeelDate((int)year, (int)month, (int)day)
            : null;

    /// <summary>A day of .NET's calendar.</summary>
    public static FeelDate From(DateOnly date) => new(date.Year, date.Month, date.Day);

    /// <summary>The day so many days after 1970-01-01, or null out of range.</summary>
    public static FeelDate? FromEpochDay(long days)
    {
        if (Math.Abs(days) > 366L * (MaxYear + 1L))
            return null;
        var shifted = days + 719_468;
        var era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097;
        var dayOfEra = shifted - era * 146_097;
        var yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var monthIndex = (5 * dayOfYear + 2) / 153;
        var month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9;
        return Create(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthIndex + 2) / 5 + 1);
    }

    /// <summary>Reads <c>[-]YYYY-MM-DD</c> (XML Schema, without zone).</summary>
    /// <returns>Null when the text is not a date.</returns>
    public static FeelDate? TryParse(ReadOnlySpan<char> text)
    {
        var negative = text.StartsWith("-");
        var rest = negative ? text[1..] : text;
        var yearLength = rest.IndexOf('-');
        if (yearLength is < 4 or > 9 || (yearLength > 4 && rest[0] == '0') || rest.Length != yearLength + 6 || rest[yearLength + 3] != '-')
            return null;
        if (
            !Digits(rest[..yearLength], out var year)
            || !Digits(rest.Slice(yearLength + 1, 2), out var month)
            || !Digits(rest[(yearLength + 4)..], out var day)
        )
            return null;
        return Create(negative ? -year : year, month, day);
    }

    /// <summary>The number of days of a month.</summary>
    public static int DaysInMonth(int year, int month) =>
        month switch
        {
            2 => IsLeap(year) ? 29 : 28,
            4 or 6 or 9 or 11 => 30,
            _ => 31,
        };

    /// <summary>The day so many months later; the day of the month is cut to the month's length. Null out of range.</summary>
    public FeelDate? AddMonths(long months)
    {
        if (Math.Abs(months) > 12L * 2 * MaxYear + 24)
            return null;
        var total = Year * 12L + (Month - 1) + months;
        var year = Math.DivRem(total, 12, out var month);
        if (month < 0)
        {
            month += 12;
            year--;
        }

        return year is < -MaxYear or > MaxYear ? null : Create(year, month + 1, Math.Min(Day, DaysInMonth((int)year, (int)month + 1)));
    }

    /// <summary>The day so many days later, or null out of range.</summary>
    public FeelDate? AddDays(long days) => Math.Abs(days) > 800L * MaxYear ? null : FromEpochDay(EpochDay + days);

    /// <summary>The same day in .NET's calendar, or null out of its years 1 to 9999.</summary>
    public DateOnly? ToDateOnly() => Year is >= 1 and <= 9999 ? new DateOnly(Year, Month, Day) : null;

    /// <summary>Below zero when this day is earlier.</summary>
    public int CompareTo(FeelDate? other)
    {
        if (other is null)
            return 1;
        var order = Year.CompareTo(other.Year);
        order = order != 0 ? order : Month.CompareTo(other.Month);
        return order != 0 ? order : Day.CompareTo(other.Day);
    }

    /// <inheritdoc/>
    public bool Equals(FeelDate? other) => other is not null && Year == other.Year && Month == other.Month && Day == other.Day;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeelDate);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Year, Month, Day);

    /// <summary>As in XML Schema: 2026-09-01.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Year < 0 ? "-" : "")}{Math.Abs(Year):0000}-{Month:00}-{Day:00}");

    internal static bool Digits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        if (text.IsEmpty || text.Length > 9)
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
                return false;
            value = value * 10 + (c - '0');
        }

        return true;
    }

    internal static long Modulo(long value, long by)
    {
        var rest = value % by;
        return rest < 0 ? rest + by : rest;
    }

    private static bool IsLeap(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    private static long DaysFromCivil(long year, int month, int day)
    {
        year -= month <= 2 ? 1 : 0;
        var era = (year >= 0 ? year : year - 399) / 400;
        var yearOfEra = year - era * 400;
        var dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        var dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }
}
