namespace Reserve.Engine.Dmn.Model;

/// <summary>The content of one DMN file (DMN 1.5, 6.3.2 Definitions), without its drawing.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Namespace">Namespace of the model; references from other files use it.</param>
/// <param name="Imports">Other models whose elements this one uses.</param>
/// <param name="ItemDefinitions">Types defined here.</param>
/// <param name="InputData">Inputs of the requirement graph.</param>
/// <param name="Decisions">Decisions, in the order of the file.</param>
/// <param name="KnowledgeModels">Business knowledge models: named functions.</param>
/// <param name="Services">Decision services.</param>
/// <param name="Place">Where the root element stands.</param>
public sealed record DmnDefinitions(
    string Name,
    string Namespace,
    IReadOnlyList<DmnImport> Imports,
    IReadOnlyList<DmnItemDefinition> ItemDefinitions,
    IReadOnlyList<DmnInputData> InputData,
    IReadOnlyList<DmnDecision> Decisions,
    IReadOnlyList<DmnKnowledgeModel> KnowledgeModels,
    IReadOnlyList<DmnDecisionService> Services,
    DmnPlace Place
)
{
    /// <summary>What the model is for, in a person's words; null when the file does not say.</summary>
    public string? Description { get; init; }
}

/// <summary>
/// An import of another DMN model (DMN 1.5, 6.3.3). An empty name brings the elements into the importing model's own scope.
/// </summary>
/// <param name="Name">Prefix under which the imported elements are known; may be empty.</param>
/// <param name="Namespace">Namespace of the imported model.</param>
/// <param name="ImportType">What is imported; only DMN models are evaluated.</param>
/// <param name="LocationUri">Where the file may be found, when the author said so.</param>
/// <param name="Place">Where the element stands.</param>
public sealed record DmnImport(string Name, string Namespace, string ImportType, string? LocationUri, DmnPlace Place);

/// <summary>A name with a type (DMN 1.5, 7.3.4 InformationItem).</summary>
/// <param name="Name">Name of the variable.</param>
/// <param name="TypeRef">Name of its type, or null when it has none.</param>
/// <param name="Place">Where the element stands.</param>
public sealed record DmnVariable(string Name, string? TypeRef, DmnPlace Place);

/// <summary>What every element of the requirement graph has.</summary>
/// <param name="Id">The <c>id</c> by which <c>href</c>s refer to it; may be empty.</param>
/// <param name="Name">Its name.</param>
/// <param name="Variable">The variable which holds its value.</param>
/// <param name="Place">Where the element stands.</param>
public abstract record DmnElement(string Id, string Name, DmnVariable Variable, DmnPlace Place)
{
    /// <summary>What it is for, in a person's words; null when the file does not say (DMN 1.5, 6.3.1).</summary>
    public string? Description { get; init; }
}

/// <summary>An input of the requirement graph (DMN 1.5, 6.3.11).</summary>
/// <inheritdoc cref="DmnElement"/>
public sealed record DmnInputData(string Id, string Name, DmnVariable Variable, DmnPlace Place) : DmnElement(Id, Name, Variable, Place);

/// <summary>A decision (DMN 1.5, 6.3.7).</summary>
/// <param name="Id">The <c>id</c> by which <c>href</c>s refer to it; may be empty.</param>
/// <param name="Name">Its name.</param>
/// <param name="Variable">The variable which holds its value.</param>
/// <param name="Question">The question it answers, in a person's words.</param>
/// <param name="Requirements">What it needs: inputs, decisions, knowledge.</param>
/// <param name="Logic">Its expression; null when the file has none.</param>
/// <param name="Place">Where the element stands.</param>
public sealed record DmnDecision(
    string Id,
    string Name,
    DmnVariable Variable,
    string? Question,
    IReadOnlyList<DmnReference> Requirements,
    DmnExpression? Logic,
    DmnPlace Place
) : DmnElement(Id, Name, Variable, Place);

