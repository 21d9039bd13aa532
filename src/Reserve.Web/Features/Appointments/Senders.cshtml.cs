using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments;

[Authorize(AppointmentsRegistration.Senders)]
public sealed class SendersModel(ReserveDb db, IMediator mediator, Words words) : PageModel
{
    public sealed record Row(Guid Id, string Address, string Territory, string? Authority);

    public sealed class Form
    {
        public string? Territory { get; set; }

        public string? Address { get; set; }

        public string? Authority { get; set; }
    }

    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public IReadOnlyList<Territory> Territories { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancellationToken) => Load(cancellationToken);

    public async Task<IActionResult> OnPostAddAsync(CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new AddSender(Input.Territory ?? "", Input.Address ?? "", Input.Authority), cancellationToken);
        if (!result.IsOk)
        {
            this.Show(result, words, nameof(Input));
            await Load(cancellationToken);
            return Page();
        }

        this.Done(words["Адрес добавлен."].Value);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid sender, CancellationToken cancellationToken)
    {
        this.Tell(await mediator.Send(new RemoveSender(new RegisteredSenderId(sender)), cancellationToken), words, "Адрес убран.");
        return RedirectToPage();
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        Territories = await db.Set<Territory>()
            .AsNoTracking()
            .Where(row => row.Path == db.Scope || row.Path.StartsWith(db.Scope + "."))
            .OrderBy(row => row.Path)
            .ToListAsync(cancellationToken);
        Rows = await (
            from sender in db.Set<RegisteredSender>().AsNoTracking()
            join territory in db.Set<Territory>() on sender.Territory equals territory.Path
            orderby territory.Path, sender.Address
            select new Row(sender.Id.Value, sender.Address, territory.Name, sender.Authority)
        ).ToListAsync(cancellationToken);
    }
}
