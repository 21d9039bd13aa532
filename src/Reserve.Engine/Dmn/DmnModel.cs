using System.Collections.Frozen;
using System.Text.Json;
using Reserve.Engine.Dmn.Execution;
using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;
using Reserve.Engine.Feel.Evaluation;

namespace Reserve.Engine.Dmn;

/// <summary>A compiled DMN model with those it imports. Immutable; any number of threads may evaluate it at once.</summary>
public sealed class DmnModel
{
    private readonly DmnProgram program;
    private readonly FrozenDictionary<string, DmnNode> decisions;
    private readonly FrozenDictionary<string, DmnNode> functions;
    private readonly FrozenDictionary<string, FeelType> inputTypes;

    internal DmnModel(DmnProgram program)
    {
        this.program = program;
        decisions = Index<DmnDecision>();
        functions = Index<DmnDecisionService>()
            .Concat(Index<DmnKnowledgeModel>())
            .DistinctBy(entry => entry.Key)
            .ToFrozenDictionary(StringComparer.Ordinal);
        inputTypes = InputTypes();
    }

    /// <summary>Name of the model.</summary>
    public string Name => Definitions.Name;

    /// <summary>What stands in the file.</summary>
    public DmnDefinitions Definitions => program.Graph.Main;

    internal DmnProgram Program => program;

    /// <summary>Evaluates a decision with all that it requires (DMN 1.5, 6.3.7).</summary>
    /// <param name="decisionNameOrId">Name or <c>id</c> of a decision of this model; one of an imported model as
    /// <c>{namespace}name</c>.</param>
    /// <param name="inputs">Values of the input data by name; those of an imported model may stand in a context with the name of the
    /// import, or under <c>{namespace}name</c>. A decision without logic takes its value from here as well.</param>
    /// <param name="options">Clock and limits.</param>
    /// <returns>The value with warnings and explanation; never throws on data. An unknown decision gives null, and
    /// <see cref="DecisionResult.IsKnown"/> is false.</returns>
    public DecisionResult Evaluate(string decisionNameOrId, FeelContext inputs, FeelOptions options)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        if (!decisions.TryGetValue(decisionNameOrId, out var node))
            return DecisionResult.Unknown(decisionNameOrId, this);
        return Run(node, inputs, options);
    }

    /// <summary>Calls a decision service or a business knowledge model with arguments by name (DMN 1.5, 6.3.9 and 6.3.10).</summary>
    /// <param name="nameOrId">Its name or <c>id</c>.</param>
    /// <param name="arguments">Arguments by name; a missing one is null.</param>
    /// <param name="options">Clock and limits.</param>
    /// <returns>The value: of a service with several output decisions, a context of their values.</returns>
    public DecisionResult Invoke(string nameOrId, FeelContext arguments, FeelOptions options)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(options);
        if (!functions.TryGetValue(nameOrId, out var node))
            return DecisionResult.Unknown(nameOrId, this);
        return Run(node, arguments, options);
    }

    /// <summary>The inputs that a decision needs, directly or through other decisions, in the order in which they are met.</summary>
    /// <param name="decisionNameOrId">Name or <c>id</c> of the decision.</param>
    /// <returns>Variables with name and type; empty when there is no such decision.</returns>
    public IReadOnlyList<DmnVariable> InputsOf(string decisionNameOrId)
    {
        var found = new List<DmnVariable>();
        if (!decisions.TryGetValue(decisionNameOrId, out var start))
            return found;
        var seen = new HashSet<DmnNode>();
        var open = new Queue<DmnNode>([start]);
        while (open.TryDequeue(out var node))
        {
            found.AddRange(
                program[node]
                    .Undeclared.Where(name => found.TrueForAll(known => known.Name != name))
                    .Select(name => new DmnVariable(name, null, node.Element.Place))
            );
            foreach (var target in node.Requires.Select(link => link.Target).Where(seen.Add))
            {
                if (target.Element is DmnInputData or DmnDecision { Logic: null })
                    found.Add(target.Element.Variable);
                else if (target.Element is DmnDecision)
                    open.Enqueue(target);
            }
        }

        return found;
    }

    /// <summary>
    /// Reads inputs from JSON by their declared types: a string becomes a date, time or duration where the input's type says so.
    /// </summary>
    /// <param name="json">An object with values by the names of inputs.</param>
    /// <returns>The inputs, or null when the JSON is no object.</returns>
    public FeelContext? ReadInputs(JsonElement json)
    {
        if (FeelJson.Read(json).AsContext() is not { } context)
            return null;
        return FeelContext.From(
            context.Entries.Select(entry =>
                InputType(entry.Key) is { } type ? KeyValuePair.Create(entry.Key, DmnJson.Shape(entry.Value, type)) : entry
            )
        );
    }

    /// <summary>The type of an input by its name, or <c>{namespace}name</c>; null when there is no such input.</summary>
    internal FeelType? InputType(string name) => inputTypes.GetValueOrDefault(name);

    private FrozenDictionary<string, FeelType> InputTypes()
    {
        var types = new Dictionary<string, FeelType>(StringComparer.Ordinal);
        foreach (var node in program.Graph.Nodes.Where(node => node.Element is DmnInputData or DmnDecision { Logic: null }))
        {
            types.TryAdd(node.Name, program[node].Type);
            types.TryAdd(node.QualifiedName, program[node].Type);
        }

        return types.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private DecisionResult Run(DmnNode node, FeelContext inputs, FeelOptions options)
    {
        var state = FeelState.Rent(options, "");
        try
        {
            var run = new DmnRun(state);
            var memory = new DmnMemory(program, run, inputs);
            var value = run.Result(node.Element is DmnDecision ? memory.Value(node) : memory.Invoke(node), node.Element.Place);
            return new DecisionResult(node.Element.Name, value, run);
        }
        finally
        {
            FeelState.Return(state);
        }
    }

    /// <summary>By name and id; those of the model itself win over imported ones, which are also known by namespace and name.</summary>
    private FrozenDictionary<string, DmnNode> Index<T>()
        where T : DmnElement
    {
        var index = new Dictionary<string, DmnNode>(StringComparer.Ordinal);
        foreach (var node in program.Graph.Nodes.Where(node => node.Element is T))
        {
            index.TryAdd(DmnNode.QualifiedKey(node.Owner.Namespace, node.Element.Name), node);
            if (node.Owner != Definitions)
                continue;
            index.TryAdd(node.Element.Name, node);
        }

        foreach (
            var node in program.Graph.Nodes.Where(node => node.Element is T && node.Owner == Definitions && node.Element.Id.Length > 0)
        )
            index.TryAdd(node.Element.Id, node);
        return index.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
