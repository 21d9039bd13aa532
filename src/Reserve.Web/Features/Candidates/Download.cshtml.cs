using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;

namespace Reserve.Web.Features.Candidates;

/// <summary>A paper as a file; taking it is written into the journal.</summary>
[Authorize(CandidatesRegistration.Card)]
public sealed class DownloadModel(ReserveDb db, PaperArchive archive, AuditTrail trail, Caller caller) : PageModel
{
    private sealed record ReadPaper(CandidateId Candidate, CandidatePaperId Paper);

    private sealed record ReadIssuedPaper(CandidateId Candidate, PaperId Paper);

    public async Task<IActionResult> OnGetAsync(Guid id, Guid paper, CancellationToken cancellationToken)
    {
        var (candidateId, paperId) = (new CandidateId(id), new CandidatePaperId(paper));
        if (
            !caller.MayOpen(
                await db.Set<Candidate>()
                    .Where(row => row.Id == candidateId)
                    .Select(row => row.UserId)
                    .SingleOrDefaultAsync(cancellationToken)
            )
        )
            return NotFound();
        if (
            await db.Set<CandidatePaper>()
                .AsNoTracking()
                .SingleOrDefaultAsync(row => row.Id == paperId && row.CandidateId == candidateId, cancellationToken)
            is not { } found
        )
            return await Issued(candidateId, new PaperId(paper), cancellationToken);
        await trail.RecordAsync(new ReadPaper(candidateId, paperId), null, null, caller.Stamp(), bySystem: false, cancellationToken);
        return File(found.Content, found.ContentType, found.FileName);
    }

    // What was issued here about this candidate, which the candidate may take too.
    private async Task<IActionResult> Issued(CandidateId candidate, PaperId paper, CancellationToken cancellationToken)
    {
        var about = await archive.Of(new(PaperSubjectKind.Candidate, candidate.Value), cancellationToken);
        if (!about.Exists(line => line.Id == paper) || await archive.File(paper, cancellationToken) is not { } file)
            return NotFound();
        await trail.RecordAsync(new ReadIssuedPaper(candidate, paper), null, null, caller.Stamp(), bySystem: false, cancellationToken);
        return File(file.Bytes, file.ContentType, file.FileName);
    }
}
