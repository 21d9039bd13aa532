using System.Collections.Concurrent;
using Reserve.Engine.Feel;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>A formula ready to be computed for many territories: what it reads stands in a fixed order.</summary>
public sealed class CompiledFormula
{
    private readonly FeelFormula? formula;
    private readonly FeelWarning? fault;

    private CompiledFormula(FeelExpression expression) =>
        (formula, Reads) = (expression.Bind(expression.FreeVariables), expression.FreeVariables);

    private CompiledFormula(FeelDiagnostic diagnostic) =>
        (fault, Reads) = (new(diagnostic.Message, diagnostic.Line, diagnostic.Column), []);

    /// <summary>The names that it reads.</summary>
    public IReadOnlyList<string> Reads { get; }

    /// <summary>Compiles; a text that cannot be read gives null everywhere, with the reason.</summary>
    public static CompiledFormula Of(string text, IEnumerable<string> names)
    {
        var parsed = FeelExpression.Parse(text, names);
        return parsed.Expression is { } expression ? new(expression) : new(parsed.Diagnostics[0]);
    }

    public static CompiledFormula Of(FeelExpression expression) => new(expression);

    /// <param name="values">In the order of <see cref="Reads"/>.</param>
    /// <param name="options">The moment that today() tells, and limits.</param>
    /// <param name="warnings">Why the value is missing; empty when it is not.</param>
    /// <returns>The number; null when something is missing or cannot be computed.</returns>
    public decimal? Evaluate(ReadOnlySpan<FeelValue> values, FeelOptions options, out IReadOnlyList<FeelWarning> warnings)
    {
        warnings = [];
        if (formula is null)
        {
            warnings = [fault!];
            return null;
        }

        var value = formula.Evaluate(values, options);
        if (value.AsDecimal() is { } number)
            return number;
        // Reasons are asked for only where they are needed: most territories have a value.
        var reasons = new List<FeelWarning>();
        formula.Evaluate(values, options, reasons);
        if (!value.IsNull)
            reasons.Add(new(value.IsNumber ? "число слишком велико" : "получилось не число", 0, 0));
        warnings = reasons;
        return null;
    }
}

/// <summary>The published versions, each compiled once.</summary>
public sealed class CompiledFormulas
{
    private readonly ConcurrentDictionary<FormulaVersionId, CompiledFormula> byVersion = new();

    public CompiledFormula Of(FormulaVersion version) =>
        byVersion.GetOrAdd(version.Id, static (_, own) => CompiledFormula.Of(own.Text, own.Reads), version);
}
