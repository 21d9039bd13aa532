using Reserve.Engine.Dmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn;

/// <summary>What a decision gave.</summary>
public sealed class DecisionResult
{
    private readonly string decision;
    private readonly DmnRun? run;

    internal DecisionResult(string decision, FeelValue value, DmnRun run)
    {
        this.decision = decision;
        this.run = run;
        Value = value;
        Warnings = run.Warnings;
        IsKnown = true;
    }

    private DecisionResult(string decision, DmnWarning warning)
    {
        this.decision = decision;
        Warnings = [warning];
    }

    /// <summary>The value; null where something went wrong.</summary>
    public FeelValue Value { get; }

    /// <summary>Why something became null or was left out.</summary>
    public IReadOnlyList<DmnWarning> Warnings { get; }

    /// <summary>False when the model has no such decision.</summary>
    public bool IsKnown { get; }

    /// <summary>Which rules fired with which inputs, in the words of the tables; made when asked for.</summary>
    public DecisionExplanation Explanation =>
        field ??= new DecisionExplanation(decision, Value.ToString(), run is null ? [] : [.. run.Hits.Select(Explainer.Explain)]);

    internal static DecisionResult Unknown(string name, DmnModel model) =>
        new(name, new DmnWarning($"в модели «{model.Name}» нет решения «{name}»", model.Definitions.Place));
}
