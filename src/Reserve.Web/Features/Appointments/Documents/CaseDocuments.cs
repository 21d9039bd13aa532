using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Files;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>What became of files that were handed in.</summary>
/// <param name="Kept">Those that are in the case now.</param>
/// <param name="Problems">Of each of the others why it is not, in Russian.</param>
internal sealed record AddedDocuments(IReadOnlyList<CaseDocumentId> Kept, IReadOnlyList<FileProblem> Problems)
{
    /// <summary>What there is to say, in one line.</summary>
    public string Said => string.Join(' ', Problems.Select(problem => problem.Text));
}

/// <summary>Why a file was not taken; without a file, why none was.</summary>
internal sealed record FileProblem(GivenFile? File, string Text);

/// <summary>The documents of cases: takes files into them, and finds those that are there.</summary>
internal sealed class CaseDocuments(ReserveDb db, FileCheck check, DocumentKinds kinds, Caller caller)
{
    private const int MostOfCase = 300;

    /// <summary>All documents of a case, the latest last; what came together by name.</summary>
    public Task<List<CaseDocument>> Of(AppointmentCaseId id, CancellationToken cancellationToken) =>
        db.Set<CaseDocument>()
            .Where(row => row.CaseId == id)
            .OrderBy(row => row.AddedAt)
            .ThenBy(row => row.Name)
            .ToListAsync(cancellationToken);

    /// <summary>
    /// Takes what may be taken, each with the kind that the rule proposes, and says why of the rest. The same bytes are not kept twice.
    /// What was returned gives way to a new document of its kind.
    /// </summary>
    public async Task<AddedDocuments> Add(
        AppointmentCase appointment,
        IReadOnlyList<GivenFile> files,
        Guid? letter,
        CancellationToken cancellationToken
    )
    {
        if (files.Count == 0)
            return new AddedDocuments([], []);
        // A letter is here already, whatever its size.
        if (letter is null && check.TooMuch(files) is { } tooMuch)
            return new AddedDocuments([], [new FileProblem(null, tooMuch)]);
        var known = await Of(appointment.Id, cancellationToken);
        var list = await kinds.Of(appointment, cancellationToken);
        var (kept, problems) = (new List<CaseDocumentId>(), new List<FileProblem>());
        foreach (var file in files)
        {
            var (taken, problem) = check.Look(file);
            void Refuse(string why) => problems.Add(new FileProblem(file, why));
            if (appointment.IsClosed || appointment.MaterialsLocked)
                Refuse($"Файл «{FileCheck.NameOf(file.Name)}» не принят: материалы дела закрыты.");
            else if (taken is null)
                Refuse(problem!);
            else if (known.Find(row => row.IsCurrent && row.Sha256 == taken.Sha256) is { } same)
                Refuse($"Файл «{taken.Name}» уже есть в деле: это тот же файл, что «{same.Name}».");
            else if (known.Count >= MostOfCase)
                Refuse($"Файл «{taken.Name}» не принят: в деле уже {MostOfCase} документов.");
            else
                kept.Add(Keep(appointment, taken, list.Propose(taken), letter, known).Id);
        }

        await db.SaveChangesAsync(cancellationToken);
        return new AddedDocuments(kept, problems);
    }

    /// <summary>Keeps a file whose kind is known.</summary>
    public CaseDocument Keep(AppointmentCase appointment, TakenFile file, string? kind, Guid? letter, List<CaseDocument> known)
    {
        var (document, content) = CaseDocument.Of(appointment, file, kind, letter, caller.Stamp());
        db.AddRange(document, content);
        TakeThePlace(document, known);
        known.Add(document);
        return document;
    }

    /// <summary>What was returned of this kind gives way to it.</summary>
    public static void TakeThePlace(CaseDocument document, IEnumerable<CaseDocument> known)
    {
        if (document.Kind is null or CaseDocument.Other)
            return;
        foreach (
            var returned in known.Where(row =>
                row.IsCurrent && row.Id != document.Id && row.Kind == document.Kind && row.Verdict == DocumentVerdict.Returned
            )
        )
            returned.GiveWayTo(document);
    }
}
