using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Processes;

[Authorize(ProcessesRegistration.Policy)]
public sealed class RunModel(ProcessReader reader, ProcessQueries queries, IMediator mediator, Words words) : PageModel
{
    public const int Size = 100;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "page")]
    public int Number { get; set; } = 1;

    public bool MayEdit => User.IsInRole(Roles.Administrator);

    public RunPlaces Places { get; private set; } = null!;

    public IReadOnlyList<HistoryRow> History { get; private set; } = [];

    public int Total { get; private set; }

    public IReadOnlyList<IncidentRow> Incidents { get; private set; } = [];

    public IReadOnlyList<DecisionRow> Decisions { get; private set; } = [];

    /// <summary>For administrators only: variables hold people's data.</summary>
    public IReadOnlyList<(string Name, string Value)>? Variables { get; private set; }

    public static string MoveOf(string move) =>
        move switch
        {
            "e" => "начат",
            "c" => "завершён",
            "x" => "отменён",
            _ => move,
        };

    public static string CauseOf(string cause) =>
        cause switch
        {
            "start" => "запуск",
            "task" => "задача выполнена",
            "timer" => "срок наступил",
            "retry" => "повтор",
            "cancel" => "отмена",
            "called-ended" => "вызванный процесс окончен",
            _ => cause,
        };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var id = new RunId(Id);
        if (await reader.Places(id, cancellationToken) is not { } places)
            return NotFound();
        Places = places;
        var history = await queries.History(id, cancellationToken);
        Number = Math.Max(1, Number);
        Total = history.Count;
        History = [.. history.Skip((Number - 1) * Size).Take(Size)];
        Incidents = await queries.Incidents(id, alsoResolved: true, cancellationToken);
        Decisions = await queries.Decisions(id, cancellationToken);
        if (MayEdit)
            Variables = [.. places.Variables.Entries.Select(entry => (entry.Key, FeelJson.ToText(entry.Value)))];
        return Page();
    }

    public async Task<IActionResult> OnPostRetryAsync(Guid incident, CancellationToken cancellationToken) =>
        MayEdit
            ? Answer(await mediator.Send(new RetryIncident(new IncidentId(incident)), cancellationToken), "Повтор назначен.")
            : Forbid();

    public async Task<IActionResult> OnPostCancelAsync(CancellationToken cancellationToken) =>
        MayEdit ? Answer(await mediator.Send(new CancelRun(new RunId(Id)), cancellationToken), "Экземпляр отменён.") : Forbid();

    private RedirectToPageResult Answer<TRefusal>(Result<Done, TRefusal> result, string done)
        where TRefusal : notnull
    {
        if (result.IsOk)
            this.Done(words[done].Value);
        else
            this.Refused(words[result.Reason!].Value);
        return RedirectToPage(new { Id });
    }
}
