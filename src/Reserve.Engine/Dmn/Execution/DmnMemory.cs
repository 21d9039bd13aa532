using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>The values of one evaluation of the requirement graph: each element is evaluated once at most.</summary>
internal sealed class DmnMemory(DmnProgram program, DmnRun run, FeelContext inputs)
{
    private readonly FeelValue[] values = new FeelValue[program.Graph.Nodes.Count];
    private readonly State[] states = new State[program.Graph.Nodes.Count];

    private enum State : byte
    {
        Unknown,
        Open,
        Known,
    }

    /// <summary>The value of an element.</summary>
    public FeelValue Value(DmnNode node)
    {
        switch (states[node.Index])
        {
            case State.Known:
                return values[node.Index];
            case State.Open:
                run.Warn($"решения требуют друг друга по кругу: «{node.Element.Name}»", node.Element.Place);
                return FeelValue.Null;
        }

        states[node.Index] = State.Open;
        var value = Compute(node);
        Set(node, value);
        return value;
    }

    /// <summary>Calls a decision service or knowledge model with inputs by name.</summary>
    public FeelValue Invoke(DmnNode node)
    {
        if (Value(node).AsFunction() is not { } function)
            return FeelValue.Null;
        var arguments = new FeelValue[function.Parameters.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            _ = inputs.TryGet(function.Parameters[i].Name, out var given);
            arguments[i] = run.Fit(function.Parameters[i].Type, given, node.Element.Place);
        }

        return run.Call(function, arguments, node.Element.Place);
    }

    private void Set(DmnNode node, FeelValue value)
    {
        values[node.Index] = value;
        states[node.Index] = State.Known;
    }

    private FeelValue Compute(DmnNode node)
    {
        var code = program[node];
        switch (node.Element)
        {
            case DmnInputData:
                return Input(node, code);
            case DmnDecision when code.Logic is { } logic:
                if (!run.Enter(node.Element.Place))
                    return FeelValue.Null;
                try
                {
                    return run.Fit(code.Type, logic.Evaluate(new DmnFrame(Given(code, Scope(node)), run)), node.Element.Place);
                }
                finally
                {
                    run.Leave();
                }

            case DmnDecision:
                return Input(node, code);
            case DmnKnowledgeModel when code.Logic is FunctionNode function:
                return Knowledge(node, function);
            case DmnDecisionService:
                return Service(node, code);
            default:
                run.Warn("функция не определена", node.Element.Place);
                return FeelValue.Null;
        }
    }

    /// <summary>The variables, with those that the model does not declare and the data give.</summary>
    private FeelContext Given(NodeCode code, FeelContext variables)
    {
        foreach (var name in code.Undeclared)
        {
            if (inputs.TryGet(name, out var value))
                variables = variables.With(name, value);
        }

        return variables;
    }

    private FeelValue Input(DmnNode node, NodeCode code)
    {
        if (!inputs.TryGet(node.QualifiedName, out var value) && !inputs.TryGet(node.Name, out value) && !Prefixed(node, out value))
            run.Warn($"значение «{node.Name}» не задано", node.Element.Place);
        return run.Fit(code.Type, value, node.Element.Place);
    }

    /// <summary>An input of an imported model may be given inside a context with the name of the import.</summary>
    private bool Prefixed(DmnNode node, out FeelValue value)
    {
        foreach (var (prefix, model) in program.Graph.Imports(program.Graph.Main))
        {
            if (
                model == node.Owner
                && inputs.TryGet(prefix, out var outer)
                && outer.AsContext() is { } context
                && context.TryGet(node.Name, out value)
            )
                return true;
        }

        value = FeelValue.Null;
        return false;
    }

    /// <summary>
    /// The variables of an element: what it requires, that of imported models inside a context with the name of the import.
    /// </summary>
    private FeelContext Scope(DmnNode node)
    {
        if (node.Requires.Count == 0)
            return FeelContext.Empty;
        if (node.HasPlainScope)
        {
            var entries = new KeyValuePair<string, FeelValue>[node.Requires.Count];
            for (var i = 0; i < entries.Length; i++)
                entries[i] = KeyValuePair.Create(node.Requires[i].Target.Name, Value(node.Requires[i].Target));
            return new FeelContext(entries);
        }

        var variables = FeelContext.Empty;
        foreach (var link in node.Requires)
        {
            var value = Value(link.Target);
            if (link.Prefix.Length > 0)
                value = FeelValue.Context(
                    (variables.TryGet(link.Prefix, out var imported) ? imported.AsContext() ?? FeelContext.Empty : FeelContext.Empty).With(
                        link.Target.Name,
                        value
                    )
                );
            variables = variables.With(link.Prefix.Length == 0 ? link.Target.Name : link.Prefix, value);
        }

        return variables;
    }

    /// <summary>The function of a knowledge model; it may call itself.</summary>
    private FeelValue Knowledge(DmnNode node, FunctionNode function)
    {
        FeelValue self = default;
        FeelContext? scope = null;
        self = FeelValue.From(
            FeelFunction.Create(
                node.Element.Name,
                function.Parameters,
                (arguments, call) => function.Call(arguments, Open(run.On(call.State))),
                function.Result
            )
        );
        Set(node, self);
        return self;

        DmnFrame Open(DmnRun caller) => new(scope ??= Scope(node).With(node.Name, self), caller);
    }

    private FeelValue Service(DmnNode node, NodeCode code)
    {
        var links = node.Service!;
        DmnNode[] parameters = [.. links.InputData.Select(link => link.Target), .. links.InputDecisions.Select(link => link.Target)];
        return FeelValue.From(
            FeelFunction.Create(
                node.Element.Name,
                [.. parameters.Select(parameter => new FeelParameter(parameter.Name, program[parameter].Type))],
                (arguments, call) => CallService(node, parameters, arguments, run.On(call.State)),
                BoxedCompiler.ResultOf(code.Type)
            )
        );
    }

    private FeelValue CallService(DmnNode node, DmnNode[] parameters, FeelValue[] arguments, DmnRun caller)
    {
        if (!caller.Enter(node.Element.Place))
            return FeelValue.Null;
        try
        {
            var inner = new DmnMemory(program, caller, FeelContext.Empty);
            for (var i = 0; i < parameters.Length; i++)
                inner.Set(parameters[i], arguments[i]);
            var outputs = node.Service!.Outputs;
            return outputs.Count == 1
                ? inner.Value(outputs[0].Target)
                : FeelValue.Context(
                    FeelContext.From(outputs.Select(output => KeyValuePair.Create(output.Target.Name, inner.Value(output.Target))))
                );
        }
        finally
        {
            caller.Leave();
        }
    }
}
