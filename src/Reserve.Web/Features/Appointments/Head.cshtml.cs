using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Papers;
using Reserve.Web.Data;
using Reserve.Web.Features.Monitoring;
using Reserve.Web.Features.Persons;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments;

/// <summary>A head: every tenure of the person, and what the territory's monitoring says of each.</summary>
[Authorize(AppointmentsRegistration.Policy)]
public sealed class HeadModel(ReserveDb db, PersonKeeper persons, TerritoryMonitoring monitoring, TimeShown shown) : PageModel
{
    /// <summary>A tenure with the results of its years.</summary>
    public sealed record Line(Tenure Tenure, string Territory, IReadOnlyList<YearTotal> Years)
    {
        /// <summary>From the first loaded year of the tenure to the last one, in points.</summary>
        public decimal? Change => Years.Count > 1 ? Years[^1].Percent - Years[0].Percent : null;
    }

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public CurrentHead Head { get; private set; } = null!;

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public IReadOnlyDictionary<Guid, string> Cases { get; private set; } = new Dictionary<Guid, string>();

    public DateOnly Today => shown.Today;

    [Reads("ViewHead", "Просмотр руководителя")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var id = new CurrentHeadId(Id);
        if (await db.Set<CurrentHead>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } head)
            return NotFound();
        Head = head;
        var records = head.PersonId is { } person ? await persons.Records(person, cancellationToken) : [];
        var held = await (
            from tenure in db.Set<Tenure>().AsNoTracking()
            join own in db.Set<CurrentHead>() on tenure.HeadId equals own.Id
            join territory in db.Set<Territory>() on tenure.Territory equals territory.Path
            where own.Id == id || (own.PersonId != null && records.Contains(own.PersonId.Value))
            orderby tenure.StartsOn descending, tenure.Id
            select new { Tenure = tenure, Territory = territory.Name }
        ).ToListAsync(cancellationToken);
        var lines = new List<Line>();
        foreach (var row in held)
            lines.Add(new Line(row.Tenure, row.Territory, await Years(row.Tenure, cancellationToken)));
        Lines = lines;
        Cases = await HeadsModel.NumbersOf(db, held.Select(row => row.Tenure.CaseId), cancellationToken);
        return Page();
    }

    private async Task<IReadOnlyList<YearTotal>> Years(Tenure tenure, CancellationToken cancellationToken) =>
        [
            .. (await monitoring.Totals(tenure.Territory, tenure.StartsOn.Year, cancellationToken)).Where(total =>
                tenure.EndsOn is not { } last || total.Year <= last.Year
            ),
        ];
}