/// <summary>A business knowledge model: a named function (DMN 1.5, 6.3.9).</summary>
/// <param name="Id">The <c>id</c> by which <c>href</c>s refer to it; may be empty.</param>
/// <param name="Name">Its name.</param>
/// <param name="Variable">The variable which holds the function.</param>
/// <param name="Requirements">Other knowledge it needs.</param>
/// <param name="Logic">The function; null when the file has none.</param>
/// <param name="Place">Where the element stands.</param>
public sealed record DmnKnowledgeModel(
    string Id,
    string Name,
    DmnVariable Variable,
    IReadOnlyList<DmnReference> Requirements,
    DmnFunction? Logic,
    DmnPlace Place
) : DmnElement(Id, Name, Variable, Place);

/// <summary>
/// A decision service (DMN 1.5, 6.3.10): its parameters are the input data, then the input decisions, in the order of the file.
/// </summary>
/// <param name="Id">The <c>id</c> by which <c>href</c>s refer to it; may be empty.</param>
/// <param name="Name">Its name.</param>
/// <param name="Variable">The variable which holds the function.</param>
/// <param name="Outputs">Decisions whose values are given back.</param>
/// <param name="Encapsulated">Decisions evaluated inside.</param>
/// <param name="InputDecisions">Decisions whose values are given by the caller.</param>
/// <param name="InputData">Inputs given by the caller.</param>
/// <param name="Place">Where the element stands.</param>
public sealed record DmnDecisionService(
    string Id,
    string Name,
    DmnVariable Variable,
    IReadOnlyList<DmnReference> Outputs,
    IReadOnlyList<DmnReference> Encapsulated,
    IReadOnlyList<DmnReference> InputDecisions,
    IReadOnlyList<DmnReference> InputData,
    DmnPlace Place
) : DmnElement(Id, Name, Variable, Place);

/// <summary>Kinds of references between elements of the requirement graph.</summary>
public enum DmnReferenceKind
{
    /// <summary>To input data.</summary>
    Input,

    /// <summary>To a decision.</summary>
    Decision,

    /// <summary>To a business knowledge model or a decision service.</summary>
    Knowledge,
}

/// <summary>A reference to an element of this or an imported model.</summary>
/// <param name="Kind">What it must refer to.</param>
/// <param name="Namespace">Namespace part of the <c>href</c>; null for this file.</param>
/// <param name="Id">The <c>id</c> referred to.</param>
/// <param name="Place">Where the reference stands.</param>
public sealed record DmnReference(DmnReferenceKind Kind, string? Namespace, string Id, DmnPlace Place);

/// <summary>A type (DMN 1.5, 7.3.2 ItemDefinition): a reference to another type, components, or a function.</summary>
/// <param name="Name">Name of the type or of the component.</param>
/// <param name="TypeRef">Name of the type it is made of; null with components or a function.</param>
/// <param name="IsCollection">Whether values are lists of it.</param>
/// <param name="Components">Components of a structure; empty otherwise.</param>
/// <param name="AllowedValues">Unary tests which each value (of a collection: each item) must pass.</param>
/// <param name="TypeConstraint">Unary tests which the value as a whole must pass (DMN 1.5).</param>
/// <param name="Function">Signature, for a type of functions.</param>
/// <param name="Place">Where the element stands.</param>
public sealed record DmnItemDefinition(
    string Name,
    string? TypeRef,
    bool IsCollection,
    IReadOnlyList<DmnItemDefinition> Components,
    DmnText? AllowedValues,
    DmnText? TypeConstraint,
    DmnFunctionItem? Function,
    DmnPlace Place
);

/// <summary>The signature of a type of functions (DMN 1.5, 7.3.3).</summary>
/// <param name="Parameters">Parameters in order.</param>
/// <param name="OutputTypeRef">Type of the result, or null for any.</param>
public sealed record DmnFunctionItem(IReadOnlyList<DmnVariable> Parameters, string? OutputTypeRef);

/// <summary>A text of an expression language and where its first character stands.</summary>
/// <param name="Text">The text as written.</param>
/// <param name="Language">URI of the language when it is said.</param>
/// <param name="Place">Where the text stands.</param>
public sealed record DmnText(string Text, string? Language, DmnPlace Place);
