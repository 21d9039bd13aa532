using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.AdHoc;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Tasks;

/// <summary>The works of an ad-hoc subprocess: which may be begun, which are under way, what was done.</summary>
[Authorize(TasksRegistration.Policy)]
public sealed class WorksModel(TaskQueries tasks, AdHocQueries works, RunMarks marks, IMediator mediator, Caller caller, Words words)
    : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Run { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Wait { get; set; }

    public TaskCard Card { get; private set; } = null!;

    public AdHocView View { get; private set; } = null!;

    public SuspendedRow? Suspended { get; private set; }

    /// <summary>Somebody else has taken it.</summary>
    public bool IsTaken => Card.Row.Assignee is { } assignee && assignee != caller.UserId && Card.Row.For is null;

    public bool MayAct => View.IsOpen && Card.State == "open" && !IsTaken && Suspended is null;

    [Reads("ViewTask", "Просмотр задачи")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var run = new RunId(Run);
        if (
            await tasks.Card(run, Wait, cancellationToken) is not { AdHoc: { } place } card
            || await works.Of(run, Wait, place.ElementId, place.Inputs, cancellationToken) is not { } view
        )
            return NotFound();
        (Card, View) = (card, view);
        Suspended = card.State == "open" ? await marks.Suspended(run, cancellationToken) : null;
        return Page();
    }

    public async Task<IActionResult> OnPostBeginAsync(string? element, int seen, CancellationToken cancellationToken) =>
        Told(await mediator.Send(new BeginWork(new RunId(Run), Wait, element ?? "", seen), cancellationToken), "Работа начата.");

    public async Task<IActionResult> OnPostEndAsync(CancellationToken cancellationToken) =>
        Told(await mediator.Send(new EndWorks(new RunId(Run), Wait), cancellationToken), "Работы закончены.");

    public async Task<IActionResult> OnPostClaimAsync(CancellationToken cancellationToken) =>
        Told(await mediator.Send(new ClaimTask(new RunId(Run), Wait), cancellationToken), "Задача закреплена за вами.");

    public async Task<IActionResult> OnPostReleaseAsync(CancellationToken cancellationToken) =>
        Told(await mediator.Send(new ReleaseTask(new RunId(Run), Wait), cancellationToken), "Задача возвращена в общий список.");

    public bool MayRelease => Card.State == "open" && TaskRights.MayRelease(Card.Row.Role, Card.Row.Assignee, caller);

    private LocalRedirectResult Told(Result<Done, TaskRefusal> result, string done)
    {
        this.Tell(result, words, done);
        return LocalRedirect($"/tasks/{Run}/{Wait}/works");
    }
}
