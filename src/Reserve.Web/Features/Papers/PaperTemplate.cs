using Reserve.Documents.Papers;

namespace Reserve.Web.Features.Papers;

/// <summary>A template of a process and what it is filled with.</summary>
/// <param name="Process">The folder of the process, which is its key.</param>
/// <param name="File">The template's file within the process's folder <c>templates</c>.</param>
public sealed record PaperTemplate(string Process, string File)
{
    /// <summary>The folder of a process that holds its templates.</summary>
    public const string Folder = "templates/";

    private const string Approval = "appointment-approval";
    private const string Cycle = "reserve-cycle";

    /// <summary>The template's path within its process.</summary>
    public string Path => Folder + File;

    /// <summary>Filled with a <see cref="BriefRecord"/>.</summary>
    public static PaperTemplate Brief { get; } = new(Approval, "brief.docx");

    /// <summary>The presentation of a candidate, filled with the <see cref="BriefRecord"/> of the brief.</summary>
    public static PaperTemplate Deck { get; } = new(Approval, "candidate.pptx");

    /// <summary>The dossier of a person, filled with the <see cref="BriefRecord"/> of the brief.</summary>
    public static PaperTemplate Dossier { get; } = new(Approval, "dossier.docx");

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

    /// <summary>The templates that the program fills itself, each with an example of what it fills it with.</summary>
    public static IReadOnlyDictionary<PaperTemplate, PaperRecord> Known { get; } =
        new Dictionary<PaperTemplate, PaperRecord>
        {
            [Brief] = PaperExamples.Brief,
            [Deck] = PaperExamples.Brief,
            [Dossier] = PaperExamples.Brief,
            [Protocol] = PaperExamples.Protocol,
            [Extract] = PaperExamples.Extract,
            [Decision] = PaperExamples.Decision,
            [Attestation] = PaperExamples.Attestation,
            [Certificate] = PaperExamples.Certificate,
        };
}
