using System.Globalization;

namespace Reserve.Mail.Mime;

/// <summary>Dates of header fields (RFC 5322 §3.3 and §4.3).</summary>
public static class MailDate
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly Dictionary<string, int> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UT"] = 0,
        ["GMT"] = 0,
        ["UTC"] = 0,
        ["Z"] = 0,
        ["EST"] = -300,
        ["EDT"] = -240,
        ["CST"] = -360,
        ["CDT"] = -300,
        ["MST"] = -420,
        ["MDT"] = -360,
        ["PST"] = -480,
        ["PDT"] = -420,
        ["MSK"] = 180,
        ["MSD"] = 240,
        ["CET"] = 60,
        ["CEST"] = 120,
        ["EET"] = 120,
        ["EEST"] = 180,
        ["BST"] = 60,
        ["JST"] = 540,
        ["MET"] = 60,
        ["MEST"] = 120,
    };

    /// <summary>Reads a date.</summary>
    /// <param name="value">A field value; day names, comments and missing seconds or zones are allowed.</param>
    /// <returns>The date with its offset (an unknown zone counts as UTC); null when it is none.</returns>
    public static DateTimeOffset? Parse(string value)
    {
        var words = Words(value);
        int? day = null,
            month = null,
            year = null,
            offset = null;
        TimeSpan? time = null;
        foreach (var word in words)
        {
            if (word.Contains(':', StringComparison.Ordinal) && time is null)
                time = Time(word);
            else if ((word[0] is '+' or '-') && word.Length > 1 && time is not null)
                offset ??= Offset(word);
            else if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                if (day is null)
                    day = number;
                else if (month is null && time is null && number is >= 1 and <= 12)
                    month = number;
                else if (year is null && month is not null)
                    year =
                        word.Length <= 2 ? number + (number < 50 ? 2000 : 1900)
                        : word.Length == 3 ? number + 1900
                        : number;
                else if (time is not null && offset is null && word.Length == 4)
                    offset = Offset("+" + word);
            }
            else if (word.Length >= 3 && Array.IndexOf(Months, word[..3].ToLowerInvariant()) is var index and >= 0 && month is null)
                month = index + 1;
            else if (time is not null && Zones.TryGetValue(string.Concat(word.TakeWhile(char.IsAsciiLetter)), out var minutes))
                offset ??= minutes;
        }

        if (
            time is null
            || day is null
            || month is null
            || year is null or < 1 or > 9999
            || day < 1
            || day > DateTime.DaysInMonth(year.Value, month.Value)
        )
            return null;
        var local = new DateTime(year.Value, month.Value, day.Value, 0, 0, 0, DateTimeKind.Unspecified) + time.Value;
        try
        {
            return new DateTimeOffset(local, TimeSpan.FromMinutes(offset ?? 0));
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static List<string> Words(string value)
    {
        var words = new List<string>();
        var depth = 0;
        var from = -1;
        for (var at = 0; at <= value.Length; at++)
        {
            var symbol = at < value.Length ? value[at] : ' ';
            // "16-Nov-1994" is three words; "-0600" is one.
            var breaks =
                symbol is ' ' or '\t' or '\r' or '\n' or ',' or '(' or ')'
                || depth > 0
                || (
                    symbol == '-'
                    && from >= 0
                    && at + 1 < value.Length
                    && (char.IsAsciiLetter(value[at + 1]) || char.IsAsciiLetter(value[at - 1]))
                );
            if (breaks && from >= 0)
            {
                words.Add(value[from..at]);
                from = -1;
            }
            else if (!breaks && from < 0)
            {
                from = at;
            }
            else if (!breaks && symbol is '+' or '-' && from >= 0 && value[from..at].Contains(':', StringComparison.Ordinal))
            {
                words.Add(value[from..at]);
                from = at;
            }

            depth +=
                symbol == '(' ? 1
                : symbol == ')' && depth > 0 ? -1
                : 0;
        }

        return words;
    }

    private static TimeSpan? Time(string word)
    {
        var parts = word.Split(':');
        var numbers = new int[3];
        for (var index = 0; index < Math.Min(3, parts.Length); index++)
        {
            var digits = parts[index].AsSpan();
            var end = 0;
            while (end < digits.Length && char.IsAsciiDigit(digits[end]))
                end++;
            if (!int.TryParse(digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[index]) && index < 2)
                return null;
        }

        return numbers is [<= 23, <= 59, <= 60] ? new TimeSpan(numbers[0], numbers[1], Math.Min(numbers[2], 59)) : null;
    }

    private static int? Offset(string word)
    {
        var digits = word.AsSpan(1);
        if (digits.IndexOf(':') is var colon and > 0)
            digits = string.Concat(digits[..colon], digits[(colon + 1)..]);
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        var minutes = digits.Length <= 2 ? number * 60 : number / 100 * 60 + number % 100;
        return minutes > 14 * 60 ? 0
            : word[0] == '-' ? -minutes
            : minutes;
    }
}
