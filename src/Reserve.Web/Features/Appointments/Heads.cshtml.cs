using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons;
using Reserve.Web.Pages;
using Reserve.Web.Pages.Tags;

namespace Reserve.Web.Features.Appointments;

[Authorize(AppointmentsRegistration.Policy)]
public sealed class HeadsModel(ReserveDb db, TimeShown shown) : PageModel
{
    public const int Size = 50;

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public HeadFilter Filter { get; private set; } = null!;

    public IReadOnlyList<HeadRow> Rows { get; private set; } = [];

    public IReadOnlyList<VacantPost> Vacant { get; private set; } = [];

    public int Total { get; private set; }

    public IReadOnlyDictionary<Guid, string> Cases { get; private set; } = new Dictionary<Guid, string>();

    public IReadOnlyList<(string Path, string Name)> Territories { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Number = Math.Clamp(Number, 1, PagingTagHelper.MostPages);
        Filter = HeadFilter.Of(Request.Query);
        Territories = await TerritoryChoice.InScope(db, cancellationToken);
        var heads = new HeadSelection(db, shown.Today);
        if (Filter.State == HeadState.Vacant)
        {
            Vacant = await heads.Vacant(Filter, cancellationToken);
            return;
        }

        Total = await heads.Count(Filter, cancellationToken);
        Rows = await heads.Page(Filter, (Number - 1) * Size, Size, cancellationToken);
        Cases = await NumbersOf(db, Rows.Select(row => row.Case), cancellationToken);
    }

    /// <summary>The numbers of the cases that the reader sees.</summary>
    internal static async Task<IReadOnlyDictionary<Guid, string>> NumbersOf(
        ReserveDb db,
        IEnumerable<Guid?> cases,
        CancellationToken cancellationToken
    )
    {
        var ids = cases.OfType<Guid>().Select(id => new AppointmentCaseId(id)).ToList();
        return (
            await db.Set<AppointmentCase>()
                .AsNoTracking()
                .Where(row => ids.Contains(row.Id))
                .Select(row => new
                {
                    row.Id,
                    row.Serial,
                    row.RegisteredAt,
                })
                .ToListAsync(cancellationToken)
        ).ToDictionary(
            row => row.Id.Value,
            row => string.Create(CultureInfo.InvariantCulture, $"{row.RegisteredAt.Year}-{row.Serial:0000}")
        );
    }
}
