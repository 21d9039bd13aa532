using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Runtime.Messages;

namespace Reserve.Web.Features.Processes;

[Authorize(ProcessesRegistration.Policy)]
public sealed class MessagesModel(WaitingMessages messages) : PageModel
{
    public const int Size = 50;

    [BindProperty(SupportsGet = true, Name = "page")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<WaitingMessageRow> Rows { get; private set; } = [];

    public int Total { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Number = Math.Max(1, Number);
        var (rows, total) = await messages.List((Number - 1) * Size, Size, cancellationToken);
        Rows = rows;
        Total = (int)Math.Min(total, int.MaxValue);
    }
}
