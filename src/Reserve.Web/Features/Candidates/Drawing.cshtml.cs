using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Candidates;

/// <summary>The drawing of the version on which this candidate's cycle runs.</summary>
[Authorize(CandidatesRegistration.Card)]
public sealed class DrawingModel(ReserveDb db, Caller caller, ProcessQueries processes) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        var candidate = new CandidateId(id);
        if (
            !caller.MayOpen(
                await db.Set<Candidate>()
                    .Where(row => row.Id == candidate)
                    .Select(row => row.UserId)
                    .SingleOrDefaultAsync(cancellationToken)
            )
        )
            return NotFound();
        var run = await db.Set<ReserveEntry>()
            .Where(row => row.CandidateId == candidate && row.IsCurrent)
            .Select(row => row.RunId)
            .SingleOrDefaultAsync(cancellationToken);
        return
            run is { } found
            && await processes.Run(new RunId(found), cancellationToken) is { } row
            && await processes.Xml(new DefinitionId(row.DefinitionId), cancellationToken) is { } xml
            ? Content(xml, "application/xml; charset=utf-8")
            : NotFound();
    }
}
