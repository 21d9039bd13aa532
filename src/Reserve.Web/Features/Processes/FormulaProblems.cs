using Reserve.Engine.Feel;
using Reserve.Engine.Feel.Analysis;

namespace Reserve.Web.Features.Processes;

/// <summary>Something about a formula of a drawing, with its place as an editor underlines it (from 1, in UTF-16 characters).</summary>
/// <param name="IsError">Whether it cannot be executed; what the formula may find missing when it runs is a doubt.</param>
public sealed record FormulaProblem(bool IsError, int Line, int Column, int Length, string Text);

/// <summary>What can be told of a formula while it is written.</summary>
public static class FormulaProblems
{
    /// <summary>Faults of the text first; where there are none, names that nobody is known to set and calls that no function takes.</summary>
    /// <param name="formula">The text.</param>
    /// <param name="names">The variables that may be set at its place.</param>
    public static IReadOnlyList<FormulaProblem> Of(string formula, IReadOnlyCollection<string> names)
    {
        var parsed = FeelExpression.Parse(formula, names);
        if (parsed.Expression is not { } expression)
            return [.. parsed.Diagnostics.Select(found => Problem(found, isError: true))];
        // What a message or a form brings is not known to the drawing.
        return [.. FeelCheck.Check(expression, names).Select(found => Problem(found, isError: false))];
    }

    private static FormulaProblem Problem(FeelDiagnostic found, bool isError) =>
        new(isError, found.Line, found.Column, found.Length, found.Message);
}
