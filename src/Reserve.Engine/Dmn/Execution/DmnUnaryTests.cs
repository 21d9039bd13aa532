using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>Unary tests: an input entry, or the allowed values of a type or column.</summary>
internal sealed class DmnUnaryTests(FeelExpression expression, DmnText text)
{
    /// <summary>For conditions of types, which know no clock.</summary>
    private static readonly FeelOptions Timeless = new(DateTimeOffset.UnixEpoch);

    public DmnText Text { get; } = text;

    public FeelExpression Expression => expression;

    /// <summary>The parsed tests, or null with findings.</summary>
    public static DmnUnaryTests? Parse(DmnText text, FeelScope scope, List<DmnDiagnostic> diagnostics)
    {
        if (!DmnFeel.IsFeel(text.Language))
        {
            diagnostics.Add(DmnFeel.WrongLanguage(text));
            return null;
        }

        var parsed = FeelExpression.ParseUnaryTests(text.Text, scope);
        DmnFeel.Report(parsed, text, diagnostics);
        return parsed.Expression is { } expression ? new DmnUnaryTests(expression, text) : null;
    }

    /// <summary>Whether the value passes, without variables.</summary>
    public bool Accepts(FeelValue value) => expression.Test(value, FeelContext.Empty, Timeless).Value.IsTrue;

    /// <summary>Whether the value passes.</summary>
    public bool Accepts(FeelValue value, in DmnFrame frame) => frame.Run.Evaluate(expression, value, frame.Variables, Text.Place).IsTrue;
}
