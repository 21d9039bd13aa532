using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Access;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Migration;

namespace Reserve.Web.Features.Processes;

/// <summary>How far an order has come, what became of each case, and taking it back.</summary>
[Authorize(ProcessesRegistration.Policy)]
public sealed class MigrationModel(MigrationQueries migrations, MigrationReader reader, IMediator mediator, Words words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public bool MayEdit => User.IsInRole(Roles.Administrator);

    public MigrationRow Order { get; private set; } = null!;

    public IReadOnlyList<(MigrationItemRow Row, CaseName Name, IReadOnlyList<string> Findings)> Items { get; private set; } = [];

    public static (string Word, string Color) StateOf(string state) =>
        state switch
        {
            "waiting" => ("переносится", "blue"),
            "done" => ("перенесено", "green"),
            "refused" => ("осталось", "red"),
            "undoing" => ("возвращается", "blue"),
            "undone" => ("возвращено", "grey"),
            "kept" => ("ушло дальше", "orange"),
            _ => (state, "grey"),
        };

    [Reads("ViewMigration", "Просмотр переноса дел")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await migrations.Find(Id, cancellationToken) is not { } order)
            return NotFound();
        Order = order;
        var items = await migrations.Items(Id, cancellationToken);
        Items = await reader.Results(order, items, new FindingWords(words), cancellationToken);
        return Page();
    }

    /// <summary>Takes back one case, or all that can be.</summary>
    public async Task<IActionResult> OnPostUndoAsync(Guid? run, string? reason, CancellationToken cancellationToken)
    {
        if (!MayEdit)
            return Forbid();
        var undone = await mediator.Send(
            new UndoMigration(new MigrationId(Id), reason?.Trim() ?? "", run is { } one ? new RunId(one) : null),
            cancellationToken
        );
        this.Tell(undone, words, "Дела возвращаются на прежнюю версию.");
        return RedirectToPage(new { Id });
    }
}
