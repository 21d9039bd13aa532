using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Data;
using Reserve.Web.Features.Files;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>A document that may be worked on, with its case and all that lie beside it.</summary>
internal sealed record DocumentAtHand(CaseDocument Document, AppointmentCase Case, List<CaseDocument> All);

/// <summary>Finds documents for the commands that judge and change them.</summary>
internal sealed class DocumentDesk(ReserveDb db, DocumentRights rights, CaseDocuments documents, Clamd clamd, Caller caller)
{
    /// <summary>The document, or why it may not be changed.</summary>
    public async Task<(DocumentAtHand? Found, DocumentRefusal? Refusal)> Find(CaseDocumentId id, CancellationToken cancellationToken)
    {
        if (await Document(id, cancellationToken) is not { } document)
            return (null, DocumentRefusal.UnknownDocument);
        var appointment = await db.Set<AppointmentCase>().SingleAsync(row => row.Id == document.CaseId, cancellationToken);
        if (appointment.IsClosed || appointment.MaterialsLocked)
            return (null, DocumentRefusal.Locked);
        return document.IsCurrent
            ? (new DocumentAtHand(document, appointment, await documents.Of(appointment.Id, cancellationToken)), null)
            : (null, DocumentRefusal.Superseded);
    }

    /// <summary>The same for whoever judges it: it must have been opened by the caller and have a kind.</summary>
    public async Task<(DocumentAtHand? Found, DocumentRefusal? Refusal)> FindToJudge(CaseDocumentId id, CancellationToken cancellationToken)
    {
        var (found, refusal) = await Find(id, cancellationToken);
        if (found is null)
            return (null, refusal);
        if (found.Document.Kind is null)
            return (null, DocumentRefusal.NoKind);
        return found.Document.OnPaper is not null || await HasOpened(id, cancellationToken)
            ? (found, null)
            : (null, DocumentRefusal.NotLookedAt);
    }

    /// <summary>A document that the caller may read; null when there is none.</summary>
    public async Task<CaseDocument?> Document(CaseDocumentId id, CancellationToken cancellationToken) =>
        await db.Set<CaseDocument>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is { } document
        && await rights.MayRead(document.CaseId, cancellationToken)
            ? document
            : null;

    /// <summary>Why a file is not handed out; null when it is. Where nothing looks for viruses nothing waits for it.</summary>
    public DocumentRefusal? Withheld(CaseDocument document) =>
        document.OnPaper is not null ? DocumentRefusal.UnknownDocument
        : document.Scan == ScanState.Infected ? DocumentRefusal.Infected
        : document.Scan is null && clamd.IsConfigured ? DocumentRefusal.Quarantined
        : null;

    private Task<bool> HasOpened(CaseDocumentId id, CancellationToken cancellationToken) =>
        db.Set<AuditEvent>()
            .AnyAsync(
                row =>
                    row.Command == nameof(OpenDocument)
                    && row.Outcome == AuditOutcome.Done
                    && row.UserId == caller.UserId
                    && row.Subjects.Contains(id.Value),
                cancellationToken
            );
}
