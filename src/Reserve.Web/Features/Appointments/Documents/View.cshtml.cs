using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Features.Files;
using Reserve.Web.Features.Papers.Preview;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>A document as it looks. Nothing of the file runs here: pages come as pictures, text as text.</summary>
[Authorize(AppointmentsRegistration.Policy)]
public sealed class ViewModel(IMediator mediator, PagePreview preview) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The first page to show.</summary>
    [BindProperty(SupportsGet = true)]
    public int From { get; set; } = 1;

    public string FileName { get; private set; } = "";

    /// <summary>Why the file is not shown though it is there.</summary>
    public string? Withheld { get; private set; }

    public string? PictureAddress { get; private set; }

    public string? PlainText { get; private set; }

    public PagesShown? Shown { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var opened = await mediator.Send(new OpenDocument(new CaseDocumentId(Id)), cancellationToken);
        if (opened.IsRefused && opened.Refusal is DocumentRefusal.Quarantined or DocumentRefusal.Infected)
        {
            Withheld = opened.Reason;
            return Page();
        }

        if (!opened.IsOk)
            return NotFound();
        var (_, name, _, content) = opened.Value;
        FileName = name;
        switch (FileTypes.Of(name)?.Family)
        {
            case FileFamily.Picture:
                PictureAddress = $"/appointments/documents/{Id}?handler=Picture";
                break;
            case FileFamily.Text:
                PlainText = FileCheck.TextOf(content);
                break;
            case FileFamily.Signature or null:
                break;
            default:
                Shown = await preview.Of(
                    content,
                    Path.GetExtension(name).ToLowerInvariant(),
                    cancellationToken,
                    Math.Clamp(From, 1, 100_000)
                );
                break;
        }

        return Page();
    }
}
