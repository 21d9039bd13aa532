using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Pages;
using Reserve.Web.Pages.Tags;

namespace Reserve.Web.Features.Briefs;

/// <summary>The requests for briefs of the territory.</summary>
[Authorize(BriefsRegistration.Policy)]
public sealed class BriefsModel(ReserveDb db, TimeShown shown, IAuthorizationService authorization) : PageModel
{
    public const int Size = 50;

    public sealed record Row(
        Guid Id,
        string Number,
        string? Person,
        string Territory,
        BriefState State,
        DateTimeOffset AskedAt,
        DateOnly Deadline,
        bool Closed
    );

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>A state's name; empty: all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public int Total { get; private set; }

    public bool MayAsk { get; private set; }

    public DateOnly Today => shown.Today;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Number = Math.Clamp(Number, 1, PagingTagHelper.MostPages);
        MayAsk = (await authorization.AuthorizeAsync(User, BriefsRegistration.Ask)).Succeeded;
        var requests = db.Set<BriefRequest>().AsNoTracking();
        if (Enum.TryParse<BriefState>(State, out var state) && Enum.IsDefined(state))
            requests = requests.Where(row => row.State == state);
        var named = requests.Join(
            db.Set<Territory>(),
            row => row.Territory,
            territory => territory.Path,
            (row, territory) => new { Request = row, Place = territory.Name }
        );
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var pattern = Pattern.Containing(Q);
            var serial = AppointmentCase.SerialOf(Q);
            named = named.Where(row =>
                (row.Request.PersonName != null && EF.Functions.ILike(row.Request.PersonName, pattern))
                || EF.Functions.ILike(row.Place, pattern)
                || row.Request.Serial == serial
            );
        }

        Total = await named.CountAsync(cancellationToken);
        var found = await named
            .OrderByDescending(row => row.Request.Serial)
            .Skip((Number - 1) * Size)
            .Take(Size)
            .ToListAsync(cancellationToken);
        Rows =
        [
            .. found.Select(row => new Row(
                row.Request.Id.Value,
                row.Request.Number,
                row.Request.PersonName,
                row.Place,
                row.Request.State,
                row.Request.AskedAt,
                row.Request.Deadline,
                row.Request.IsClosed
            )),
        ];
    }
}
