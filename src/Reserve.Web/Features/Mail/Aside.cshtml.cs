using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Pages;
using Reserve.Web.Pages.Tags;

namespace Reserve.Web.Features.Mail;

/// <summary>Letters that came and could not be used: why, and back to the inbox.</summary>
[Authorize(MailRegistration.Policy)]
public sealed class AsideModel(IServiceProvider services, IMediator mediator, Words words) : PageModel
{
    public const int Size = 50;

    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    internal IReadOnlyList<AsideLetter> Rows { get; private set; } = [];

    public int Total { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var all = await services.GetRequiredService<AsideLetters>().List(cancellationToken);
        PageNumber = Math.Clamp(PageNumber, 1, PagingTagHelper.MostPages);
        Total = all.Count;
        Rows = [.. all.Skip((PageNumber - 1) * Size).Take(Size)];
    }

    public async Task<IActionResult> OnGetFileAsync(string key, CancellationToken cancellationToken)
    {
        var outcome = await mediator.Send(new ReadAsideLetter(key), cancellationToken);
        return outcome.IsOk ? File(outcome.Value, "message/rfc822", key) : NotFound();
    }

    public async Task<IActionResult> OnPostReturnAsync(string key, CancellationToken cancellationToken)
    {
        this.Tell(
            await mediator.Send(new ReturnLetter(key), cancellationToken),
            words,
            "Письмо возвращено во входящие и будет принято ещё раз."
        );
        return RedirectToPage();
    }
}
