using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Pages.Tags;

namespace Reserve.Web.Features.Appointments;

[Authorize(AppointmentsRegistration.Policy)]
public sealed class HeadsModel(ReserveDb db, TimeShown shown) : PageModel
{
    public const int Size = 50;

    public sealed record Row(
        string Person,
        string Territory,
        string Position,
        DateOnly StartsOn,
        DateOnly? EndsOn,
        string ActNumber,
        DateOnly ActDate,
        AppointmentCaseId? Case,
        string? CaseNumber
    );

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Former { get; set; }

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public int Total { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Number = Math.Clamp(Number, 1, PagingTagHelper.MostPages);
        var today = shown.Today;
        var rows =
            from tenure in db.Set<Tenure>().AsNoTracking()
            join head in db.Set<CurrentHead>() on tenure.HeadId equals head.Id
            join territory in db.Set<Territory>() on tenure.Territory equals territory.Path
            where Former || tenure.EndsOn == null || tenure.EndsOn >= today
            select new
            {
                Tenure = tenure,
                Head = head,
                Municipality = territory.Name,
            };
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var pattern = Pattern.Containing(Q);
            rows = rows.Where(row =>
                EF.Functions.ILike(row.Head.PersonName, pattern)
                || EF.Functions.ILike(row.Municipality, pattern)
                || EF.Functions.ILike(row.Tenure.Position, pattern)
            );
        }

        Total = await rows.CountAsync(cancellationToken);
        var found = await rows.OrderBy(row => row.Municipality)
            .ThenByDescending(row => row.Tenure.StartsOn)
            .ThenBy(row => row.Tenure.Id)
            .Skip((Number - 1) * Size)
            .Take(Size)
            .Select(row => new
            {
                row.Head.PersonName,
                row.Municipality,
                row.Tenure,
                Case = db.Set<AppointmentCase>()
                    .Where(appointment => appointment.Id == row.Tenure.CaseId)
                    .Select(appointment => new { appointment.Serial, appointment.RegisteredAt })
                    .FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        Rows =
        [
            .. found.Select(row => new Row(
                row.PersonName,
                row.Municipality,
                row.Tenure.Position,
                row.Tenure.StartsOn,
                row.Tenure.EndsOn,
                row.Tenure.ActNumber,
                row.Tenure.ActDate,
                row.Tenure.CaseId,
                row.Case is null
                    ? null
                    : string.Create(CultureInfo.InvariantCulture, $"{row.Case.RegisteredAt.Year}-{row.Case.Serial:0000}")
            )),
        ];
    }
}
