using System.Runtime.CompilerServices;
using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>FEEL types made from item definitions (DMN 1.5, 7.3.2), by model and name.</summary>
internal sealed class DmnTypes
{
    private readonly DmnGraph graph;
    private readonly List<DmnDiagnostic> diagnostics;
    private readonly Dictionary<(DmnDefinitions Model, string Name, bool Constrained), FeelType> known = [];
    private readonly HashSet<(DmnDefinitions Model, string Name)> open = [];
    private readonly Dictionary<DmnText, DmnUnaryTests?> tests = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> reported = new(StringComparer.Ordinal);

    public DmnTypes(DmnGraph graph, List<DmnDiagnostic> diagnostics)
    {
        this.graph = graph;
        this.diagnostics = diagnostics;
        foreach (var model in graph.Models)
        {
            foreach (var definition in model.ItemDefinitions)
                Resolve(model, definition.Name, definition.Place);
        }
    }

    /// <summary>The type of a name; Any when there is no name, or when it is unknown, which is reported once.</summary>
    /// <param name="model">The model in which the name stands.</param>
    /// <param name="typeRef">The name; that of an imported type has the name of the import before a dot.</param>
    /// <param name="place">Where the name stands.</param>
    /// <param name="constrained">Whether allowed values count: they do where a value is fitted, they do not for <c>instance of</c>.</param>
    public FeelType Resolve(DmnDefinitions model, string? typeRef, DmnPlace place, bool constrained = true)
    {
        if (typeRef is null)
            return FeelType.Any;
        if (Find(model, typeRef, constrained) is { } type)
            return type;
        if (reported.Add($"{model.Namespace}#{typeRef}"))
            diagnostics.Add(DmnDiagnostic.Error("unknown-type", $"типа «{typeRef}» нет", $"there is no type '{typeRef}'", place));
        return FeelType.Any;
    }

    /// <summary>The type of a name, or null when there is none.</summary>
    public FeelType? Find(DmnDefinitions model, string typeRef, bool constrained)
    {
        if (model.ItemDefinitions.FirstOrDefault(definition => definition.Name == typeRef) is { } own)
            return Named(model, own, constrained);
        if (FeelType.Find(typeRef) is { } builtIn)
            return builtIn;
        foreach (var (prefix, imported) in graph.Imports(model))
        {
            var name = prefix.Length == 0 ? typeRef
                : typeRef.StartsWith(prefix + ".", StringComparison.Ordinal) ? typeRef[(prefix.Length + 1)..]
                : null;
            if (name is not null && Find(imported, name, constrained) is { } type)
                return type;
        }

        return null;
    }

    private FeelType Named(DmnDefinitions model, DmnItemDefinition definition, bool constrained)
    {
        if (known.TryGetValue((model, definition.Name, constrained), out var type))
            return type;
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack() || !open.Add((model, definition.Name)))
        {
            if (reported.Add($"{model.Namespace}#{definition.Name} recursive"))
                diagnostics.Add(DmnDiagnostic.Information("recursive-type", $"тип «{definition.Name}» ссылается на себя; внутри себя он не проверяется", $"the type '{definition.Name}' refers to itself and is not checked inside itself", definition.Place));
            return FeelType.Any;
        }

        type = Build(model, definition, constrained).Named(definition.Name);
        open.Remove((model, definition.Name));
        known[(model, definition.Name, constrained)] = type;
        return type;
    }

    private FeelType Build(DmnDefinitions model, DmnItemDefinition definition, bool constrained)
    {
        FeelType type;
        if (definition.Function is { } function)
        {
            type = FeelType.FunctionOf(
                [.. function.Parameters.Select(parameter => Resolve(model, parameter.TypeRef, parameter.Place, constrained))],
                Resolve(model, function.OutputTypeRef, definition.Place, constrained));
        }
        else if (definition.Components.Count > 0)
        {
            type = FeelType.ContextOf([.. definition.Components.Select(component => new FeelParameter(component.Name, Build(model, component, constrained)))]);
        }
        else
        {
            type = definition.TypeRef is { } typeRef ? Resolve(model, typeRef, definition.Place, constrained) : FeelType.Any;
        }

        if (constrained && definition.AllowedValues is { } allowed && Tests(allowed) is { } values)
            type = type.Named(type.Name, value => values.Accepts(value));
        if (definition.IsCollection)
            type = FeelType.ListOf(type);
        if (constrained && definition.TypeConstraint is { } constraint && Tests(constraint) is { } whole)
            type = type.Named(type.Name, value => whole.Accepts(value));
        return type;
    }

    private DmnUnaryTests? Tests(DmnText text)
    {
        if (!tests.TryGetValue(text, out var parsed))
            tests[text] = parsed = DmnUnaryTests.Parse(text, FeelScope.Empty, diagnostics);
        return parsed;
    }
}
