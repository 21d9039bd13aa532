using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>A linked model compiled to nodes: one entry for each element of the requirement graph.</summary>
internal sealed class DmnProgram
{
    private readonly NodeCode[] code;

    public DmnProgram(DmnGraph graph, List<DmnDiagnostic> diagnostics)
    {
        Graph = graph;
        var types = new DmnTypes(graph, diagnostics);
        var boxed = new BoxedCompiler(types, new DmnNames(diagnostics), diagnostics);
        var scopes = graph.Models.ToDictionary(model => model, model => ScopeOf(graph, types, model));
        code = [.. graph.Nodes.Select(node => Compile(node, scopes[node.Owner], boxed))];
    }

    public DmnGraph Graph { get; }

    public NodeCode this[DmnNode node] => code[node.Index];

    private static NodeCode Compile(DmnNode node, BoxedScope model, BoxedCompiler boxed)
    {
        var variable = node.Element.Variable;
        var type = boxed.Type(variable.TypeRef, variable.Place, model);
        var scope = model.With(node.Requires.Select(link => link.Prefix.Length == 0 ? link.Target.Name : link.Prefix));
        boxed.Names.Begin(node.Element, node.Owner);
        return node.Element switch
        {
            DmnDecision { Logic: { } logic } decision => new NodeCode(type, boxed.Compile(logic, scope, decision.Place))
            {
                Undeclared = boxed.Names.Undeclared(),
            },
            DmnKnowledgeModel { Logic: { } logic } knowledge => new NodeCode(
                type,
                boxed.Function(knowledge.Name, logic, scope.With(node.Name), type)
            ),
            _ => new NodeCode(type, null),
        };
    }

    /// <summary>What every expression of a model knows: the types, and the names that may follow a point.</summary>
    private static BoxedScope ScopeOf(DmnGraph graph, DmnTypes types, DmnDefinitions model)
    {
        var names = new Dictionary<string, FeelType>(StringComparer.Ordinal);
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in model.ItemDefinitions)
        {
            names.TryAdd(definition.Name, types.Resolve(model, definition.Name, definition.Place, constrained: false));
            Members(definition, members);
        }

        foreach (var (prefix, imported) in graph.Imports(model))
        {
            foreach (var definition in imported.ItemDefinitions)
            {
                names.TryAdd(
                    prefix.Length == 0 ? definition.Name : $"{prefix}.{definition.Name}",
                    types.Resolve(imported, definition.Name, definition.Place, constrained: false)
                );
                Members(definition, members);
            }

            members.UnionWith(graph.Nodes.Where(node => node.Owner == imported).Select(node => node.Name));
        }

        foreach (var decision in graph.Models.SelectMany(each => each.Decisions))
            Members(decision.Logic, members);
        foreach (var knowledge in graph.Models.SelectMany(each => each.KnowledgeModels))
            Members(knowledge.Logic, members);
        members.UnionWith(
            model
                .Services.SelectMany(service => service.Outputs)
                .Select(output => graph.Nodes.FirstOrDefault(node => node.Element.Id == output.Id)?.Name ?? "")
        );
        members.Remove("");
        return new BoxedScope(model, new FeelScope([], members, names));
    }

    private static void Members(DmnItemDefinition definition, HashSet<string> members)
    {
        foreach (var component in definition.Components)
        {
            members.Add(component.Name);
            Members(component, members);
        }
    }

    /// <summary>Names that boxed expressions give to the entries of their values.</summary>
    private static void Members(DmnExpression? expression, HashSet<string> members)
    {
        switch (expression)
        {
            case DmnContext context:
                foreach (var entry in context.Entries)
                {
                    members.Add(entry.Variable?.Name ?? "");
                    Members(entry.Value, members);
                }

                break;
            case DmnFunction function:
                Members(function.Body, members);
                break;
            case DmnRelation relation:
                members.UnionWith(relation.Columns.Select(column => column.Name));
                break;
            case DmnDecisionTable table:
                members.UnionWith(table.Outputs.Select(output => output.Name ?? ""));
                break;
            case DmnList list:
                foreach (var item in list.Items)
                    Members(item, members);
                break;
            case DmnConditional conditional:
                Members(conditional.Then, members);
                Members(conditional.Else, members);
                break;
            case DmnIterator iterator:
                Members(iterator.Body, members);
                break;
            case DmnFilter filter:
                Members(filter.In, members);
                break;
        }
    }
}

/// <summary>The compiled form of an element: the type of its variable, and its logic when it has one.</summary>
internal sealed record NodeCode(FeelType Type, BoxedNode? Logic)
{
    /// <summary>Names that the logic reads and the file does not declare: they are taken from the data given.</summary>
    public IReadOnlyList<string> Undeclared { get; init; } = [];
}
