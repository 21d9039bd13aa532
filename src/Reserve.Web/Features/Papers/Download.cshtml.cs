using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Reserve.Web.Features.Papers;

/// <summary>The file of a paper, for those whose territory covers it. Reading is written into the audit trail.</summary>
[Authorize(PapersRegistration.Policy)]
public sealed class DownloadModel(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new ReadPaper(new PaperId(Id)), cancellationToken);
        return result.IsOk ? File(result.Value.Bytes, result.Value.ContentType, result.Value.FileName) : NotFound();
    }
}
