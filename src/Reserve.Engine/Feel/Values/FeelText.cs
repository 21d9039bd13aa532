using System.Globalization;
using System.Text;

namespace Reserve.Engine.Feel;

/// <summary>Values as text: FEEL literals, and what string() gives.</summary>
internal static class FeelText
{
    private const int MaxDepth = 64;

    /// <summary>Shared parts make some values longer than any memory: what goes over is left out.</summary>
    private const int MaxLength = 10_000_000;

    /// <summary>The value as a FEEL literal: strings quoted, temporal values as @"…".</summary>
    /// <param name="value">The value.</param>
    /// <param name="atLeast">How many characters are wanted; when there are more, some or all of the rest may be missing.</param>
    public static string Literal(FeelValue value, int atLeast = MaxLength)
    {
        var text = new StringBuilder();
        Append(text, value, quoted: true, 0, atLeast);
        return text.ToString();
    }

    /// <summary>What the function string() gives (DMN 1.5, 10.3.4.1).</summary>
    /// <param name="value">The value.</param>
    /// <param name="atLeast">How many characters are wanted; when there are more, some or all of the rest may be missing.</param>
    public static string Plain(FeelValue value, int atLeast = MaxLength)
    {
        if (value.AsString() is { } own)
            return own;
        var text = new StringBuilder();
        Append(text, value, quoted: false, 0, atLeast);
        return text.ToString();
    }

    private static void Append(StringBuilder text, FeelValue value, bool quoted, int depth, int most)
    {
        if (text.Length > most)
            return;
        if (depth > MaxDepth)
        {
            text.Append('…');
            return;
        }

        switch (value.Kind)
        {
            case FeelKind.Null:
                text.Append("null");
                break;
            case FeelKind.Boolean:
                text.Append(value.IsTrue ? "true" : "false");
                break;
            case FeelKind.Number:
                text.Append(CultureInfo.InvariantCulture, $"{value.Number}");
                break;
            case FeelKind.String:
                if (quoted || depth > 0)
                    AppendQuoted(text, value.AsString()!);
                else
                    text.Append(value.AsString());
                break;
            case FeelKind.List:
                text.Append('[');
                var first = true;
                foreach (var item in value.AsList()!)
                {
                    if (!first)
                        text.Append(", ");
                    first = false;
                    if (text.Length > most)
                        break;
                    Append(text, item, quoted, depth + 1, most);
                }

                text.Append(']');
                break;
            case FeelKind.Context:
                AppendContext(text, value.AsContext()!, quoted, depth, most);
                break;
            case FeelKind.Range:
                AppendRange(text, value.AsRange()!, quoted, depth, most);
                break;
            case FeelKind.Function:
                AppendFunction(text, value.AsFunction()!);
                break;
            default:
                if (quoted)
                    text.Append("@\"").Append(value.Reference).Append('"');
                else
                    text.Append(value.Reference);
                break;
        }
    }

    private static void AppendContext(StringBuilder text, FeelContext context, bool quoted, int depth, int most)
    {
        text.Append('{');
        var first = true;
        foreach (var (name, value) in context.Entries)
        {
            if (!first)
                text.Append(", ");
            first = false;
            if (text.Length > most)
                break;
            if (name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c is '_' or ' ') && !char.IsDigit(name[0]))
                text.Append(name);
            else
                AppendQuoted(text, name);
            text.Append(": ");
            Append(text, value, quoted, depth + 1, most);
        }

        text.Append('}');
    }

    private static void AppendRange(StringBuilder text, FeelRange range, bool quoted, int depth, int most)
    {
        if (range.HasLow && range.HasHigh)
        {
            text.Append(range.LowClosed ? '[' : '(');
            Append(text, range.Low, quoted, depth + 1, most);
            text.Append("..");
            Append(text, range.High, quoted, depth + 1, most);
            text.Append(range.HighClosed ? ']' : ')');
            return;
        }

        text.Append(range.HasLow ? "(>" : "(<").Append((range.HasLow ? range.LowClosed : range.HighClosed) ? "= " : " ");
        Append(text, range.HasLow ? range.Low : range.High, quoted, depth + 1, most);
        text.Append(')');
    }

    private static void AppendFunction(StringBuilder text, FeelFunction function) =>
        text.Append("function")
            .Append(function.Name.Length > 0 ? " " + function.Name : "")
            .Append('(')
            .AppendJoin(", ", function.Parameters.Select(parameter => parameter.Name))
            .Append(')');

    private static void AppendQuoted(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
