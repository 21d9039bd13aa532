using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Messages;

namespace Reserve.Web.Features.Processes;

[Authorize(ProcessesRegistration.Policy)]
public sealed class MessagesModel(WaitingMessages messages) : PageModel
{
    public const int Size = 50;

    [FromQuery]
    public string? After { get; set; }

    [FromQuery]
    public string? Before { get; set; }

    public KeyPage<WaitingMessageRow> List { get; private set; } = KeyPage<WaitingMessageRow>.Empty;

    public long Total { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        List = await messages.List(Cursor.Of(After, Before), Size, cancellationToken);
        Total = await messages.Count(cancellationToken);
    }
}
