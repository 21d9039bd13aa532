using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Pages.Tags;

namespace Reserve.Web.Features.Appointments;

[Authorize(AppointmentsRegistration.Policy)]
public sealed class CasesModel(ReserveDb db, TimeShown shown, IAuthorizationService authorization) : PageModel
{
    public const int Size = 50;

    public sealed record Row(
        Guid Id,
        string Number,
        string Person,
        string Territory,
        string Position,
        CaseState State,
        DateOnly Deadline,
        bool Closed,
        DateTimeOffset? SittingAt
    );

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>A state's name, <c>late</c>, <c>all</c>; empty: everything that is not finished.</summary>
    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public int Total { get; private set; }

    public bool MaySubmit { get; private set; }

    public DateOnly Today => shown.Today;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Number = Math.Clamp(Number, 1, PagingTagHelper.MostPages);
        MaySubmit = (await authorization.AuthorizeAsync(User, AppointmentsRegistration.Submit)).Succeeded;
        var today = Today;
        var cases = db.Set<AppointmentCase>().AsNoTracking();
        cases = State switch
        {
            "all" => cases,
            "late" => cases.Where(row => row.ClosedAt == null && row.Deadline < today),
            _ when Enum.TryParse<CaseState>(State, out var state) && Enum.IsDefined(state) => cases.Where(row => row.State == state),
            _ => cases.Where(row => row.ClosedAt == null),
        };
        var named = cases.Join(
            db.Set<Territory>(),
            row => row.Territory,
            territory => territory.Path,
            (row, territory) => new { Case = row, Municipality = territory.Name }
        );
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var pattern = Pattern.Containing(Q);
            var serial = AppointmentCase.SerialOf(Q);
            named = named.Where(row =>
                EF.Functions.ILike(row.Case.PersonName, pattern)
                || EF.Functions.ILike(row.Municipality, pattern)
                || row.Case.Serial == serial
            );
        }

        Total = await named.CountAsync(cancellationToken);
        var ordered = Sort switch
        {
            "number" => named.OrderBy(row => row.Case.Serial),
            "-number" => named.OrderByDescending(row => row.Case.Serial),
            "person" => named.OrderBy(row => row.Case.PersonName),
            "-person" => named.OrderByDescending(row => row.Case.PersonName),
            "territory" => named.OrderBy(row => row.Municipality),
            "-territory" => named.OrderByDescending(row => row.Municipality),
            "-deadline" => named.OrderByDescending(row => row.Case.Deadline),
            _ => named.OrderBy(row => row.Case.Deadline),
        };
        var found = await ordered.ThenBy(row => row.Case.Serial).Skip((Number - 1) * Size).Take(Size).ToListAsync(cancellationToken);
        Rows =
        [
            .. found.Select(row => new Row(
                row.Case.Id.Value,
                row.Case.Number,
                row.Case.PersonName,
                row.Municipality,
                row.Case.Position,
                row.Case.State,
                row.Case.Deadline,
                row.Case.ClosedAt is not null,
                row.Case.SittingAt
            )),
        ];
    }
}
