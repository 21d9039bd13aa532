using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;
using Reserve.Engine.Feel.Analysis;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>
/// Names that an expression reads although its decision does not require them (6.3.7: only what is required is in scope). A name that the file declares nowhere,
/// as tables exported by Camunda 7 have them, is taken from the data given; one that it declares elsewhere is always null, and told as an error.
/// </summary>
internal sealed class DmnNames(List<DmnDiagnostic> diagnostics)
{
    private readonly HashSet<string> declared = new(StringComparer.Ordinal);
    private readonly List<string> undeclared = [];
    private bool isDecision;

    /// <summary>Begins with the names of an element.</summary>
    public void Begin(DmnElement element, DmnDefinitions model)
    {
        isDecision = element is DmnDecision;
        undeclared.Clear();
        declared.Clear();
        DmnElement[] elements = [.. model.InputData, .. model.Decisions, .. model.KnowledgeModels, .. model.Services];
        declared.UnionWith(elements.Select(one => one.Variable.Name));
        declared.UnionWith(model.Imports.Select(import => import.Name));
    }

    /// <summary>The undeclared names of the element, to be taken from the data given.</summary>
    public string[] Undeclared() => isDecision ? [.. undeclared] : [];

    /// <summary>Looks at the names that an expression reads.</summary>
    public void Check(FeelExpression expression, DmnText text, BoxedScope scope)
    {
        foreach (var name in expression.FreeVariables)
        {
            if (name == "?" || scope.Feel.Names.Contains(name) || scope.Feel.Types.ContainsKey(name) || undeclared.Contains(name))
                continue;
            // In a filter a plain name may be an entry of the items.
            var mayBeEntry = text.Text.Contains('[', StringComparison.Ordinal);
            if (mayBeEntry && scope.Feel.MemberNames.Contains(name))
                continue;
            if (declared.Contains(name))
            {
                var message =
                    $"«{name}» не среди требований (informationRequirement, knowledgeRequirement): здесь его значение всегда null";
                var english = $"'{name}' is not among the requirements: here it is always null";
                diagnostics.Add(
                    mayBeEntry
                        ? DmnDiagnostic.Warning("not-required", message, english, text.Place)
                        : DmnDiagnostic.Error("not-required", message, english, text.Place)
                );
            }
            else
            {
                undeclared.Add(name);
                var near = NearestName.Of(name, scope.Feel.Names);
                diagnostics.Add(
                    DmnDiagnostic.Warning(
                        "undeclared-name",
                        (
                            isDecision
                                ? $"имя «{name}» не объявлено (нет inputData): значение берётся из переданных данных"
                                : $"имя «{name}» не объявлено: значение всегда null"
                        ) + (near is null ? "" : $"; может быть, «{near}»?"),
                        $"the name '{name}' is not declared" + (near is null ? "" : $"; did you mean '{near}'?"),
                        text.Place
                    )
                );
            }
        }
    }
}
