using Reserve.Documents.Papers;
using Reserve.Documents.Templates;

namespace Reserve.Web.Features.Papers;

/// <summary>A template of a process and what it is filled with.</summary>
/// <param name="Process">The folder of the process.</param>
/// <param name="File">The template's file within the process's folder <c>templates</c>.</param>
public sealed record PaperTemplate(string Process, string File)
{
    private const string Approval = "appointment-approval";
    private const string Cycle = "reserve-cycle";

    /// <summary>Filled with a <see cref="BriefRecord"/>.</summary>
    public static PaperTemplate Brief { get; } = new(Approval, "brief.docx");

    /// <summary>Filled with a <see cref="ProtocolRecord"/>.</summary>
    public static PaperTemplate Protocol { get; } = new(Approval, "protocol.docx");

    /// <summary>Filled with an <see cref="ExtractRecord"/>.</summary>
    public static PaperTemplate Extract { get; } = new(Approval, "extract.docx");

    /// <summary>Filled with a <see cref="DecisionRecord"/>.</summary>
    public static PaperTemplate Decision { get; } = new(Approval, "decision.docx");

    /// <summary>Filled with an <see cref="AttestationRecord"/>.</summary>
    public static PaperTemplate Attestation { get; } = new(Cycle, "attestation-protocol.docx");

    /// <summary>Filled with a <see cref="CertificateRecord"/>.</summary>
    public static PaperTemplate Certificate { get; } = new(Cycle, "certificate.docx");
}

/// <summary>A template that does not fit what it is filled with.</summary>
public sealed class PaperTemplateException(PaperTemplate template, IReadOnlyList<TemplateProblem> problems)
    : InvalidOperationException($"{template.Process}/templates/{template.File}:\n{string.Join('\n', problems)}")
{
    public IReadOnlyList<TemplateProblem> Problems { get; } = problems;
}

/// <summary>Makes papers of the templates that the program ships.</summary>
public sealed class PaperTemplates(TimeProvider clock)
{
    private readonly string root = Path.Combine(AppContext.BaseDirectory, "workflows");

    /// <summary>The paper. The same record gives the same bytes.</summary>
    /// <exception cref="PaperTemplateException">The template has mistakes or asks for what the record does not have.</exception>
    public byte[] Fill(PaperTemplate template, PaperRecord record)
    {
        var data = record.Data();
        var folder = Path.Combine(root, template.Process, "templates");
        var options = new TemplateOptions
        {
            Expressions = TemplateFeel.Compiler(TemplateFeel.Names(data), clock.GetLocalNow()),
            Parts = TemplateParts.Beside(folder),
        };
        using var file = File.OpenRead(Path.Combine(folder, template.File));
        using var paper = new MemoryStream();
        var problems = OfficeTemplate.Open(file, options).Render(data, paper);
        return problems.Count == 0 ? paper.ToArray() : throw new PaperTemplateException(template, problems);
    }
}
