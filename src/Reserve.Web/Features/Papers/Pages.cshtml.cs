using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Features.Papers.Preview;

namespace Reserve.Web.Features.Papers;

/// <summary>A paper as pages, for those who may have its file; looking is reading, and is written down as that.</summary>
[Authorize(PapersRegistration.Policy)]
public sealed class PagesModel(IMediator mediator, PagePreview preview) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public string FileName { get; private set; } = "";

    public PagesShown Shown { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await Load(cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnGetPdfAsync(CancellationToken cancellationToken) =>
        await Load(cancellationToken) && Shown is PagesShown.Ready ready
            ? File(ready.Pdf, "application/pdf", Path.ChangeExtension(FileName, ".pdf"))
            : NotFound();

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new ReadPaper(new PaperId(Id)), cancellationToken);
        if (!result.IsOk)
            return false;
        FileName = result.Value.FileName;
        Shown = await preview.Of(result.Value.Bytes, Path.GetExtension(FileName), cancellationToken);
        return true;
    }
}
