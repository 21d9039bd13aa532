namespace Reserve.Engine.Bpmn.Model;

/// <summary>How an input's value is written: as a constant, or as a FEEL expression over the variables in scope.</summary>
public enum BindingExpressionType
{
    /// <summary>The value is taken as it stands.</summary>
    Literal,

    /// <summary>The value is FEEL text, evaluated when the activity starts.</summary>
    Feel,
}

/// <summary>One input or output of an activity binding: <c>{"typeName":…,"expression":{"type":…,"value":…}}</c>.</summary>
/// <param name="Name">The input's name, as the activity type declares it; for an output the variable that receives the value.</param>
/// <param name="TypeName">The declared type, for example <c>String</c>; empty when not given.</param>
/// <param name="ExpressionType">Constant or FEEL.</param>
/// <param name="Value">The constant's JSON text (a string stays unquoted), or the FEEL text.</param>
/// <param name="IsText">True when the constant was a JSON string; false when it was another JSON value and must be read as JSON.</param>
/// <param name="Line">The line in the file, from 1.</param>
public sealed record BindingInput(string Name, string TypeName, BindingExpressionType ExpressionType, string Value, bool IsText, int Line);

/// <summary>
/// The link of a BPMN activity to an activity type of the application: <c>elsa:activityBinding</c> of namespace
/// <c>https://elsaworkflows.io/schemas/bpmn/v1</c>; the outputs are our own, <c>reserve:output</c> of <c>urn:reserve:bpmn</c>.
/// </summary>
/// <param name="ActivityType">The registered activity type's name.</param>
/// <param name="Inputs">The inputs in file order, evaluated when the activity starts.</param>
/// <param name="Outputs">What of the result becomes a variable; empty means that every result variable is merged.</param>
/// <param name="Line">The line in the file, from 1.</param>
public sealed record ActivityBinding(string ActivityType, IReadOnlyList<BindingInput> Inputs, IReadOnlyList<BindingInput> Outputs, int Line)
{
    /// <summary>The input of this name, or null.</summary>
    public BindingInput? Input(string name) =>
        Inputs.FirstOrDefault(input => string.Equals(input.Name, name, StringComparison.OrdinalIgnoreCase));
}
