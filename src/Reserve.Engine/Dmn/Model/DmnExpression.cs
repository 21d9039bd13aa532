namespace Reserve.Engine.Dmn.Model;

/// <summary>A boxed expression (DMN 1.5, 7.3.1 and 10.2.2).</summary>
/// <param name="TypeRef">Name of the type of its value; null when not said.</param>
/// <param name="Place">Where the element stands.</param>
public abstract record DmnExpression(string? TypeRef, DmnPlace Place);

/// <summary>A FEEL expression as text.</summary>
/// <param name="Text">The text.</param>
/// <param name="TypeRef">Name of the type of its value; null when not said.</param>
/// <param name="Place">Where the element stands.</param>
public sealed record DmnLiteral(DmnText Text, string? TypeRef, DmnPlace Place) : DmnExpression(TypeRef, Place);

/// <summary>A boxed context; its value is that of the entry without a name, if there is one, else a context of all entries.</summary>
/// <param name="Entries">Entries in order; each sees those before it.</param>
/// <param name="TypeRef">Name of the type of its value; null when not said.</param>
/// <param name="Place">Where the element stands.</param>
public sealed record DmnContext(IReadOnlyList<DmnContextEntry> Entries, string? TypeRef, DmnPlace Place) : DmnExpression(TypeRef, Place);

/// <summary>An entry of a boxed context.</summary>
/// <param name="Variable">Name and type; null for the result.</param>
/// <param name="Value">Its expression; null when empty.</param>
public sealed record DmnContextEntry(DmnVariable? Variable, DmnExpression? Value);

/// <summary>A boxed invocation of a function with named arguments.</summary>
/// <param name="Callee">The expression which gives the function.</param>
/// <param name="Bindings">Arguments by the names of the parameters.</param>
/// <param name="TypeRef">Name of the type of its value; null when not said.</param>
/// <param name="Place">Where the element stands.</param>
public sealed record DmnInvocation(DmnExpression? Callee, IReadOnlyList<DmnBinding> Bindings, string? TypeRef, DmnPlace Place)
    : DmnExpression(TypeRef, Place);

/// <summary>An argument of a boxed invocation.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Value">The argument; null when empty.</param>
public sealed record DmnBinding(DmnVariable Parameter, DmnExpression? Value);

/// <summary>Languages of a function's body.</summary>
public enum DmnFunctionKind
{
    /// <summary>A boxed expression.</summary>
    Feel,

    /// <summary>A Java method; never called here.</summary>
    Java,

    /// <summary>A PMML model; never called here.</summary>
    Pmml,
}

/// <summary>A boxed function definition.</summary>
/// <param name="Kind">Language of the body.</param>
/// <param name="Parameters">Parameters in order.</param>
/// <param name="Body">The body; null when empty.</param>
/// <param name="TypeRef">Name of the type of the function; null when not said.</param>
/// <param name="Place">Where the element stands.</param>
public sealed record DmnFunction(
    DmnFunctionKind Kind,
    IReadOnlyList<DmnVariable> Parameters,
    DmnExpression? Body,
    string? TypeRef,
    DmnPlace Place
) : DmnExpression(TypeRef, Place);

/// <summary>A relation: a list of contexts with the same names.</summary>
/// <param name="Columns">Names and types of the columns.</param>
/// <param name="Rows">Cells by row.</param>
/// <param name="TypeRef">Name of the type of its value; null when not said.</param>
/// <param name="Place">Where the element stands.</param>
public sealed record DmnRelation(
    IReadOnlyList<DmnVariable> Columns,
    IReadOnlyList<IReadOnlyList<DmnExpression?>> Rows,
    string? TypeRef,
    DmnPlace Place
) : DmnExpression(TypeRef, Place);

/// <summary>A boxed list.</summary>
/// <param name="Items">Its items.</param>
/// <param name="TypeRef">Name of the type of its value; null when not said.</param>
/// <param name="Place">Where the element stands.</param>
public sealed record DmnList(IReadOnlyList<DmnExpression> Items, string? TypeRef, DmnPlace Place) : DmnExpression(TypeRef, Place);

/// <summary>A boxed conditional (DMN 1.4).</summary>
/// <param name="If">The condition.</param>
/// <param name="Then">The value when it is true.</param>
/// <param name="Else">The value otherwise.</param>
/// <param name="TypeRef">Name of the type of its value; null when not said.</param>
/// <param name="Place">Where the element stands.</param>
public sealed record DmnConditional(DmnExpression? If, DmnExpression? Then, DmnExpression? Else, string? TypeRef, DmnPlace Place)
    : DmnExpression(TypeRef, Place);

/// <summary>A boxed filter (DMN 1.4).</summary>
/// <param name="In">The list.</param>
/// <param name="Match">The condition over <c>item</c>.</param>
/// <param name="TypeRef">Name of the type of its value; null when not said.</param>
/// <param name="Place">Where the element stands.</param>
public sealed record DmnFilter(DmnExpression? In, DmnExpression? Match, string? TypeRef, DmnPlace Place) : DmnExpression(TypeRef, Place);

/// <summary>Kinds of boxed iterators.</summary>
public enum DmnIteratorKind
{
    /// <summary><c>for</c>: a list of the bodies' values.</summary>
    For,

    /// <summary><c>some</c>: whether one body is true.</summary>
    Some,

    /// <summary><c>every</c>: whether each body is true.</summary>
    Every,
}

/// <summary>A boxed iterator (DMN 1.4).</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Variable">Name of the iterator variable.</param>
/// <param name="In">The list.</param>
/// <param name="Body">What is computed for each item.</param>
/// <param name="TypeRef">Name of the type of its value; null when not said.</param>
/// <param name="Place">Where the element stands.</param>
public sealed record DmnIterator(
    DmnIteratorKind Kind,
    string Variable,
    DmnExpression? In,
    DmnExpression? Body,
    string? TypeRef,
    DmnPlace Place
) : DmnExpression(TypeRef, Place);
