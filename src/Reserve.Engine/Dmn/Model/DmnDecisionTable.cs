namespace Reserve.Engine.Dmn.Model;

/// <summary>Hit policies (DMN 1.5, 8.2.10).</summary>
public enum DmnHitPolicy
{
    /// <summary>U: no two rules may match.</summary>
    Unique,

    /// <summary>A: all matching rules give the same.</summary>
    Any,

    /// <summary>P: the matching rule with the highest output priority.</summary>
    Priority,

    /// <summary>F: the first matching rule.</summary>
    First,

    /// <summary>R: all matching rules in the order of the table.</summary>
    RuleOrder,

    /// <summary>O: all matching rules in the order of output priority.</summary>
    OutputOrder,

    /// <summary>C: all matching rules, aggregated when an aggregator is given.</summary>
    Collect,
}

/// <summary>Aggregators of the hit policy C.</summary>
public enum DmnAggregation
{
    /// <summary>None: the list of outputs.</summary>
    None,

    /// <summary>+.</summary>
    Sum,

    /// <summary>&lt;.</summary>
    Min,

    /// <summary>&gt;.</summary>
    Max,

    /// <summary>#.</summary>
    Count,
}

/// <summary>A decision table (DMN 1.5, 8.3).</summary>
/// <param name="HitPolicy">What several matching rules mean.</param>
/// <param name="Aggregation">For C: how outputs are put together.</param>
/// <param name="Inputs">Input columns.</param>
/// <param name="Outputs">Output columns.</param>
/// <param name="Annotations">Names of the annotation columns.</param>
/// <param name="Rules">Rules in order.</param>
/// <param name="OutputLabel">Label over the outputs.</param>
/// <param name="TypeRef">Name of the type of its value; null when not said.</param>
/// <param name="Place">Where the element stands.</param>
public sealed record DmnDecisionTable(
    DmnHitPolicy HitPolicy,
    DmnAggregation Aggregation,
    IReadOnlyList<DmnTableInput> Inputs,
    IReadOnlyList<DmnTableOutput> Outputs,
    IReadOnlyList<string> Annotations,
    IReadOnlyList<DmnRule> Rules,
    string? OutputLabel,
    string? TypeRef,
    DmnPlace Place
) : DmnExpression(TypeRef, Place);

/// <summary>An input column.</summary>
/// <param name="Label">Its label, when given.</param>
/// <param name="Expression">What is tested.</param>
/// <param name="TypeRef">Type of the tested value.</param>
/// <param name="Values">Allowed values, as unary tests.</param>
/// <param name="Place">Where the element stands.</param>
public sealed record DmnTableInput(string? Label, DmnText Expression, string? TypeRef, DmnText? Values, DmnPlace Place);

/// <summary>An output column.</summary>
/// <param name="Name">Its name; may be null when it is the only one.</param>
/// <param name="Label">Its label, when given.</param>
/// <param name="TypeRef">Type of the values.</param>
/// <param name="Values">Allowed values in order of priority, as unary tests.</param>
/// <param name="Default">Value when no rule matches.</param>
/// <param name="Place">Where the element stands.</param>
public sealed record DmnTableOutput(string? Name, string? Label, string? TypeRef, DmnText? Values, DmnText? Default, DmnPlace Place);

/// <summary>A rule.</summary>
/// <param name="Id">Its <c>id</c>, when given.</param>
/// <param name="Inputs">Unary tests, one for each input column.</param>
/// <param name="Outputs">Expressions, one for each output column.</param>
/// <param name="Annotations">Notes, one for each annotation column.</param>
/// <param name="Place">Where the element stands.</param>
public sealed record DmnRule(
    string? Id,
    IReadOnlyList<DmnText> Inputs,
    IReadOnlyList<DmnText> Outputs,
    IReadOnlyList<string> Annotations,
    DmnPlace Place
);
