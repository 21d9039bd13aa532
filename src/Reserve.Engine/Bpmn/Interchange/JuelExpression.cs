using System.Text;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Interchange;

/// <summary>
/// The expression language of Java engines (<c>${…}</c>, JUEL) as FEEL: operators, literals, properties, a few methods of strings and
/// lists.
/// </summary>
public sealed class JuelExpression
{
    private readonly List<string> tokens;
    private int at;

    private JuelExpression(string text) => tokens = Tokenize(text);

    /// <summary>Whether the text has an expression in it; other texts stand for themselves.</summary>
    public static bool Has(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains("${", StringComparison.Ordinal) || text.Contains("#{", StringComparison.Ordinal);
    }

    /// <summary>Translates.</summary>
    /// <param name="text">An expression, with or without its <c>${…}</c>, or a text with expressions in it.</param>
    /// <returns>The FEEL text; null when it says what FEEL cannot: calls of beans, for instance.</returns>
    public static string? ToFeel(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        if (!Has(text))
            return Translate(text);
        var parts = new List<string>();
        for (var from = 0; from < text.Length; )
        {
            var open = text.AsSpan(from).IndexOfAny('$', '#');
            while (open >= 0 && !text.AsSpan(from + open + 1).StartsWith("{"))
                open = text.AsSpan(from + open + 1).IndexOfAny('$', '#') is >= 0 and var next ? open + 1 + next : -1;
            var plain = open < 0 ? text[from..] : text.Substring(from, open);
            if (plain.Length > 0)
                parts.Add($"\"{plain.Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
            if (open < 0)
                break;
            var close = text.IndexOf('}', from + open);
            if (close < 0 || Translate(text[(from + open + 2)..close]) is not { } feel)
                return null;
            // The expression alone keeps its type.
            parts.Add(open == 0 && from == 0 && close == text.Length - 1 ? feel : $"string({feel})");
            from = close + 1;
        }

        return string.Join(" + ", parts);
    }

    private static string? Translate(string text)
    {
        try
        {
            var translator = new JuelExpression(text);
            var feel = translator.Ternary();
            return translator.at == translator.tokens.Count && FeelExpression.Parse(feel).Expression is not null ? feel : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static List<string> Tokenize(string text)
    {
        var tokens = new List<string>();
        for (var at = 0; at < text.Length; )
        {
            var letter = text[at];
            if (char.IsWhiteSpace(letter))
            {
                at++;
            }
            else if (letter is '\'' or '"')
            {
                var end = text.IndexOf(letter, at + 1);
                end = end < 0 ? text.Length - 1 : end;
                tokens.Add('"' + text[(at + 1)..end].Replace("\"", "\\\"", StringComparison.Ordinal) + '"');
                at = end + 1;
            }
            else if (char.IsLetterOrDigit(letter) || letter == '_')
            {
                var end = at;
                while (
                    end < text.Length
                    && (
                        char.IsLetterOrDigit(text[end])
                        || text[end] == '_'
                        || (text[end] == '.' && char.IsDigit(letter) && end + 1 < text.Length && char.IsDigit(text[end + 1]))
                    )
                )
                    end++;
                tokens.Add(text[at..end]);
                at = end;
            }
            else
            {
                var pair = at + 1 < text.Length ? text.Substring(at, 2) : "";
                var length = pair is "==" or "!=" or "<=" or ">=" or "&&" or "||" ? 2 : 1;
                tokens.Add(text.Substring(at, length));
                at += length;
            }
        }

        return tokens;
    }

    private string Peek => at < tokens.Count ? tokens[at] : "";

    private bool Take(params ReadOnlySpan<string> any)
    {
        if (!any.Contains(Peek) || Peek.Length == 0)
            return false;
        at++;
        return true;
    }

    private string Ternary()
    {
        var condition = Or();
        if (!Take("?"))
            return condition;
        var yes = Ternary();
        Need(":");
        return $"if {condition} then {yes} else {Ternary()}";
    }

    private string Or()
    {
        var left = And();
        while (Take("||", "or"))
            left = $"{left} or {And()}";
        return left;
    }

    private string And()
    {
        var left = Comparison();
        while (Take("&&", "and"))
            left = $"{left} and {Comparison()}";
        return left;
    }

    private string Comparison()
    {
        var left = Sum();
        while (true)
        {
            var op = Peek switch
            {
                "==" or "eq" => "=",
                "!=" or "ne" => "!=",
                "<" or "lt" => "<",
                ">" or "gt" => ">",
                "<=" or "le" => "<=",
                ">=" or "ge" => ">=",
                _ => "",
            };
            if (op.Length == 0)
                return left;
            at++;
            left = $"{left} {op} {Sum()}";
        }
    }

    private string Sum()
    {
        var left = Product();
        while (Peek is "+" or "-")
        {
            var op = tokens[at++];
            left = $"{left} {op} {Product()}";
        }

        return left;
    }

    private string Product()
    {
        var left = Unary();
        while (Peek is "*" or "/" or "%" or "div" or "mod")
        {
            var op = tokens[at++];
            left = op is "%" or "mod" ? $"modulo({left}, {Unary()})" : $"{left} {(op == "div" ? "/" : op)} {Unary()}";
        }

        return left;
    }

    private string Unary()
    {
        if (Take("!", "not"))
            return $"not({Unary()})";
        if (Take("-"))
            return $"-{Unary()}";
        if (Take("empty"))
        {
            var operand = Unary();
            return $"({operand} = null or {operand} = \"\" or {operand} = [])";
        }

        return Postfix(Primary());
    }

    private string Primary()
    {
        if (Take("("))
        {
            var inner = Ternary();
            Need(")");
            return $"({inner})";
        }

        if (at >= tokens.Count)
            throw new FormatException();
        var token = tokens[at++];
        if (!char.IsLetterOrDigit(token[0]) && token[0] is not ('_' or '"'))
            throw new FormatException();
        return token switch
        {
            "nrOfInstances" => "numberOfInstances",
            "nrOfCompletedInstances" => "numberOfCompletedInstances",
            "nrOfActiveInstances" => "numberOfActiveInstances",
            "loopCounter" => "(loopCounter - 1)",
            _ => token,
        };
    }

    private string Postfix(string operand)
    {
        while (true)
        {
            if (Take("["))
            {
                var index = Ternary();
                Need("]");
                operand = $"{operand}[{index} + 1]";
            }
            else if (Take("."))
            {
                if (at == tokens.Count)
                    throw new FormatException();
                var name = tokens[at++];
                if (!Take("("))
                {
                    operand = $"{operand}.{name}";
                    continue;
                }

                var arguments = new List<string>();
                while (!Take(")"))
                {
                    if (at == tokens.Count)
                        throw new FormatException();
                    arguments.Add(Ternary());
                    Take(",");
                }

                operand = Call(operand, name, arguments);
            }
            else
            {
                return operand;
            }
        }
    }

    private static string Call(string target, string name, List<string> arguments) =>
        (name, arguments.Count) switch
        {
            ("contains", 1) => $"(contains({target}, {arguments[0]}) = true or (if {target} instance of list<Any> then list "
                + $"contains({target}, {arguments[0]}) else false))",
            ("equals", 1) => $"({target} = {arguments[0]})",
            ("startsWith", 1) => $"starts with({target}, {arguments[0]})",
            ("endsWith", 1) => $"ends with({target}, {arguments[0]})",
            ("length", 0) => $"string length({target})",
            ("size", 0) => $"count({target})",
            ("isEmpty", 0) => $"({target} = \"\" or {target} = [])",
            ("getVariable", 1) => Unquote(arguments[0]),
            ("setVariable", 2) => new StringBuilder("{ ")
                .Append(Unquote(arguments[0]))
                .Append(": ")
                .Append(arguments[1])
                .Append(" }")
                .ToString(),
            _ => throw new FormatException(),
        };

    private static string Unquote(string text) => text.Trim('"');

    private void Need(string token)
    {
        if (!Take(token))
            throw new FormatException();
    }
}
