using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Files;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>The act of appointment, entered by the authority that issued it.</summary>
[Authorize(AppointmentsRegistration.Submit)]
[UploadLimit(64 * 1024 * 1024)]
internal sealed class ActModel(ReserveDb db, IMediator mediator, TaskQueries tasks, Words words) : PageModel
{
    internal sealed class Form
    {
        public string? Number { get; set; }

        public DateOnly? Date { get; set; }

        public DateOnly? StartsOn { get; set; }
    }

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public AppointmentCase Case { get; private set; } = null!;

    /// <summary>Why the scan was not taken.</summary>
    public string? ScanFault =>
        ModelState.TryGetValue($"{nameof(Input)}.{nameof(EnterAct.Scan)}", out var entry)
            ? entry.Errors.FirstOrDefault()?.ErrorMessage
            : null;

    /// <summary>Whether the process waits for the act now.</summary>
    public bool IsAwaited { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await Load(cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var scan = await GivenFiles.Of(Request, "scan", cancellationToken);
        var entered = await mediator.Send(
            new EnterAct(new AppointmentCaseId(Id), Input.Number ?? "", Input.Date, Input.StartsOn, scan),
            cancellationToken
        );
        if (entered.IsOk)
        {
            this.Done(words["Акт о назначении внесён."].Value);
            return this.LeaveTo($"/appointments/case/{Id}");
        }

        if (!await Load(cancellationToken))
            return NotFound();
        this.Show(entered, words, nameof(Input));
        return Page();
    }

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        var id = new AppointmentCaseId(Id);
        if (await db.Set<AppointmentCase>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } found)
            return false;
        Case = found;
        IsAwaited = (await tasks.OpenAbout(found.Subject, cancellationToken)).Exists(task =>
            task.Command == TaskCommands.NameOf<EnterAct>()
        );
        return true;
    }
}
