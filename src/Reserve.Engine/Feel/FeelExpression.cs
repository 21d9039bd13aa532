using Reserve.Engine.Feel.Analysis;
using Reserve.Engine.Feel.Evaluation;
using Reserve.Engine.Feel.Functions;
using Reserve.Engine.Feel.Syntax;

namespace Reserve.Engine.Feel;

/// <summary>A FEEL expression or unary tests, parsed and compiled; immutable and safe for many threads.</summary>
public sealed class FeelExpression
{
    private readonly Unit unit;
    private readonly string[] globals;

    private FeelExpression(string text, FeelNode tree, FeelScope scope)
    {
        Text = text;
        Tree = tree;
        (unit, globals, var reads) = Compiler.Compile(tree, text, scope);
        FreeVariables = reads;
    }

    /// <summary>The text as written.</summary>
    public string Text { get; }

    /// <summary>The names of variables which the expression reads, in order of appearance; unary tests read <c>?</c>.</summary>
    public IReadOnlyList<string> FreeVariables { get; }

    internal FeelNode Tree { get; }

    /// <summary>Parses an expression (DMN 1.5, 10.3.1.2, rule 1).</summary>
    /// <param name="text">The expression.</param>
    /// <param name="namesInScope">Names of variables; needed for names with spaces or signs.</param>
    public static FeelParseResult Parse(string text, IEnumerable<string>? namesInScope = null) => Parse(text, new FeelScope(namesInScope));

    /// <summary>Parses an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="scope">Names and types that it may use.</param>
    public static FeelParseResult Parse(string text, FeelScope scope) => Make(text, scope, unaryTests: false);

    /// <summary>Parses unary tests (an input entry of a decision table, DMN 1.5, rule 17).</summary>
    /// <param name="text">For instance <c>&lt; 5, [10..20]</c>, <c>not("a")</c> or <c>-</c>.</param>
    /// <param name="namesInScope">Names of variables.</param>
    public static FeelParseResult ParseUnaryTests(string text, IEnumerable<string>? namesInScope = null) =>
        ParseUnaryTests(text, new FeelScope(namesInScope));

    /// <summary>Parses unary tests.</summary>
    /// <param name="text">The tests.</param>
    /// <param name="scope">Names and types that they may use.</param>
    public static FeelParseResult ParseUnaryTests(string text, FeelScope scope) => Make(text, scope, unaryTests: true);

    /// <summary>Evaluates with variables by name. Never throws on data.</summary>
    /// <param name="variables">The variables; one that is missing is null, with a warning when it is read.</param>
    /// <param name="options">Clock and limits.</param>
    public FeelResult Evaluate(FeelContext variables, FeelOptions options)
    {
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentNullException.ThrowIfNull(options);
        return Evaluate(variables, default, options);
    }

    /// <summary>Evaluates unary tests against an input value: true, false or null.</summary>
    /// <param name="input">The value under test, also known as <c>?</c>.</param>
    /// <param name="variables">The other variables.</param>
    /// <param name="options">Clock and limits.</param>
    public FeelResult Test(FeelValue input, FeelContext variables, FeelOptions options)
    {
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentNullException.ThrowIfNull(options);
        return Evaluate(variables, input, options);
    }

    /// <summary>The type of the value as far as it can be told without evaluating; Any when it cannot.</summary>
    /// <param name="variables">Types of variables by name; others are taken as Any.</param>
    public FeelType InferType(IReadOnlyDictionary<string, FeelType>? variables = null) => TypeInference.Of(Tree, variables);

    /// <summary>
    /// Follows the units of variables through the arithmetic, so that a formula adding people to roubles is found before it runs.
    /// </summary>
    /// <param name="variables">Units by name; a variable without one goes unchecked.</param>
    public FeelUnitReport CheckUnits(IReadOnlyDictionary<string, FeelUnit> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        return UnitCheck.Of(Tree, Text, variables);
    }

    /// <summary>Fixes the order of variables, for evaluating many times with values by place instead of by name.</summary>
    /// <param name="names">The names in the order in which values will be given; those the expression does not read are allowed.</param>
    public FeelFormula Bind(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new FeelFormula(this, unit, globals, names);
    }

    /// <summary>Evaluates as a part of an evaluation under way, with its clock, limits and warnings.</summary>
    internal FeelValue Evaluate(FeelContext variables, FeelValue input, FeelState state)
    {
        var (text, missing) = (state.Text, state.Missing);
        state.Text = Text;
        var value = Run(variables, input, state);
        (state.Text, state.Missing) = (text, missing);
        return value;
    }

