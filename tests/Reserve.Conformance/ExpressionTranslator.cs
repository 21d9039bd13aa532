using Reserve.Engine.Bpmn.Interchange;

namespace Reserve.Conformance;

/// <summary>What the suites write in other tools' expression language, as FEEL.</summary>
internal static class ExpressionTranslator
{
    /// <summary>The FEEL text; the text as it was when it cannot be translated.</summary>
    public static string ToFeel(string text) => JuelExpression.ToFeel(text) ?? text.Trim();

    /// <summary>A script of assignments, <c>x = x + 1; y = 2</c>, as one FEEL context; another script as an expression.</summary>
    public static string ScriptToFeel(string text)
    {
        var entries = new List<string>();
        foreach (var statement in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var sign = statement.IndexOf('=', StringComparison.Ordinal);
            var name = sign > 0 ? statement[..sign].Replace("var ", "", StringComparison.Ordinal).Trim() : "";
            if (
                name.Length == 0
                || !name.All(letter => char.IsLetterOrDigit(letter) || letter == '_')
                || (sign + 1 < statement.Length && statement[sign + 1] == '=')
            )
                return ToFeel(text);
            entries.Add($"{name}: {ToFeel(statement[(sign + 1)..])}");
        }

        return $"{{ {string.Join(", ", entries)} }}";
    }
}
