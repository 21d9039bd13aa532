using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Runtime.Forms;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>Doubts about the forms of a bundle, which are to be read before it is published.</summary>
internal static class FormFindings
{
    public static IEnumerable<BpmnDiagnostic> Of(ProcessBundle bundle, ProcessBundle inForce, IReadOnlyList<ProcessDefinition> processes)
    {
        foreach (var (path, text) in bundle.Files.Where(IsForm).OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            if (TaskForm.TryParse(text, out _) is not { } form)
                continue;
            var others = bundle.Files.Where(file => file.Key != path && !file.Key.StartsWith("letters/", StringComparison.Ordinal));
            var doubts = FormChecks
                .Of(text)
                .Where(finding => !finding.IsError)
                .Concat(FormChecks.Doubts(form, others.Select(file => file.Value).Append(bundle.Xml)));
            foreach (var finding in doubts)
                yield return Doubt("doubtful-form", $"{path}: {finding}");
            if (inForce.Files.TryGetValue(path, out var former) && former != text)
            {
                foreach (var gone in Gone(bundle, path, former, form, processes))
                    yield return gone;
            }
        }
    }

    /// <summary>Answers that the form in force gave, this one gives no more, and others still read.</summary>
    private static IEnumerable<BpmnDiagnostic> Gone(
        ProcessBundle bundle,
        string path,
        string former,
        TaskForm form,
        IReadOnlyList<ProcessDefinition> processes
    )
    {
        var now = Answers(form);
        var gone = TaskForm.TryParse(former, out _) is { } was ? Answers(was).Except(now).ToList() : [];
        if (gone.Count == 0)
            return [];
        return from use in FormUses.Of(bundle, Path.GetFileNameWithoutExtension(path), gone, processes)
            let near = BpmnNames.Nearest(use.Key, now)
            select Doubt(
                "answer-gone",
                $"{path}: поля «{use.Key}» больше нет, а его читают: {string.Join(", ", use)}"
                    + (near is null ? "" : $"; возможно, теперь это «{near}»")
            );
    }

    private static List<string> Answers(TaskForm form) =>
        [.. form.Fields.Where(field => field.HasAnswer).Select(field => field.Key).Distinct()];

    private static bool IsForm(KeyValuePair<string, string> file) => file.Key.StartsWith("forms/", StringComparison.Ordinal);

    private static BpmnDiagnostic Doubt(string code, string message) => new(code, BpmnSeverity.Warning, "", 0, message);
}
