using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>A boxed function definition: its value is a function over the scope it stands in.</summary>
internal sealed class FunctionNode(string name, IReadOnlyList<FeelParameter> parameters, BoxedNode body, FeelType result, DmnPlace place)
    : BoxedNode(FeelType.Any, place)
{
    public IReadOnlyList<FeelParameter> Parameters => parameters;

    /// <summary>The type which results are fitted to.</summary>
    public FeelType Result => result;

    protected override FeelValue Compute(in DmnFrame frame)
    {
        var scope = frame;
        return FeelValue.From(FeelFunction.Create(name, parameters, (arguments, _) => Call(arguments, scope), result));
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
internal sealed class InvocationNode(BoxedNode callee, string calleeText, IReadOnlyList<InvocationNode.Argument> arguments, FeelType type, DmnPlace place)
    : BoxedNode(type, place)
{
    protected override FeelValue Compute(in DmnFrame frame)
    {
        if (callee.Evaluate(frame).AsFunction() is not { } function)
        {
            frame.Run.Warn($"«{calleeText}» — не функция", Place);
            return FeelValue.Null;
        }

        var values = new FeelValue[function.Parameters.Count];
        foreach (var argument in arguments)
        {
            var index = IndexOf(function, argument.Name);
            if (index < 0)
            {
                frame.Run.Warn($"у функции «{calleeText}» нет параметра «{argument.Name}»", argument.Place);
                return FeelValue.Null;
            }

            var value = frame.Run.Fit(argument.Type, argument.Value.Evaluate(frame), argument.Place);
            if (!function.Parameters[index].Type.TryFit(value, out values[index]))
            {
                frame.Run.Warn($"аргумент «{argument.Name}» не подходит под тип {function.Parameters[index].Type}: {DmnRun.Shorten(value)}", argument.Place);
                return FeelValue.Null;
            }
        }

        return function.CallFromHost(values, frame, Place);
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

/// <summary>Calls of FEEL functions from boxed expressions.</summary>
internal static class HostCalls
{
    /// <summary>Calls with fitted arguments and fits the result.</summary>
    public static FeelValue CallFromHost(this FeelFunction function, FeelValue[] arguments, in DmnFrame frame, DmnPlace place)
    {
        var result = function.Invoke(frame.Run.Options, arguments);
        foreach (var warning in result.Warnings)
            frame.Run.Warn(warning.Message, place);
        return frame.Run.Fit(function.Result, result.Value, place);
    }
}
