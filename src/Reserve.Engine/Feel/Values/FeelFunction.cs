using Reserve.Engine.Feel.Evaluation;

namespace Reserve.Engine.Feel;

/// <summary>
/// A function value: built in, defined in FEEL, or supplied by the host (a business knowledge model, a decision service).
/// </summary>
public abstract class FeelFunction
{
    /// <summary>A function.</summary>
    /// <param name="name">For messages; empty for a nameless one.</param>
    /// <param name="parameters">Names and types of the parameters, in order.</param>
    /// <param name="result">The type of the result.</param>
    protected FeelFunction(string name, IReadOnlyList<FeelParameter> parameters, FeelType result)
    {
        Name = name;
        Parameters = parameters;
        Result = result;
    }

    /// <summary>For messages; empty for a nameless one.</summary>
    public string Name { get; }

    /// <summary>Names and types of the parameters, in order.</summary>
    public IReadOnlyList<FeelParameter> Parameters { get; }

    /// <summary>The type of the result.</summary>
    public FeelType Result { get; }

    /// <summary>The type of the results as far as it can be told, without being promised: what instance of asks.</summary>
    internal virtual FeelType LikelyResult => Result;

    /// <summary>A function of the host's.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="parameters">Names and types; arguments are converted to the types, or the call gives null.</param>
    /// <param name="body">Takes exactly as many arguments as there are parameters; must not throw.</param>
    /// <param name="result">The type which the result is converted to.</param>
    public static FeelFunction Create(
        string name,
        IReadOnlyList<FeelParameter> parameters,
        Func<FeelValue[], FeelCall, FeelValue> body,
        FeelType? result = null
    ) => new Host(name, parameters, body, result ?? FeelType.Any);

    /// <summary>Calls the function with as many arguments as it has parameters.</summary>
    internal abstract FeelValue Call(FeelValue[] arguments, FeelCall call);

    private sealed class Host(
        string name,
        IReadOnlyList<FeelParameter> parameters,
        Func<FeelValue[], FeelCall, FeelValue> body,
        FeelType result
    ) : FeelFunction(name, parameters, result)
    {
        internal override FeelValue Call(FeelValue[] arguments, FeelCall call) => body(arguments, call);
    }
}

/// <summary>A parameter of a function.</summary>
/// <param name="Name">The name, for calls with named arguments.</param>
/// <param name="Type">The type which the argument must conform to.</param>
public sealed record FeelParameter(string Name, FeelType Type)
{
    /// <summary>A parameter of any type.</summary>
    public FeelParameter(string name)
        : this(name, FeelType.Any) { }
}
