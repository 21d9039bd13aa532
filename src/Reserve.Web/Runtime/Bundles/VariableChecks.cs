using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel.Analysis;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>
/// Finds names in the formulas of a drawing that nothing in the bundle gives a value. What the start and messages bring stands nowhere but
/// in samples, so a name that several elements read counts as brought; a slip of the pen is seldom repeated.
/// </summary>
internal static class VariableChecks
{
    public static IEnumerable<BpmnDiagnostic> Of(IReadOnlyList<CompiledProcess> processes, BundleVariables variables)
    {
        foreach (var process in processes)
        {
            var readers = process
                .Definition.Formulas.SelectMany(formula => formula.Expression.FreeVariables.Select(name => (name, formula.ElementId)))
                .Distinct()
                .ToLookup(read => read.name, read => read.ElementId, StringComparer.Ordinal);
            var known = variables.Of(process).Keys.ToHashSet(StringComparer.Ordinal);
            var brought = readers.Where(name => name.Count() > 1).Select(name => name.Key);
            var names = known.Union(brought).ToHashSet(StringComparer.Ordinal);
            foreach (var formula in process.Definition.Formulas)
            foreach (var found in FeelCheck.Check(formula.Expression, names))
                yield return new BpmnDiagnostic(
                    "unknown-name",
                    // Nearly the name of something that is set: a slip. Else the start may bring it.
                    known.Contains(found.Expected) && !known.Contains(found.Found)
                        ? BpmnSeverity.Error
                        : BpmnSeverity.Warning,
                    formula.ElementId,
                    formula.Line,
                    $"«{Short(formula.Expression.Text)}»: {found.Message}"
                );
        }
    }

    private static string Short(string formula) => formula.Length <= 60 ? formula : formula[..59] + "…";
}
