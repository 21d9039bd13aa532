using System.Text.Json;
using Reserve.Documents.Templates;
using Reserve.Engine.Feel;

namespace Reserve.Web.Features.Papers;

/// <summary>FEEL in templates: a tag that is no plain path is an expression over the names in scope.</summary>
internal static class TemplateFeel
{
    /// <param name="names">Names that may hold blanks or signs: the keys of the data.</param>
    /// <param name="now">What today() and now() tell.</param>
    public static ExpressionCompiler Compiler(IReadOnlyCollection<string> names, DateTimeOffset now)
    {
        var options = new FeelOptions(now);
        return text =>
        {
            var parsed = FeelExpression.Parse(text, names);
            return parsed.Expression is { } expression
                ? new(scopes => Evaluate(expression, scopes, options), null)
                : new(null, string.Join("; ", parsed.Diagnostics.Select(diagnostic => diagnostic.Message)));
        };
    }

    /// <summary>Tells what is no FEEL before there are data: words alone may be a name with blanks, which only data can tell.</summary>
    public static ExpressionCompiler Syntax()
    {
        var compiler = Compiler([], default);
        return text =>
            compiler(text) is { Problem: not null } wrong && !text.All(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '_')
                ? wrong
                : new(_ => default, null);
    }

    /// <summary>The variables that an expression reads; none when it is no FEEL.</summary>
    public static IReadOnlyList<string> Reads(string text, IReadOnlyCollection<string> names) =>
        FeelExpression.Parse(text, names).Expression?.FreeVariables ?? [];

    private static ExpressionValue Evaluate(FeelExpression expression, IReadOnlyList<JsonElement> scopes, FeelOptions options)
    {
        var variables = FeelContext.Empty;
        foreach (var scope in scopes)
            if (scope.ValueKind == JsonValueKind.Object)
                foreach (var property in scope.EnumerateObject())
                    variables = variables.With(property.Name, FeelJson.Read(property.Value));
        var result = expression.Evaluate(variables, options);
        if (result.Value.Kind == FeelKind.Null && result.Warnings.Count > 0)
            return new(default, string.Join("; ", result.Warnings.Select(warning => warning.Message)));
        using var value = JsonDocument.Parse(FeelJson.ToText(result.Value));
        return new(value.RootElement.Clone(), null);
    }
}
