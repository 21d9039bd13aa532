using Reserve.Engine.Feel.Functions;

namespace Reserve.Engine.Feel.Evaluation;

/// <summary>A function defined in FEEL with the variables it closes over.</summary>
internal sealed class Closure : FeelFunction
{
    private readonly string source;
    private readonly Unit unit;
    private readonly FeelValue[] captured;
    private readonly int[] slots;
    private readonly int[] sources;

    /// <param name="parameters">The parameters.</param>
    /// <param name="source">The definition as written.</param>
    /// <param name="unit">The body: its locals begin with the arguments.</param>
    /// <param name="captured">The captured values.</param>
    /// <param name="slots">The body's locals for them.</param>
    /// <param name="sources">The slots of the defining frame that they came from, or −1.</param>
    /// <param name="likelyResult">The type of the body as far as the text tells it.</param>
    public Closure(
        IReadOnlyList<FeelParameter> parameters,
        string source,
        Unit unit,
        FeelValue[] captured,
        int[] slots,
        int[] sources,
        FeelType likelyResult
    )
        : base("", parameters, FeelType.Any)
    {
        LikelyResult = likelyResult;
        this.source = source;
        this.unit = unit;
        this.captured = captured;
        this.slots = slots;
        this.sources = sources;
    }

    internal override FeelType LikelyResult { get; }

    /// <summary>Functions are equal that have the same parameters, body and scope (DMN 1.5, table 53).</summary>
    public bool IsSameAs(Closure other) =>
        source == other.source
        && captured.Length == other.captured.Length
        && captured
            .Zip(other.captured)
            .All(pair => ReferenceEquals(pair.First.Reference, this) || Comparison.Equal(pair.First, pair.Second) == true);

    /// <summary>Lets a function in a context see itself under its entry's name.</summary>
    public void Bind(int slot, FeelValue self)
    {
        var place = Array.IndexOf(sources, slot);
        if (place >= 0 && captured[place].IsNull)
            captured[place] = self;
    }

    internal override FeelValue Call(FeelValue[] arguments, FeelCall call)
    {
        var state = call.State;
        var locals = new FeelValue[unit.Locals];
        arguments.CopyTo(locals, 0);
        for (var i = 0; i < slots.Length; i++)
            locals[slots[i]] = captured[i];
        var text = state.Text;
        state.Text = unit.Text;
        var frame = new Frame([], locals, state);
        var value = unit.Body.Run(ref frame);
        state.Text = text;
        return value;
    }
}

internal sealed class FunctionCode(
    int at,
    IReadOnlyList<FeelParameter> parameters,
    string source,
    Unit unit,
    Code[] captures,
    int[] slots,
    FeelType likelyResult
) : Code(at)
{
    private readonly int[] sources = [.. captures.Select(capture => capture is LocalCode local ? local.Slot : -1)];

    public override FeelValue Run(ref Frame frame)
    {
        var captured = captures.Length == 0 ? [] : new FeelValue[captures.Length];
        for (var i = 0; i < captured.Length; i++)
            captured[i] = captures[i] is GlobalCode global ? frame.Globals[global.Slot] : captures[i].Run(ref frame);
        return FeelValue.From(new Closure(parameters, source, unit, captured, slots, sources, likelyResult));
    }
}

/// <summary>External Java or PMML functions are refused (DMN 1.5, 10.3.2.13.2 leaves them to the implementation).</summary>
internal sealed class ExternalFunctionCode(int at) : Code(at)
{
    public override FeelValue Run(ref Frame frame) => frame.State.Fail(At, "внешние функции (Java, PMML) не выполняются");
}

/// <summary>A call of a function known when compiling.</summary>
internal sealed class BuiltinCallCode(int at, Builtin builtin, Code[] arguments, string[]? names) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var values = arguments.Length == 0 ? [] : new FeelValue[arguments.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = arguments[i].Run(ref frame);
        frame.State.At = At;
        return builtin.Invoke(values, names, At, frame.State);
    }
}

/// <summary>A call of whatever function the callee's value is.</summary>
internal sealed class CallCode(int at, Code callee, Builtin? otherwise, Code[] arguments, string[]? names, string? name) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var target = otherwise is not null && callee is GlobalCode global ? frame.Globals[global.Slot] : callee.Run(ref frame);
        var state = frame.State;
        var function = target.AsFunction() ?? otherwise;
        var values = arguments.Length == 0 ? [] : new FeelValue[arguments.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = arguments[i].Run(ref frame);
        if (function is null)
            return state.Fail(At, name is null ? $"вызов значения вида {Kinds.Name(target)}" : $"нет функции «{name}»");
        state.At = At;
        return names is null ? Calls.Invoke(function, values, At, state) : Calls.Invoke(function, values, names, At, state);
    }
}

/// <summary>Calls of function values: number, names and types of arguments, depth.</summary>
internal static class Calls
{
    public static FeelValue Invoke(FeelFunction function, FeelValue[] arguments, int at, FeelState state)
    {
        if (function is Builtin builtin)
            return builtin.Invoke(arguments, null, at, state);
        var parameters = function.Parameters;
        if (arguments.Length != parameters.Count)
            return state.Fail(at, $"функции нужно аргументов: {parameters.Count}, дано: {arguments.Length}");
        var fitted = arguments;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (parameters[i].Type is { Kind: FeelTypeKind.Any, Condition: null })
                continue;
            if (arguments[i].Weight > 1 && !state.Walk(at, arguments[i].Weight))
                return default;
            if (!parameters[i].Type.TryFit(arguments[i], out var value))
            {
                return state.Fail(
                    at,
                    $"аргумент «{parameters[i].Name}»: {Kinds.Name(arguments[i])} не подходит к типу {parameters[i].Type}"
                );
            }

            // Whatever is converted becomes another object.
            if (!ReferenceEquals(value.Reference, arguments[i].Reference))
            {
                if (ReferenceEquals(fitted, arguments))
                    fitted = (FeelValue[])arguments.Clone();
                fitted[i] = value;
            }
        }

        if (!state.Step(at) || !state.Enter(at))
            return default;
        state.At = at;
        var result = function.Call(fitted, state.Call);
        state.Leave();
        if (function.Result.TryFit(result, out var converted))
            return converted;
        return state.Fail(at, $"результат функции вида {Kinds.Name(result)} не подходит к типу {function.Result}");
    }

    public static FeelValue Invoke(FeelFunction function, FeelValue[] arguments, string[] names, int at, FeelState state)
    {
        if (function is Builtin builtin)
            return builtin.Invoke(arguments, names, at, state);
        if (names.Length != function.Parameters.Count)
            return state.Fail(at, $"функции нужно аргументов: {function.Parameters.Count}, дано: {names.Length}");
        var ordered = new FeelValue[names.Length];
        for (var i = 0; i < ordered.Length; i++)
        {
            var place = Array.IndexOf(names, function.Parameters[i].Name);
            if (place < 0)
                return state.Fail(at, $"нет аргумента «{function.Parameters[i].Name}»");
            ordered[i] = arguments[place];
        }

        return Invoke(function, ordered, at, state);
    }
}
