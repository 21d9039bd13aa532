using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;
using Reserve.Engine.Feel.Functions;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>A boxed function definition: its value is a function over the scope it stands in; with a name, it may call itself.</summary>
internal sealed class FunctionNode(string name, IReadOnlyList<FeelParameter> parameters, BoxedNode body, FeelType result, DmnPlace place)
    : BoxedNode(FeelType.Any, place)
{
    public IReadOnlyList<FeelParameter> Parameters => parameters;

    /// <summary>The type which results are fitted to.</summary>
    public FeelType Result => result;

    protected override FeelValue Compute(in DmnFrame frame)
    {
        var (variables, run) = frame;
        FeelValue self = default;
        self = FeelValue.From(
            FeelFunction.Create(name, parameters, (arguments, call) => Call(arguments, new DmnFrame(Scope(), run.On(call.State))), result)
        );
        return self;

        FeelContext Scope() => name.Length == 0 ? variables : variables.With(name, self);
    }

    /// <summary>Evaluates the body over these variables and the arguments.</summary>
    public FeelValue Call(FeelValue[] arguments, DmnFrame frame)
    {
        if (!frame.Run.Enter(Place))
            return FeelValue.Null;
        try
        {
            var variables = frame.Variables;
            for (var i = 0; i < parameters.Count; i++)
                variables = variables.With(parameters[i].Name, i < arguments.Length ? arguments[i] : FeelValue.Null);
            return body.Evaluate(new DmnFrame(variables, frame.Run));
        }
        finally
        {
            frame.Run.Leave();
        }
    }
}

/// <summary>A boxed invocation: arguments by the names of the parameters.</summary>
internal sealed class InvocationNode(
    BoxedNode callee,
    string calleeText,
    IReadOnlyList<InvocationNode.Argument> arguments,
    FeelType type,
    DmnPlace place
) : BoxedNode(type, place)
{
    protected override FeelValue Compute(in DmnFrame frame)
    {
        if (callee.Evaluate(frame).AsFunction() is not { } function)
            return frame.Run.Fail($"«{calleeText}» — не функция", Place);

        var given = new FeelValue[arguments.Count];
        for (var i = 0; i < given.Length; i++)
            given[i] = frame.Run.Fit(arguments[i].Type, arguments[i].Value.Evaluate(frame), arguments[i].Place);
        if (function is Builtin)
            return frame.Run.Call(function, given, [.. arguments.Select(argument => argument.Name)], Place);

        var values = new FeelValue[function.Parameters.Count];
        for (var i = 0; i < given.Length; i++)
        {
            var index = IndexOf(function, arguments[i].Name);
            if (index < 0)
                return frame.Run.Fail($"у функции «{calleeText}» нет параметра «{arguments[i].Name}»", arguments[i].Place);

            values[index] = given[i];
        }

        return frame.Run.Call(function, values, Place);
    }

    private static int IndexOf(FeelFunction function, string name)
    {
        for (var i = 0; i < function.Parameters.Count; i++)
        {
            if (function.Parameters[i].Name == name)
                return i;
        }

        return -1;
    }

    /// <summary>A bound parameter.</summary>
    internal sealed record Argument(string Name, FeelType Type, BoxedNode Value, DmnPlace Place);
}
