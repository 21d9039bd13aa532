using Reserve.Documents.Templates;
using Reserve.Web.Features.Papers;

namespace Reserve.Web.Features.Processes;

/// <summary>A template on the page of its file: what may stand in it, what does, and what is wrong with it.</summary>
public sealed record TemplateView(
    IReadOnlyList<TemplateField>? Fields,
    IReadOnlyList<TemplateTag> Asked,
    IReadOnlyList<TemplateProblem> Problems
)
{
    internal static TemplateView Of(string process, string path, byte[] content, IReadOnlyDictionary<string, byte[]> beside)
    {
        var record = TemplateChecks.RecordOf([process], Path.GetFileName(path));
        return new TemplateView(
            record is null ? null : TemplateCatalog.Of(record),
            record is null ? TemplateCatalog.Asked(content) : [],
            TemplateChecks.Problems(content, record, beside)
        );
    }
}
