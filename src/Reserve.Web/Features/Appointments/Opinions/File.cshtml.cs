using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Reserve.Web.Features.Appointments.Opinions;

/// <summary>A file that lies beside an opinion, for saving. Opening it is written into the journal.</summary>
[Authorize(AppointmentsRegistration.Policy)]
public sealed class FileModel(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var opened = await mediator.Send(new OpenOpinionFile(new OpinionFileId(Id)), cancellationToken);
        return opened.IsOk ? File(opened.Value.Content, opened.Value.MediaType, opened.Value.Name) : NotFound();
    }
}