    private FeelResult Evaluate(FeelContext variables, FeelValue input, FeelOptions options)
    {
        var state = FeelState.Rent(options, Text);
        try
        {
            return new FeelResult(state.Result(Run(variables, input, state)), state.Warnings);
        }
        finally
        {
            FeelState.Return(state);
        }
    }

    private FeelValue Run(FeelContext variables, FeelValue input, FeelState state)
    {
        var globals = this.globals.Length == 0 ? [] : new FeelValue[this.globals.Length];
        bool[]? missing = null;
        for (var i = 0; i < globals.Length; i++)
        {
            if (variables.TryGet(this.globals[i], out globals[i]))
                continue;
            if (this.globals[i] == Compiler.Input && Tree is UnaryTestsNode)
                globals[i] = input;
            else
                (missing ??= new bool[globals.Length])[i] = true;
        }

        state.Missing = missing;
        var frame = new Frame(globals, unit.Locals == 0 ? [] : new FeelValue[unit.Locals], state);
        var value = unit.Body.Run(ref frame);
        return state.Stopped ? default : value;
    }

    private static FeelParseResult Make(string text, FeelScope scope, bool unaryTests)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(scope);
        var (tree, diagnostics) = FeelParser.Parse(text, scope, unaryTests);
        return tree is null ? new FeelParseResult(null, diagnostics) : new FeelParseResult(new FeelExpression(text, tree, scope), []);
    }
}

/// <summary>
/// An expression whose variables stand in a fixed order: nothing is looked up by name, and plain arithmetic allocates nothing.
/// </summary>
public sealed class FeelFormula
{
    private readonly Unit unit;
    private readonly int[] places;
    private readonly FeelValue[] absent;
    private readonly bool sameOrder;

    internal FeelFormula(FeelExpression expression, Unit unit, string[] globals, IReadOnlyList<string> names)
    {
        Expression = expression;
        this.unit = unit;
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
            places[names[i]] = i;
        this.places = [.. globals.Select(name => places.GetValueOrDefault(name, -1))];
        absent =
        [
            .. globals.Select(name => !places.ContainsKey(name) && Builtins.Find(name) is { } builtin ? FeelValue.From(builtin) : default),
        ];
        sameOrder = this.places.Select((place, i) => place == i).All(same => same);
    }

    /// <summary>The expression.</summary>
    public FeelExpression Expression { get; }

    /// <summary>Evaluates with values in the order given to <see cref="FeelExpression.Bind"/>.</summary>
    /// <param name="values">The values; places beyond the end are null.</param>
    /// <param name="options">Clock and limits.</param>
    public FeelValue Evaluate(ReadOnlySpan<FeelValue> values, FeelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Run(values, options, null);
    }

    /// <summary>Evaluates, and adds to a list why something became null.</summary>
    /// <param name="values">The values; places beyond the end are null.</param>
    /// <param name="options">Clock and limits.</param>
    /// <param name="warnings">Gets the warnings.</param>
    public FeelValue Evaluate(ReadOnlySpan<FeelValue> values, FeelOptions options, ICollection<FeelWarning> warnings)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(warnings);
        return Run(values, options, warnings);
    }

    private FeelValue Run(ReadOnlySpan<FeelValue> values, FeelOptions options, ICollection<FeelWarning>? warnings)
    {
        if (!sameOrder || values.Length < places.Length)
            values = Arrange(values);
        var frame = new Frame(values, unit.Locals == 0 ? [] : new FeelValue[unit.Locals], options, Expression.Text);
        try
        {
            var value = unit.Body.Run(ref frame);
            if (value.IsNumber && !frame.HasState)
                return value;
            var state = frame.State;
            value = state.Result(value);
            if (warnings is not null)
            {
                foreach (var warning in state.Warnings)
                    warnings.Add(warning);
            }

            return value;
        }
        finally
        {
            frame.End();
        }
    }

    private FeelValue[] Arrange(ReadOnlySpan<FeelValue> values)
    {
        var arranged = new FeelValue[places.Length];
        for (var i = 0; i < arranged.Length; i++)
            arranged[i] = places[i] >= 0 && places[i] < values.Length ? values[places[i]] : absent[i];

        return arranged;
    }
}
