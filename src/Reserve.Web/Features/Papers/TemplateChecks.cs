using Reserve.Documents.Papers;
using Reserve.Documents.Templates;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Features.Papers;

/// <summary>
/// Mistakes in templates before they are published: how they are built, what is no FEEL, names that they will not find, and templates that
/// the drawing names and the bundle does not have.
/// </summary>
internal sealed class TemplateChecks : IBundleCheck
{
    /// <summary>What is put beside the data of a process's own paper.</summary>
    private static readonly RecordField Head = RecordField.Of(typeof(PaperRecord)).Find("head")!;

    public IEnumerable<BpmnDiagnostic> Of(CheckedBundle bundle) =>
        Contents(bundle.Bundle, bundle.Keys)
            .Concat(bundle.Processes.SelectMany(process => Issued(bundle.Bundle, process, bundle.Variables!.Of(process))));

    private static IEnumerable<BpmnDiagnostic> Contents(ProcessBundle bundle, IReadOnlyCollection<string> keys) =>
        from template in bundle.Templates
        let file = template.Key[PaperTemplate.Folder.Length..]
        from problem in Problems(template.Value, RecordOf(keys, file), bundle.Templates)
        select new BpmnDiagnostic("bad-template", BpmnSeverity.Error, "", 0, $"{template.Key}: {problem}");

    private static IEnumerable<BpmnDiagnostic> Issued(
        ProcessBundle bundle,
        CompiledProcess process,
        IReadOnlyDictionary<string, FeelType> variables
    )
    {
        foreach (var (id, binding) in process.Definition.BoundElements.Select(element => (element.Id, element.Binding!)))
        {
            if (binding.ActivityType != IssuePaper.Activity || BundleChecks.Literal(binding, nameof(IssuePaper.Template)) is not { } named)
                continue;
            if (!bundle.Templates.TryGetValue(PaperTemplate.Folder + named, out var content))
            {
                var known = bundle.Templates.Keys.Select(path => path[PaperTemplate.Folder.Length..]);
                yield return new BpmnDiagnostic(
                    "unknown-template",
                    BpmnSeverity.Error,
                    id,
                    binding.Line,
                    $"Шаблона «{named}» нет в составе процесса" + BundleChecks.Meant(named, known)
                );
            }
            else if (
                Open(content, TemplateFeel.Syntax(), bundle.Templates) is var template
                && !CrossesSlides(template)
                && GivenData.Lacking("template-data", $"Шаблон «{named}»", (id, binding), template.Tags, variables, Head) is { } lacking
            )
                yield return lacking;
        }
    }

    /// <summary>Whether a section begins on one slide and ends on another: what its names are then stands in no slide alone.</summary>
    private static bool CrossesSlides(OfficeTemplate template) =>
        template.Kind == OfficeKind.Presentation
        && template
            .Tags.GroupBy(tag => tag.Part)
            .Any(slide => slide.Count(tag => tag.Opens) != slide.Count(tag => tag.Kind == TemplateTagKind.Close));

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
        var template = Open(content, fields is null ? TemplateFeel.Syntax() : TemplateFeel.Compiler(names, default), beside);
        return fields is null
            ? template.Problems
            : [.. template.Problems, .. TemplateNames.Unknown(template.Tags, fields, text => TemplateFeel.Reads(text, names))];
    }

    private static OfficeTemplate Open(byte[] content, ExpressionCompiler expressions, IReadOnlyDictionary<string, byte[]> beside) =>
        OfficeTemplate.Open(
            new MemoryStream(content, writable: false),
            new TemplateOptions
            {
                Expressions = expressions,
                Parts = name => beside.GetValueOrDefault($"{PaperTemplate.Folder}{name}.docx"),
            }
        );
}
