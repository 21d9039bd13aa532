using Reserve.Documents.Papers;
using Reserve.Documents.Templates;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Features.Papers;

/// <summary>
/// Mistakes in templates before they are published: how they are built, what is no FEEL, and, where the program fills the template itself,
/// names that it will not find.
/// </summary>
internal sealed class TemplateChecks : IBundleCheck
{
    public IEnumerable<BpmnDiagnostic> Of(
        ProcessBundle bundle,
        IReadOnlyCollection<string> keys,
        IReadOnlyList<CompiledProcess> processes
    ) => Contents(bundle, keys).Concat(Names(bundle, processes));

    private static IEnumerable<BpmnDiagnostic> Contents(ProcessBundle bundle, IReadOnlyCollection<string> keys) =>
        from template in bundle.Templates
        let file = template.Key[PaperTemplate.Folder.Length..]
        from problem in Problems(template.Value, RecordOf(keys, file), bundle.Templates)
        select new BpmnDiagnostic("bad-template", BpmnSeverity.Error, "", 0, $"{template.Key}: {problem}");

    private static IEnumerable<BpmnDiagnostic> Names(ProcessBundle bundle, IReadOnlyList<CompiledProcess> processes) =>
        from element in processes.SelectMany(process => process.Definition.BoundElements)
        let binding = element.Binding!
        where binding.ActivityType == IssuePaper.Activity
        let named = BundleChecks.Literal(binding, nameof(IssuePaper.Template))
        where named is not null && !bundle.Templates.ContainsKey(PaperTemplate.Folder + named)
        let known = bundle.Templates.Keys.Select(path => path[PaperTemplate.Folder.Length..])
        select new BpmnDiagnostic(
            "unknown-template",
            BpmnSeverity.Error,
            element.Id,
            binding.Line,
            $"Шаблона «{named}» нет в составе процесса" + BundleChecks.Meant(named, known)
        );

    /// <summary>What the program fills the template of this name with; null for one that only the process itself uses.</summary>
    public static PaperRecord? RecordOf(IReadOnlyCollection<string> keys, string file) =>
        PaperTemplate
            .Known.Where(known => known.Key.File == file && keys.Contains(known.Key.Process))
            .Select(known => known.Value)
            .FirstOrDefault();

    /// <summary>Every problem of a template that can be told without data.</summary>
    public static IReadOnlyList<TemplateProblem> Problems(byte[] content, PaperRecord? record, IReadOnlyDictionary<string, byte[]> beside)
    {
        var fields = record is null ? null : RecordField.Of(record.GetType());
        HashSet<string> names = fields is null ? [] : [.. fields.Names];
        var options = new TemplateOptions
        {
            Expressions = fields is null ? TemplateFeel.Syntax() : TemplateFeel.Compiler(names, default),
            Parts = name => beside.GetValueOrDefault($"{PaperTemplate.Folder}{name}.docx"),
        };
        var template = OfficeTemplate.Open(new MemoryStream(content, writable: false), options);
        return fields is null
            ? template.Problems
            : [.. template.Problems, .. TemplateNames.Unknown(template.Tags, fields, text => TemplateFeel.Reads(text, names))];
    }
}
