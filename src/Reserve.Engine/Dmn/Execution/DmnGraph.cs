using Reserve.Engine.Dmn.Model;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>The requirement graph of a model and of those it imports, with references resolved.</summary>
internal sealed class DmnGraph
{
    private readonly Dictionary<(string Namespace, string Id), DmnNode> byId = [];
    private readonly List<DmnNode> nodes = [];
    private readonly List<DmnDiagnostic> diagnostics;

    public DmnGraph(DmnDefinitions main, IReadOnlyList<DmnDefinitions> others, List<DmnDiagnostic> diagnostics)
    {
        this.diagnostics = diagnostics;
        Main = main;
        Models = [main, .. Reachable(main, others)];
        foreach (var model in Models)
            Add(model);
        foreach (var node in nodes)
            Link(node);
        FindCycles();
    }

    public DmnDefinitions Main { get; }

    /// <summary>The model itself first, then those it imports.</summary>
    public IReadOnlyList<DmnDefinitions> Models { get; }

    public IReadOnlyList<DmnNode> Nodes => nodes;

    /// <summary>The models that the model imports, with the names of the imports.</summary>
    public IEnumerable<(string Prefix, DmnDefinitions Model)> Imports(DmnDefinitions model) =>
        from import in model.Imports
        let imported = Models.FirstOrDefault(candidate => candidate.Namespace == import.Namespace && candidate != model)
        where imported is not null
        select (import.Name, imported);

    private List<DmnDefinitions> Reachable(DmnDefinitions main, IReadOnlyList<DmnDefinitions> others)
    {
        var found = new List<DmnDefinitions>();
        var open = new Queue<DmnDefinitions>([main]);
        while (open.TryDequeue(out var model))
        {
            foreach (
                var import in model.Imports.Where(import =>
                    import.ImportType.Length == 0 || Xml.DmnXml.Versions.ContainsKey(import.ImportType)
                )
            )
            {
                var imported = others.FirstOrDefault(other => other.Namespace == import.Namespace);
                if (imported is null)
                {
                    diagnostics.Add(
                        DmnDiagnostic.Error(
                            "import-missing",
                            $"модель «{import.Namespace}» не найдена",
                            $"the model '{import.Namespace}' is not found",
                            import.Place
                        )
                    );
                }
                else if (imported != main && !found.Contains(imported))
                {
                    found.Add(imported);
                    open.Enqueue(imported);
                }
            }
        }

        return found;
    }

