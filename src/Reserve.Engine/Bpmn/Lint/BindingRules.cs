using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Engine.Bpmn.Lint;

/// <summary>
/// What our engine reads in an activity binding and Elsa's import refuses: an input without <c>typeName</c>, of a name that stands twice,
/// begins with a capital letter, or is <c>type</c>, which is where Elsa keeps the activity's own type.
/// </summary>
internal static class BindingRules
{
    public static IEnumerable<BpmnDiagnostic> Check(FlowNode node)
    {
        if (node.Binding is not { } binding)
            yield break;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var input in binding.Inputs)
        {
            var place = $"Вход «{input.Name}» элемента «{node.Id}»";
            if (input.TypeName.Length == 0)
                yield return Warn("input-without-type", input, $"{place}: не указан typeName, Elsa такую привязку не примет");
            if (!seen.Add(input.Name))
                yield return Warn("duplicate-input", input, $"{place} указан дважды: действует первый, Elsa такую привязку не примет");
            if (input.Name.Length > 0 && char.IsUpper(input.Name[0]))
                yield return Warn(
                    "capital-input",
                    input,
                    $"{place} начинается с заглавной буквы: пишите «{CamelCase(input.Name)}», иначе Elsa такого входа не найдёт"
                );
            if (string.Equals(input.Name, "type", StringComparison.OrdinalIgnoreCase))
                yield return Warn("reserved-input", input, $"{place}: имя «type» занято у Elsa видом действия, назовите вход иначе");
        }

        BpmnDiagnostic Warn(string code, BindingInput input, string message) =>
            new(code, BpmnSeverity.Warning, node.Id, input.Line, message);
    }

    public static string CamelCase(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];
}
