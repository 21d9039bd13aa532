using System.Text.RegularExpressions;
using Reserve.Web.Runtime.Forms;

namespace Reserve.Web.Features.Tasks;

/// <summary>A condition for whoever fills in the form: names become labels, codes the words of their options.</summary>
internal static partial class ConditionWords
{
    public static string Of(FieldFormula formula, TaskForm form)
    {
        var fields = form.Parts.SelectMany(part => part.All).Where(field => field.HasAnswer).ToList();
        var options = fields.SelectMany(field => field.Options).ToList();
        return Token()
            .Replace(
                formula.Text,
                token =>
                    token.Value switch
                    {
                        "!=" => "≠",
                        ">=" => "≥",
                        "<=" => "≤",
                        "and" => TaskForm.Pick("и", "and"),
                        "or" => TaskForm.Pick("или", "or"),
                        "not" => TaskForm.Pick("не", "not"),
                        "null" => TaskForm.Pick("не заполнено", "empty"),
                        "true" => TaskForm.Pick("да", "yes"),
                        "false" => TaskForm.Pick("нет", "no"),
                        ['"', .. var text, '"'] => $"«{options.Find(option => option.Value == text)?.Shown ?? text}»",
                        var name => fields.Find(field => field.Key == name || field.Key.EndsWith("." + name, StringComparison.Ordinal))
                            is { Shown.Length: > 0 } field
                            ? $"«{field.Shown}»"
                            : name,
                    }
            );
    }

    [GeneratedRegex(
        """
            "(?:[^"\\]|\\.)*"|!=|>=|<=|[\p{L}_][\p{L}\p{Nd}_.]*
            """,
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Token();
}
