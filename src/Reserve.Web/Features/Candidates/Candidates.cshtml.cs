using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Candidates;

[Authorize(CandidatesRegistration.Policy)]
public sealed class CandidatesModel(ReserveDb db) : PageModel
{
    public const int Size = 25;

    [BindProperty(SupportsGet = true, Name = "page")]
    public int Number { get; set; } = 1;

    public CandidateFilter Filter { get; private set; } = null!;

    public IReadOnlyList<CandidateRow> Rows { get; private set; } = [];

    public long Total { get; private set; }

    public IReadOnlyList<(string Path, string Name)> Territories { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Number = Math.Max(1, Number);
        Filter = CandidateFilter.Of(Request.Query);
        Territories = await TerritoryChoice.InScope(db, cancellationToken);
        var rows = Filter.Apply(db);
        Total = await rows.LongCountAsync(cancellationToken);
        Rows = await rows.Skip((Number - 1) * Size).Take(Size).ToListAsync(cancellationToken);
    }
}
