using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Mail;

/// <summary>Letters that leave: what waits, what could not be sent and why, what is sent.</summary>
[Authorize(MailRegistration.Policy)]
public sealed class OutgoingModel(IServiceProvider services, IMediator mediator, Words words) : PageModel
{
    public const int Size = 50;

    [BindProperty(SupportsGet = true)]
    public OutgoingState? State { get; set; }

    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    internal IReadOnlyList<OutgoingLetter> Rows { get; private set; } = [];

    /// <summary>The state that is shown: what waits for a person, when nothing was chosen and something does.</summary>
    public OutgoingState Shown { get; private set; }

    public int Failed { get; private set; }

    public bool HasMore { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var letters = services.GetRequiredService<OutgoingLetters>();
        PageNumber = Math.Clamp(PageNumber, 1, 10_000);
        Failed = await letters.Failed(cancellationToken);
        Shown = State ?? (Failed > 0 ? OutgoingState.Failed : OutgoingState.Waiting);
        var rows = await letters.Page(Shown, PageNumber, Size, cancellationToken);
        HasMore = rows.Count > Size;
        Rows = [.. rows.Take(Size)];
    }

    public async Task<IActionResult> OnPostAgainAsync(Guid id, CancellationToken cancellationToken)
    {
        this.Tell(await mediator.Send(new SendAgain(new OutboxMessageId(id)), cancellationToken), words, "Письмо отправляется ещё раз.");
        return RedirectToPage(new { state = State });
    }

    public async Task<IActionResult> OnPostWithdrawAsync(Guid id, CancellationToken cancellationToken)
    {
        this.Tell(
            await mediator.Send(new WithdrawLetter(new OutboxMessageId(id)), cancellationToken),
            words,
            "Письмо не будет отправлено."
        );
        return RedirectToPage(new { state = State });
    }
}