    private void Add(DmnDefinitions model)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        DmnElement[] elements = [.. model.InputData, .. model.Decisions, .. model.KnowledgeModels, .. model.Services];
        foreach (var element in elements)
        {
            var node = new DmnNode(element, model, nodes.Count);
            nodes.Add(node);
            if (element.Id.Length > 0 && !byId.TryAdd((model.Namespace, element.Id), node))
                diagnostics.Add(
                    DmnDiagnostic.Error(
                        "duplicate-id",
                        $"id «{element.Id}» уже занят",
                        $"the id '{element.Id}' is already taken",
                        element.Place
                    )
                );
            if (element.Name.Length == 0)
                diagnostics.Add(DmnDiagnostic.Error("no-name", "у элемента нет имени", "the element has no name", element.Place));
            else if (!names.Add(element.Name))
                diagnostics.Add(
                    DmnDiagnostic.Warning(
                        "duplicate-name",
                        $"имя «{element.Name}» уже занято",
                        $"the name '{element.Name}' is already taken",
                        element.Place
                    )
                );
        }
    }

    private void Link(DmnNode node)
    {
        switch (node.Element)
        {
            case DmnDecision decision:
                node.Require([.. Links(node, decision.Requirements)]);
                break;
            case DmnKnowledgeModel knowledge:
                node.Require([.. Links(node, knowledge.Requirements)]);
                break;
            case DmnDecisionService service:
                node.Service = new DmnServiceLinks(
                    [.. Links(node, service.Outputs)],
                    [.. Links(node, service.InputDecisions)],
                    [.. Links(node, service.InputData)]
                );
                _ = Links(node, service.Encapsulated).Count();
                break;
        }
    }

    private IEnumerable<DmnLink> Links(DmnNode from, IReadOnlyList<DmnReference> references)
    {
        foreach (var reference in references)
        {
            var own = reference.Namespace is null || reference.Namespace == from.Owner.Namespace;
            var prefix = "";
            if (!own)
            {
                var import = from.Owner.Imports.FirstOrDefault(import => import.Namespace == reference.Namespace);
                if (import is null)
                {
                    diagnostics.Add(
                        DmnDiagnostic.Error(
                            "not-imported",
                            $"модель «{reference.Namespace}» не импортирована",
                            $"the model '{reference.Namespace}' is not imported",
                            reference.Place
                        )
                    );
                    continue;
                }

                prefix = import.Name;
            }

            if (!byId.TryGetValue((own ? from.Owner.Namespace : reference.Namespace!, reference.Id), out var target))
            {
                diagnostics.Add(
                    DmnDiagnostic.Error(
                        "unknown-reference",
                        $"элемента «{reference.Id}» нет",
                        $"there is no element '{reference.Id}'",
                        reference.Place
                    )
                );
                continue;
            }

            if (!Fits(reference.Kind, target.Element))
            {
                diagnostics.Add(
                    DmnDiagnostic.Error(
                        "wrong-reference",
                        $"ссылка {reference.Place.Element} ведёт на «{target.Element.Name}» ({target.Element.Place.Element})",
                        $"the reference {reference.Place.Element} leads to '{target.Element.Name}' ({target.Element.Place.Element})",
                        reference.Place
                    )
                );
                continue;
            }

            yield return new DmnLink(target, prefix, reference);
        }
    }

    private static bool Fits(DmnReferenceKind kind, DmnElement element) =>
        kind switch
        {
            DmnReferenceKind.Input => element is DmnInputData,
            DmnReferenceKind.Decision => element is DmnDecision,
            _ => element is DmnKnowledgeModel or DmnDecisionService,
        };

    /// <summary>Cycles among decisions are errors; a business knowledge model may call itself, which is only noted.</summary>
    private void FindCycles()
    {
        var state = new byte[nodes.Count];
        foreach (var start in nodes)
        {
            if (state[start.Index] != 0)
                continue;
            var path = new Stack<(DmnNode Node, IEnumerator<DmnNode> Next)>();
            path.Push((start, Next(start).GetEnumerator()));
            state[start.Index] = 1;
            while (path.TryPeek(out var top))
            {
                if (!top.Next.MoveNext())
                {
                    state[top.Node.Index] = 2;
                    path.Pop();
                }
                else if (state[top.Next.Current.Index] == 0)
                {
                    state[top.Next.Current.Index] = 1;
                    path.Push((top.Next.Current, Next(top.Next.Current).GetEnumerator()));
                }
                else if (state[top.Next.Current.Index] == 1)
                {
                    Report([
                        .. path.Select(step => step.Node).TakeWhile(node => node != top.Next.Current).Append(top.Next.Current).Reverse(),
                    ]);
                }
            }
        }
    }

    private static IEnumerable<DmnNode> Next(DmnNode node) =>
        node.Service is { } service ? service.Outputs.Select(link => link.Target) : node.Requires.Select(link => link.Target);

    private void Report(IReadOnlyList<DmnNode> cycle)
    {
        var names = string.Join(" → ", cycle.Append(cycle[0]).Select(node => node.Element.Name));
        diagnostics.Add(
            cycle.Any(node => node.Element is DmnDecision)
                ? DmnDiagnostic.Error(
                    "cycle",
                    $"решения требуют друг друга по кругу: {names}",
                    $"decisions require each other in a circle: {names}",
                    cycle[0].Element.Place
                )
                : DmnDiagnostic.Information(
                    "recursion",
                    $"функции вызывают друг друга: {names}",
                    $"functions call each other: {names}",
                    cycle[0].Element.Place
                )
        );
    }
}
