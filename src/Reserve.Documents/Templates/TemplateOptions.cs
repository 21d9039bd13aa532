using System.Text.Json;

namespace Reserve.Documents.Templates;

/// <summary>How a template is opened and rendered.</summary>
public sealed record TemplateOptions
{
    /// <summary>Plain paths, default limits, unknown names are problems.</summary>
    public static TemplateOptions Default { get; } = new();

    /// <summary>The limits of the file and of the result.</summary>
    public TemplateLimits Limits { get; init; } = TemplateLimits.Default;

    /// <summary>Compiles a tag which is not a plain path; without it such a tag can only name a key of the data literally.</summary>
    public ExpressionCompiler? Expressions { get; init; }

    /// <summary>Finds another template by the name in <c>{&gt;name}</c>: its file, or null when there is none.</summary>
    public Func<string, byte[]?>? Parts { get; init; }

    /// <summary>
    /// Whether a value that the data do not have is left empty instead of being a problem. An absent section is always "no".
    /// </summary>
    public bool MissingValuesAreEmpty { get; init; }
}

/// <summary>Turns the text of a tag into an expression.</summary>
/// <param name="text">The text between the braces, without the sign before it, with straight quotes.</param>
/// <returns>The compiled expression, or what is wrong with the text.</returns>
public delegate CompiledExpression ExpressionCompiler(string text);

/// <summary>Evaluates a compiled expression.</summary>
/// <param name="scopes">The objects in scope, the outermost (the whole data) first, the current item of the innermost section last.</param>
/// <returns>The value, or why there is none.</returns>
public delegate ExpressionValue ExpressionEvaluation(IReadOnlyList<JsonElement> scopes);

/// <summary>The outcome of compiling a tag's text.</summary>
/// <param name="Evaluate">Evaluates it; null when <paramref name="Problem"/> says why not.</param>
/// <param name="Problem">What is wrong with the text; null when it is fine.</param>
public sealed record CompiledExpression(ExpressionEvaluation? Evaluate, string? Problem);

/// <summary>The outcome of evaluating an expression.</summary>
/// <param name="Value">The value; a JSON null prints as nothing and counts as "no".</param>
/// <param name="Problem">Why there is no value; null when there is one.</param>
public readonly record struct ExpressionValue(JsonElement Value, string? Problem);
