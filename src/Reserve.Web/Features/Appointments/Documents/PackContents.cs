using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Files;
using Reserve.Documents.Templates;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>One part of a pack: a document that came, or a paper that was issued.</summary>
/// <param name="Title">What it is called in the list, in Russian.</param>
/// <param name="FileName">Its file.</param>
/// <param name="Document">Which document; null for a paper.</param>
/// <param name="Paper">Which paper; null for a document.</param>
/// <param name="Size">How large the file is; of a paper it is not asked.</param>
internal sealed record PackPart(string Title, string FileName, CaseDocumentId? Document, PaperId? Paper, long Size)
{
    public Guid Id => Document?.Value ?? Paper!.Value.Value;

    /// <summary>Where it is shown.</summary>
    public string Address => Document is { } document ? $"/appointments/documents/{document.Value}/view" : $"/papers/{Id}/pages";
}

/// <summary>
/// What lies in the pack of a case, in reading order: what was asked for in the order of the list, the rest, then the papers.
/// </summary>
internal sealed class PackContents(ReserveDb db, CaseDocuments documents, DocumentKinds kinds, DocumentDesk desk, PaperArchive archive)
{
    private const int MostTextOfPaper = 200_000;

    public async Task<IReadOnlyList<PackPart>> Of(AppointmentCase appointment, CancellationToken cancellationToken)
    {
        var set = SetOfDocuments.Of(await kinds.Of(appointment, cancellationToken), await documents.Of(appointment.Id, cancellationToken));
        var papers = await archive.Of(new PaperSubject(PaperSubjectKind.AppointmentCase, appointment.Id.Value), cancellationToken);
        return
        [
            .. from kind in set.Kinds from document in kind.Documents where IsRead(document) select Part(kind.Kind.Russian, document),
            .. from document in set.Others where IsRead(document) select Part(null, document),
            .. papers
                .OrderBy(paper => paper.CreatedAt)
                .Select(paper => new PackPart($"{paper.Name} № {paper.Number}", paper.FileName, null, paper.Id, 0)),
        ];
    }

    /// <summary>The same parts give the same; one more, or another in its place, does not.</summary>
    public static string HashOf(IReadOnlyList<PackPart> parts) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts.Select(part => $"{part.Id} {part.Title}"))))
        );

    public async Task<byte[]> Content(PackPart part, CancellationToken cancellationToken) =>
        part.Document is { } id
            ? await db.Set<CaseDocumentFile>().Where(row => row.Id == id).Select(row => row.Content).SingleAsync(cancellationToken)
            : (await archive.File(part.Paper!.Value, cancellationToken))!.Bytes;

    /// <summary>The words of a part, for the search.</summary>
    public async Task<string> Text(PackPart part, CancellationToken cancellationToken) =>
        part.Document is { } id
            ? await db.Set<CaseDocumentFile>().Where(row => row.Id == id).Select(row => row.Text).SingleAsync(cancellationToken)
            : OfficeFile.Read(await Content(part, cancellationToken), TemplateLimits.Default, MostTextOfPaper).Text;

    private bool IsRead(CaseDocument document) => document.IsCurrent && desk.Withheld(document) is null;

    private static PackPart Part(string? kind, CaseDocument document) =>
        new(kind is null ? document.Name : $"{kind}: {document.Name}", document.Name, document.Id, null, document.Size);
}
