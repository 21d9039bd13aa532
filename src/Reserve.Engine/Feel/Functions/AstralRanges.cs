using System.Globalization;
using System.Text;

namespace Reserve.Engine.Feel.Functions;

/// <summary>
/// A set of characters beyond the basic plane, as a part of a pattern. .NET's expressions see such a character as two, so that a class of
/// them has to be written as an alternative of pairs.
/// </summary>
internal sealed class AstralRanges
{
    /// <summary>A pair of surrogates, whichever.</summary>
    public const string AnyPair = "[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]";

    private const int First = 0x10000;
    private const int Last = 0x10FFFF;
    private readonly List<(int From, int To)> ranges = [];

    public void Add(int from, int to)
    {
        if (to >= First)
            ranges.Add((Math.Max(from, First), to));
    }

    public void AddAll() => Add(First, Last);

    /// <summary>The characters that are not in the set.</summary>
    public AstralRanges Complement()
    {
        var rest = new AstralRanges();
        var next = First;
        foreach (var (from, to) in ranges.Order())
        {
            if (from > next)
                rest.Add(next, from - 1);
            next = Math.Max(next, to + 1);
        }

        if (next <= Last)
            rest.Add(next, Last);
        return rest;
    }

    /// <summary>The characters of this set that are not in the other.</summary>
    public AstralRanges Without(AstralRanges other)
    {
        // A and not B is the complement of (not A) or B.
        var union = Complement();
        union.ranges.AddRange(other.ranges);
        return union.Complement();
    }

    /// <summary>The alternatives of pairs, each followed by a bar; nothing for the empty set.</summary>
    public string Alternatives()
    {
        var text = new StringBuilder();
        foreach (var (from, to) in ranges)
        {
            if ((from, to) == (First, Last))
                return AnyPair + "|";
            Append(text, from, to);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, int from, int to)
    {
        var (high, low) = Pair(from);
        var (lastHigh, lastLow) = Pair(to);
        if (high == lastHigh)
        {
            text.Append(CultureInfo.InvariantCulture, $"\\u{high:X4}[\\u{low:X4}-\\u{lastLow:X4}]|");
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"\\u{high:X4}[\\u{low:X4}-\\uDFFF]|\\u{lastHigh:X4}[\\uDC00-\\u{lastLow:X4}]|");
        if (lastHigh - high > 1)
            text.Append(CultureInfo.InvariantCulture, $"[\\u{high + 1:X4}-\\u{lastHigh - 1:X4}][\\uDC00-\\uDFFF]|");
    }

    private static (int High, int Low) Pair(int point) => (0xD800 + ((point - First) >> 10), 0xDC00 + ((point - First) & 0x3FF));
}
