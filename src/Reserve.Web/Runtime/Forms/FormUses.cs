using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Reserve.Engine.Bpmn.Model;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.Forms;

/// <summary>Who reads an answer of a form: formulas of the drawing and of other forms, and the tags of letters.</summary>
internal static class FormUses
{
    private static readonly string[] Formulas =
    [
        "conditionExpression",
        "condition",
        "completionCondition",
        "loopCardinality",
        "timeDate",
        "timeDuration",
        "timeCycle",
        "script",
        "expression",
    ];

    /// <summary>The elements, by name, and the files that read the answer.</summary>
    /// <param name="bundle">The files.</param>
    /// <param name="form">The form's name, as tasks name it.</param>
    /// <param name="keys">The answers.</param>
    /// <param name="bindings">What the tasks of the drawing say.</param>
    public static ILookup<string, string> Of(
        ProcessBundle bundle,
        string form,
        IReadOnlyCollection<string> keys,
        IEnumerable<ActivityBinding> bindings
    )
    {
        var results = Results(bindings, form);
        var patterns = keys.ToDictionary(
            key => key,
            key => new Regex(
                string.Join('|', results.Select(result => $@"(?<![\w.]){Regex.Escape(result is null ? key : $"{result}.{key}")}(?!\w)")),
                RegexOptions.CultureInvariant,
                TimeSpan.FromSeconds(1)
            )
        );
        return (
            from place in results.Count == 0 ? [] : Places(bundle, form)
            from pattern in patterns
            where pattern.Value.IsMatch(place.Text)
            select (pattern.Key, place.Name)
        )
            .Distinct()
            .ToLookup(use => use.Key, use => use.Name);
    }

    /// <summary>The variables that take the form's answers as a whole; null where each answer is a variable of its own.</summary>
    private static List<string?> Results(IEnumerable<ActivityBinding> bindings, string form) =>
        [
            .. bindings
                .Where(binding => binding.ActivityType == HumanTask.ActivityType && BundleChecks.Literal(binding, "form") == form)
                .Select(binding => BundleChecks.Literal(binding, "result"))
                .Distinct(),
        ];

    private static IEnumerable<(string Name, string Text)> Places(ProcessBundle bundle, string form)
    {
        foreach (var (path, text) in bundle.Files)
        {
            if (path.StartsWith("letters/", StringComparison.Ordinal))
                yield return (
                    path,
                    string.Join(
                        '\n',
                        Regex.Matches(text, @"\{[^{}]*\}", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(tag => tag.Value)
                    )
                );
            else if (path.StartsWith("forms/", StringComparison.Ordinal) && path != ProcessCompiler.FormPath(form))
                yield return (path, string.Join('\n', OtherForm(text)));
        }
        foreach (var place in Drawing(bundle.Xml))
            yield return place;
    }

    private static IEnumerable<string> OtherForm(string json) =>
        TaskForm.TryParse(json, out _) is { } form
            ? form.Parts.SelectMany(part => part.All).SelectMany(field => field.Formulas).Select(formula => formula.Text)
            : [];

    private static IEnumerable<(string Name, string Text)> Drawing(string xml)
    {
        XDocument drawing;
        try
        {
            drawing = XDocument.Parse(xml);
        }
        catch (XmlException)
        {
            // A drawing that cannot be read is told of by its own check.
            yield break;
        }
        foreach (var element in drawing.Descendants())
        {
            var text =
                Formulas.Contains(element.Name.LocalName) ? element.Value
                : element.Name.LocalName is "input" or "output" ? Feel(element.Value)
                : null;
            if (text is not null && element.Ancestors().FirstOrDefault(HasName) is { } owner)
                yield return ($"«{owner.Attribute("name")!.Value.Trim()}»", text);
        }
    }

    private static bool HasName(XElement element) =>
        element.Attribute("id") is not null && element.Attribute("name")?.Value.Trim().Length > 0;

    /// <summary>The formula of an input; null when it is a constant.</summary>
    private static string? Feel(string json)
    {
        try
        {
            using var input = JsonDocument.Parse(json);
            var expression = input.RootElement.GetProperty("expression");
            return expression.GetProperty("type").GetString() == "Feel" ? expression.GetProperty("value").ToString() : null;
        }
        catch (Exception bad) when (bad is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return json.StartsWith('=') ? json : null;
        }
    }
}
