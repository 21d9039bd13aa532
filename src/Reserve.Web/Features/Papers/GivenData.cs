using Reserve.Documents.Papers;
using Reserve.Documents.Templates;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Features.Papers;

/// <summary>
/// What a drawing fills a template or a letter with, held against the names that it prints: an answer that the form has no more, an output
/// that the activity has no more, a slip of the pen.
/// </summary>
internal static class GivenData
{
    /// <summary>How activities name the input.</summary>
    private const string Input = "data";

    /// <summary>The name below which only the data know what there is.</summary>
    private static RecordField Unknown(string name) => new(name, "", RecordFieldKind.Unknown, []);

    /// <summary>A warning when there are names that the data will not have.</summary>
    /// <param name="code">The code of the finding.</param>
    /// <param name="what">What is filled, with its name: «Письмо «invitation»».</param>
    /// <param name="element">The element that fills it, and its binding.</param>
    /// <param name="tags">Its tags, in their order.</param>
    /// <param name="variables">The variables of the process.</param>
    /// <param name="beside">What is put beside the data.</param>
    public static BpmnDiagnostic? Lacking(
        string code,
        string what,
        (string Id, ActivityBinding Binding) element,
        IEnumerable<TemplateTag> tags,
        IReadOnlyDictionary<string, FeelType> variables,
        params RecordField[] beside
    )
    {
        var record = Of(element.Binding.Input(Input), variables);
        if (record.Kind != RecordFieldKind.Group)
            return null;
        var missing = TemplateNames
            .Missing(tags, record with { Fields = [.. record.Fields, .. beside] }, text => TemplateFeel.Reads(text, []))
            .Where(name => !name.Tag.HasFallback)
            .ToList();
        if (missing.Count == 0)
            return null;
        var names = missing.Select(name => $"«{name.Name}»").Distinct();
        return new(
            code,
            BpmnSeverity.Warning,
            element.Id,
            element.Binding.Line,
            $"{what} печатает {string.Join(", ", names)}, а во входе «{Input}» этого нет"
                + BundleChecks.Meant(missing[0].Name, missing[0].Candidates)
        );
    }

    /// <summary>What an input gives: a group of names, or something unknown.</summary>
    private static RecordField Of(BindingInput? data, IReadOnlyDictionary<string, FeelType> variables) =>
        data is null ? new("", "", RecordFieldKind.Group, [])
        : FeelExpression.Parse(data.Value).Expression is { } expression ? Field("", expression.InferType(variables))
        : Unknown("");

    private static RecordField Field(string name, FeelType type) =>
        type.Kind switch
        {
            FeelTypeKind.Any or FeelTypeKind.Null => Unknown(name),
            FeelTypeKind.Context when type.Fields.Count == 0 => Unknown(name),
            FeelTypeKind.Context => new(name, "", RecordFieldKind.Group, [.. type.Fields.Select(field => Field(field.Name, field.Type))]),
            FeelTypeKind.List when Field("", type.Element) is var item => item.Kind == RecordFieldKind.Unknown
                ? Unknown(name)
                : new(name, "", RecordFieldKind.List, item.Fields),
            _ => new(name, "", RecordFieldKind.Text, []),
        };
}
