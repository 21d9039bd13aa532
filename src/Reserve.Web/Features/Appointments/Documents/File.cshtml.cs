using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>The file of a document, for saving; a picture also for looking at. Opening it is written into the journal.</summary>
[Authorize(AppointmentsRegistration.Policy)]
public sealed class FileModel(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var opened = await mediator.Send(new OpenDocument(new CaseDocumentId(Id)), cancellationToken);
        return opened.IsOk ? File(opened.Value.Content, opened.Value.MediaType, opened.Value.Name) : NotFound();
    }

    public async Task<IActionResult> OnGetPictureAsync(CancellationToken cancellationToken)
    {
        var opened = await mediator.Send(new OpenDocument(new CaseDocumentId(Id)), cancellationToken);
        return opened.IsOk && opened.Value.MediaType is "image/jpeg" or "image/png"
            ? File(opened.Value.Content, opened.Value.MediaType)
            : NotFound();
    }
}
