using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Pages.Tags;

namespace Reserve.Web.Features.Notifications;

[Authorize(AccessRegistration.SignedIn)]
public sealed class IndexModel(ReserveDb db, Caller caller, IMediator mediator) : PageModel
{
    public const int Size = 50;

    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<Notification> Rows { get; private set; } = [];

    public int Total { get; private set; }

    public int Unread { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        PageNumber = Math.Clamp(PageNumber, 1, PagingTagHelper.MostPages);
        var mine = db.Set<Notification>().AsNoTracking().Where(row => row.UserId == caller.UserId);
        Total = await mine.CountAsync(cancellationToken);
        Unread = await mine.CountAsync(row => row.ReadAt == null, cancellationToken);
        Rows = await mine.OrderByDescending(row => row.At)
            .ThenBy(row => row.Id)
            .Skip((PageNumber - 1) * Size)
            .Take(Size)
            .ToListAsync(cancellationToken);
    }

    public Task<IActionResult> OnPostOneAsync(long id, CancellationToken cancellationToken) => Mark(id, cancellationToken);

    public Task<IActionResult> OnPostAllAsync(CancellationToken cancellationToken) => Mark(null, cancellationToken);

    private async Task<IActionResult> Mark(long? id, CancellationToken cancellationToken)
    {
        await mediator.Send(new MarkRead(id), cancellationToken);
        return RedirectToPage();
    }
}
