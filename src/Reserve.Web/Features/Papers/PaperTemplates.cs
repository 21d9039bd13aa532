using System.Collections.Frozen;
using Reserve.Documents.Papers;
using Reserve.Documents.Templates;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;

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

/// <summary>
/// Makes papers of the templates of a process: those of the version in force in the paper's territory, which administrators change; where
/// that version has none of the name, those that the program ships.
/// </summary>
internal sealed class PaperTemplates(ReserveDb db, ProcessCatalog catalog, TimeProvider clock)
{
    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "workflows");

    /// <summary>The paper. The same record gives the same bytes.</summary>
    /// <exception cref="PaperTemplateException">The template has mistakes or asks for what the record does not have.</exception>
    public async Task<byte[]> Fill(PaperTemplate template, string territory, PaperRecord record, CancellationToken cancellationToken)
    {
        var data = record.Data();
        var own = await InForce(template.Process, territory, cancellationToken);
        var beside = TemplateParts.Beside(Path.Combine(Shipped, template.Process, "templates"));
        byte[]? Part(string name) => own.GetValueOrDefault($"templates/{name}.docx") ?? beside(name);
        var options = new TemplateOptions
        {
            Expressions = TemplateFeel.Compiler(TemplateFeel.Names(data), clock.GetLocalNow()),
            Parts = Part,
        };
        var content =
            Part(Path.GetFileNameWithoutExtension(template.File))
            ?? throw new FileNotFoundException("A process has no such template.", template.File);
        using var file = new MemoryStream(content);
        using var paper = new MemoryStream();
        var problems = OfficeTemplate.Open(file, options).Render(data, paper);
        return problems.Count == 0 ? paper.ToArray() : throw new PaperTemplateException(template, problems);
    }

    private async Task<IReadOnlyDictionary<string, byte[]>> InForce(string process, string territory, CancellationToken cancellationToken)
    {
        var session = new RuntimeSession(db);
        return await ProcessCatalog.Newest(process, territory, session, cancellationToken) is { } version
            ? (await catalog.Get(version, session, cancellationToken)).Templates
            : FrozenDictionary<string, byte[]>.Empty;
    }
}
