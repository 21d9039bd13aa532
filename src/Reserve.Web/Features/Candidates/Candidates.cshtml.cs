using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Candidates;

[Authorize(CandidatesRegistration.Policy)]
public sealed class CandidatesModel(ReserveDb db) : PageModel
{
    public const int Size = 25;

    [FromQuery]
    public string? After { get; set; }

    [FromQuery]
    public string? Before { get; set; }

    public CandidateFilter Filter { get; private set; } = null!;

    public KeyPage<CandidateRow> List { get; private set; } = KeyPage<CandidateRow>.Empty;

    public int Total { get; private set; }

    public IReadOnlyList<(string Path, string Name)> Territories { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Filter = CandidateFilter.Of(Request.Query);
        Territories = await TerritoryChoice.InScope(db, cancellationToken);
        var candidates = new CandidateSelection(db);
        Total = await candidates.Count(Filter, cancellationToken);
        List = await candidates.Page(Filter, Cursor.Of(After, Before), Size, cancellationToken);
    }
}
