namespace Reserve.Engine.Feel;

/// <summary>A FEEL expression or unary tests, parsed and compiled; immutable and safe for many threads.</summary>
public sealed class FeelExpression
{
    private FeelExpression(string text) => Text = text;

    /// <summary>The text as written.</summary>
    public string Text { get; }

    /// <summary>The names of variables which the expression reads, in order of appearance.</summary>
    public IReadOnlyList<string> FreeVariables { get; } = [];

    /// <summary>Parses an expression (DMN 1.5, 10.3.1.2, rule 1).</summary>
    /// <param name="text">The expression.</param>
    /// <param name="namesInScope">Names of variables; needed for names with spaces or signs.</param>
    public static FeelParseResult Parse(string text, IEnumerable<string>? namesInScope = null) => Parse(text, new FeelScope(namesInScope));

    /// <summary>Parses an expression.</summary>
    public static FeelParseResult Parse(string text, FeelScope scope) => new(null, [new FeelDiagnostic(1, 1, text, text, "")]);

    /// <summary>Parses unary tests (an input entry of a decision table).</summary>
    public static FeelParseResult ParseUnaryTests(string text, IEnumerable<string>? namesInScope = null) => ParseUnaryTests(text, new FeelScope(namesInScope));

    /// <summary>Parses unary tests.</summary>
    public static FeelParseResult ParseUnaryTests(string text, FeelScope scope) => Parse(text, scope);

    /// <summary>Evaluates with variables by name.</summary>
    public FeelResult Evaluate(FeelContext variables, FeelOptions options) => new(FeelValue.Null, [new FeelWarning(Text, 1, 1)]);

    /// <summary>Evaluates unary tests against an input value: true, false or null.</summary>
    public FeelResult Test(FeelValue input, FeelContext variables, FeelOptions options) => new(FeelValue.Null, [new FeelWarning(Text, 1, 1)]);
}
