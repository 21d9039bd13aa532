using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Reserve.Engine.Feel.Evaluation;

namespace Reserve.Engine.Feel.Functions;

/// <summary>String functions (DMN 1.5, 10.3.4.3). Positions and lengths count code points.</summary>
internal static class TextFunctions
{
    public static IEnumerable<Builtin> All =>
        [
            new("substring", ("string: string, start position: number, length?: number?", Substring)),
            new("string length", ("string: string", (a, _) => FeelValue.From(Length(a[0].AsString()!)))),
            new("upper case", ("string: string", (a, _) => FeelValue.From(a[0].AsString()!.ToUpperInvariant()))),
            new("lower case", ("string: string", (a, _) => FeelValue.From(a[0].AsString()!.ToLowerInvariant()))),
            new("substring before", ("string: string, match: string", Before)),
            new("substring after", ("string: string, match: string", After)),
            new(
                "contains",
                (
                    "string: string, match: string",
                    (a, _) => FeelValue.From(a[0].AsString()!.Contains(a[1].AsString()!, StringComparison.Ordinal))
                )
            ),
            new(
                "starts with",
                (
                    "string: string, match: string",
                    (a, _) => FeelValue.From(a[0].AsString()!.StartsWith(a[1].AsString()!, StringComparison.Ordinal))
                )
            ),
            new(
                "ends with",
                (
                    "string: string, match: string",
                    (a, _) => FeelValue.From(a[0].AsString()!.EndsWith(a[1].AsString()!, StringComparison.Ordinal))
                )
            ),
            new("matches", ("input: string, pattern: string, flags?: string?", Matches)),
            new("replace", ("input: string, pattern: string, replacement: string, flags?: string?", Replace)),
            new("split", ("string: string, delimiter: string", Split)),
            new("string join", ("list: list, delimiter?: string?", Join)),
        ];

    private static int Length(string text)
    {
        var length = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
                length--;
        }

        return length;
    }

    /// <summary>The index in UTF-16 of the code point with this number, from 0.</summary>
    private static int Place(string text, long number)
    {
        var place = 0;
        for (; number > 0 && place < text.Length; number--)
            place += char.IsSurrogate(text[place]) && place + 1 < text.Length && char.IsSurrogatePair(text[place], text[place + 1]) ? 2 : 1;
        return place;
    }

    private static FeelValue Substring(FeelValue[] a, FeelState s)
    {
        var text = a[0].AsString()!;
        var length = Length(text);
        if (a[1].Number.Round(0, FeelRounding.Down).ToInt64() is not { } start || start == 0 || Math.Abs(start) > length)
            return s.Fail("substring: начало вне строки (счёт с 1, с конца −1)");
        var from = start > 0 ? start - 1 : length + start;
        long count = length - from;
        if (!a[2].IsNull)
        {
            if (a[2].Number.Round(0, FeelRounding.Down).ToInt64() is not { } wanted || wanted < 1 || wanted > count)
                return s.Fail($"substring: с этого места нет {a[2]} знаков");
            count = wanted;
        }

        var begin = Place(text, from);
        return FeelValue.From(text[begin..Place(text, from + count)]);
    }

    private static FeelValue Before(FeelValue[] a, FeelState s)
    {
        var place = a[0].AsString()!.IndexOf(a[1].AsString()!, StringComparison.Ordinal);
        return FeelValue.From(place < 0 ? "" : a[0].AsString()![..place]);
    }

    private static FeelValue After(FeelValue[] a, FeelState s)
    {
        var match = a[1].AsString()!;
        var place = a[0].AsString()!.IndexOf(match, StringComparison.Ordinal);
        return FeelValue.From(place < 0 ? "" : a[0].AsString()![(place + match.Length)..]);
    }

    private static FeelValue Matches(FeelValue[] a, FeelState s) =>
        WithPattern(a[1], a[2], s, regex => FeelValue.From(regex.Regex.IsMatch(a[0].AsString()!)));

    private static FeelValue Replace(FeelValue[] a, FeelState s) =>
        WithPattern(
            a[1],
            a[3],
            s,
            regex =>
            {
                if (regex.Regex.IsMatch(""))
                    return s.Fail("replace: образец подходит к пустой строке");
                var text = a[0].AsString()!;
                var replacement = a[2].AsString()!;
                // The worst case: every character replaced by a whole match with the replacement around it.
                if (
                    (long)text.Length * (replacement.Length + 1) > s.Limits.StringLength
                    && !s.AllowsLength(s.At, (long)regex.Regex.Count(text) * replacement.Length + text.Length)
                )
                {
                    return default;
                }

                var result = regex.Replace(text, replacement);
                if (result is null)
                    return s.Fail("replace: неверная строка замены");
                return s.AllowsLength(s.At, result.Length) ? FeelValue.From(result) : default;
            }
        );

    private static FeelValue Split(FeelValue[] a, FeelState s) =>
        WithPattern(
            a[1],
            default,
            s,
            regex =>
            {
                if (regex.Regex.IsMatch(""))
                    return s.Fail("split: образец подходит к пустой строке");
                var text = a[0].AsString()!;
                var parts = new List<FeelValue>();
                var from = 0;
                foreach (var match in regex.Regex.EnumerateMatches(text))
                {
                    parts.Add(FeelValue.From(text[from..match.Index]));
                    from = match.Index + match.Length;
                }

                parts.Add(FeelValue.From(text[from..]));
                return s.AllowsCount(s.At, parts.Count) ? FeelValue.List(parts) : default;
            }
        );

    private static FeelValue WithPattern(FeelValue pattern, FeelValue flags, FeelState s, Func<XPathRegex, FeelValue> use)
    {
        var begun = Stopwatch.GetTimestamp();
        var regex = XPathRegex.Create(pattern.AsString()!, flags.AsString() ?? "", s.Limits.RegexTime);
        if (regex is null)
            return s.Fail($"неверный образец «{pattern.AsString()}» или флаги «{flags.AsString()}»");
        try
        {
            return use(regex);
        }
        catch (RegexMatchTimeoutException)
        {
            return s.Fail(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"образец «{pattern.AsString()}» проверялся дольше {s.Limits.RegexTime.TotalMilliseconds} мс"
                )
            );
        }
        finally
        {
            s.SpendOnPatterns(Stopwatch.GetElapsedTime(begun));
        }
    }

    private static FeelValue Join(FeelValue[] a, FeelState s)
    {
        var parts = new List<string>();
        var delimiter = a[1].AsString() ?? "";
        long length = 0;
        foreach (var item in a[0].AsList()!)
        {
            if (item.IsNull)
                continue;
            if (item.AsString() is not { } part)
                return s.Fail($"string join: {Kinds.Name(item)} вместо строки");
            parts.Add(part);
            length += part.Length + delimiter.Length;
        }

        return s.AllowsLength(s.At, length) ? FeelValue.From(string.Join(delimiter, parts)) : default;
    }
}
