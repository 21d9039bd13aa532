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
        if (OfCamunda(typeRef) is { } foreign)
        {
            if (reported.Add($"{model.Namespace}#{typeRef}"))
                diagnostics.Add(
                    DmnDiagnostic.Warning(
                        "foreign-type",
                        $"«{typeRef}» — тип Camunda 7, а не DMN: читается как {foreign}",
                        $"'{typeRef}' is a type of Camunda 7 and not of DMN: read as {foreign}",
                        place
                    )
                );
            return foreign;
        }

        if (reported.Add($"{model.Namespace}#{typeRef}"))
            diagnostics.Add(DmnDiagnostic.Error("unknown-type", $"типа «{typeRef}» нет", $"there is no type '{typeRef}'", place));
        return FeelType.Any;
    }

    /// <summary>Types that the modeler of Camunda 7 writes beside those of DMN.</summary>
    private static FeelType? OfCamunda(string typeRef) =>
        typeRef switch
        {
            "integer" or "int" or "long" or "short" or "double" or "float" => FeelType.Number,
            _ => null,
        };

    /// <summary>The type of a name, or null when there is none.</summary>
    public FeelType? Find(DmnDefinitions model, string typeRef, bool constrained)
    {
        if (model.ItemDefinitions.FirstOrDefault(definition => definition.Name == typeRef) is { } own)
            return Named(model, own, constrained);
        if (FeelType.Find(typeRef) is { } builtIn)
            return builtIn;
        foreach (var (prefix, imported) in graph.Imports(model))
        {
            var name =
                prefix.Length == 0 ? typeRef
                : typeRef.StartsWith(prefix + ".", StringComparison.Ordinal) ? typeRef[(prefix.Length + 1)..]
                : null;
            if (name is not null && Find(imported, name, constrained) is { } type)
                return type;
        }

        return null;
    }

    /// <summary>
    /// The allowed values which a type of this name lists, its own or those of the type it is made from; null when it lists none.
    /// </summary>
    public DmnText? AllowedValues(DmnDefinitions model, string? typeRef)
    {
        for (var depth = 0; typeRef is not null && depth < 100; depth++)
        {
            if (model.ItemDefinitions.FirstOrDefault(definition => definition.Name == typeRef) is { } own)
            {
                if ((own.AllowedValues ?? own.TypeConstraint) is { } values)
                    return values;
                typeRef = own.TypeRef;
                continue;
            }

            var name = typeRef;
            var (prefix, imported) = graph
                .Imports(model)
                .FirstOrDefault(import => import.Prefix.Length == 0 || name.StartsWith(import.Prefix + ".", StringComparison.Ordinal));
            if (imported is null)
                return null;
            typeRef = prefix.Length == 0 ? typeRef : typeRef[(prefix.Length + 1)..];
            model = imported;
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
                diagnostics.Add(
                    DmnDiagnostic.Information(
                        "recursive-type",
                        $"тип «{definition.Name}» ссылается на себя; внутри себя он не проверяется",
                        $"the type '{definition.Name}' refers to itself and is not checked inside itself",
                        definition.Place
                    )
                );
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
                Resolve(model, function.OutputTypeRef, definition.Place, constrained)
            );
        }
        else if (definition.Components.Count > 0)
        {
            type = FeelType.ContextOf([
                .. definition.Components.Select(component => new FeelParameter(component.Name, Build(model, component, constrained))),
            ]);
        }
        else
        {
            type = definition.TypeRef is { } typeRef ? Resolve(model, typeRef, definition.Place, constrained) : FeelType.Any;
        }

        if (constrained && definition.AllowedValues is { } allowed && Tests(allowed, definition) is { } values)
            type = type.Named(type.Name, value => values.Accepts(value));
        if (definition.IsCollection)
            type = FeelType.ListOf(type);
        if (constrained && definition.TypeConstraint is { } constraint && Tests(constraint, definition) is { } whole)
            type = type.Named(type.Name, value => whole.Accepts(value));
        return type;
    }

    /// <summary>The tests; names of components, which may have spaces, can follow a point in them.</summary>
    private DmnUnaryTests? Tests(DmnText text, DmnItemDefinition definition)
    {
        if (!tests.TryGetValue(text, out var parsed))
            tests[text] = parsed = DmnUnaryTests.Parse(text, new FeelScope(memberNames: Members(definition)), diagnostics);
        return parsed;
    }

    private static IEnumerable<string> Members(DmnItemDefinition definition) =>
        definition.Components.SelectMany(component => Members(component).Prepend(component.Name));
}
