using System.Text.RegularExpressions;

namespace Reserve.Web.Features.Persons;

/// <summary>An insurance number (СНИЛС): eleven digits, of which the last two are a checksum of the others.</summary>
internal readonly partial record struct Snils
{
    /// <summary>Numbers up to this one were given out without a checksum.</summary>
    private const int LastWithoutChecksum = 1_001_998;

    private Snils(string digits) => Digits = digits;

    public string Digits { get; }

    /// <summary>As printed on the card: <c>112-233-445 95</c>.</summary>
    public override string ToString() => $"{Digits[..3]}-{Digits[3..6]}-{Digits[6..9]} {Digits[9..]}";

    /// <summary>Takes eleven digits with or without hyphens and spaces; null when it is no valid number.</summary>
    public static Snils? Parse(string? text)
    {
        if (text is null || !Shape().IsMatch(text))
            return null;
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        var number = int.Parse(digits[..9], System.Globalization.CultureInfo.InvariantCulture);
        return
            number > 0
            && (
                number <= LastWithoutChecksum
                || Checksum(digits) == int.Parse(digits[9..], System.Globalization.CultureInfo.InvariantCulture)
            )
            ? new Snils(digits)
            : null;
    }

    /// <summary>The number with its checksum, for data that is made up.</summary>
    internal static Snils Of(int number)
    {
        var digits = number.ToString("D9", System.Globalization.CultureInfo.InvariantCulture);
        return new Snils(digits + Checksum(digits).ToString("D2", System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Each digit times its place from the right of the nine, modulo 101, where 100 counts as 0.</summary>
    private static int Checksum(string digits) => Enumerable.Range(0, 9).Sum(i => (digits[i] - '0') * (9 - i)) % 101 % 100;

    [GeneratedRegex(@"^\s*\d{3}[- ]?\d{3}[- ]?\d{3}[- ]?\d{2}\s*$", RegexOptions.ECMAScript)]
    private static partial Regex Shape();
}
