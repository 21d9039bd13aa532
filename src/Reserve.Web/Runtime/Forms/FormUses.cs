using System.Text.RegularExpressions;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Model;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.Forms;

/// <summary>Who reads an answer of a form: formulas of the drawing and of other forms, and the tags of letters.</summary>
internal static class FormUses
{
    /// <summary>The elements, by name, and the files that read the answer.</summary>
    /// <param name="bundle">The files.</param>
    /// <param name="form">The form's name, as tasks name it.</param>
    /// <param name="keys">The answers.</param>
    /// <param name="processes">The processes of the drawing.</param>
    public static ILookup<string, string> Of(
        ProcessBundle bundle,
        string form,
        IReadOnlyCollection<string> keys,
        IReadOnlyList<ProcessDefinition> processes
    )
    {
        var results = Results(processes, form);
        var patterns = keys.ToDictionary(
            key => key,
            key => new Regex(
                string.Join('|', results.Select(result => $@"(?<![\w.]){Regex.Escape(result is null ? key : $"{result}.{key}")}(?!\w)")),
                RegexOptions.CultureInvariant,
                TimeSpan.FromSeconds(1)
            )
        );
        return (
            from place in results.Count == 0 ? [] : Places(bundle, form, processes)
            from pattern in patterns
            where pattern.Value.IsMatch(place.Text)
            select (pattern.Key, place.Name)
        )
            .Distinct()
            .ToLookup(use => use.Key, use => use.Name);
    }

    /// <summary>The variables that take the form's answers as a whole; null where each answer is a variable of its own.</summary>
    private static List<string?> Results(IEnumerable<ProcessDefinition> processes, string form) =>
        [
            .. processes
                .SelectMany(process => process.BoundElements)
                .Select(element => element.Binding!)
                .Where(binding => binding.ActivityType == HumanTask.ActivityType && BundleChecks.Literal(binding, "form") == form)
                .Select(binding => BundleChecks.Literal(binding, "result"))
                .Distinct(),
        ];

    private static IEnumerable<(string Name, string Text)> Places(
        ProcessBundle bundle,
        string form,
        IReadOnlyList<ProcessDefinition> processes
    )
    {
        foreach (var (path, text) in bundle.Files)
        {
            if (path.StartsWith("letters/", StringComparison.Ordinal))
                yield return (
                    path,
                    string.Join(
                        '\n',
                        Regex.Matches(text, @"\{[^{}]*\}", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(tag => tag.Value)
                    )
                );
            else if (path.StartsWith("forms/", StringComparison.Ordinal) && path != ProcessCompiler.FormPath(form))
                yield return (path, string.Join('\n', OtherForm(text)));
        }
        foreach (var process in processes)
        {
            var names = new Dictionary<string, string>(StringComparer.Ordinal) { [process.Id] = process.Name };
            Name(process.Process, process.Name, names);
            foreach (var formula in process.Formulas)
                yield return ($"«{names[formula.ElementId]}»", formula.Expression.Text);
        }
    }

    private static IEnumerable<string> OtherForm(string json) =>
        TaskForm.TryParse(json, out _) is { } form
            ? form.Parts.SelectMany(part => part.All).SelectMany(field => field.Formulas).Select(formula => formula.Text)
            : [];

    /// <summary>What an element is called: by its own name, else by the nearest around it.</summary>
    private static void Name(IFlowScope scope, string around, Dictionary<string, string> names)
    {
        foreach (var flow in scope.Flows)
            names[flow.Id] = Own(flow.Name);
        foreach (var node in scope.Nodes)
        {
            names[node.Id] = Own(node.Name);
            if (node is SubProcess inner)
                Name(inner, names[node.Id], names);
        }

        string Own(string name) => name.Trim() is { Length: > 0 } own ? own : around;
    }
}
