using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Tasks;

[Authorize(TasksRegistration.Policy)]
[UploadLimit(64 * 1024 * 1024)]
public sealed class TaskPageModel(
    TaskQueries tasks,
    FormDesk desk,
    TaskColleagues colleagues,
    RunMarks marks,
    IEnumerable<ITaskAside> asides,
    IMediator mediator,
    Caller caller,
    Words words,
    TimeShown shown
) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Run { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Wait { get; set; }

    public TaskCard Card { get; private set; } = null!;

    public FormView Form { get; private set; } = null!;

    /// <summary>Why the last attempt was refused as a whole.</summary>
    public string? Refusal { get; private set; }

    public string? OutcomeProblem { get; private set; }

    public bool IsOpen => Card.State == "open";

    public bool IsMine => Card.Row.Assignee == caller.UserId;

    /// <summary>Somebody else has taken it, for whom the reader does not act.</summary>
    public bool IsTaken => Card.Row.Assignee is not null && !IsMine && Card.Row.For is null;

    public bool MayRelease => IsOpen && TaskRights.MayRelease(Card.Row.Role, Card.Row.Assignee, caller);

    /// <summary>Whom whoever may do the task can ask to do it.</summary>
    public IReadOnlyList<Person> Colleagues { get; private set; } = [];

    /// <summary>The view component that shows what the task is about; null where no feature has one.</summary>
    public string? Aside => IsOpen ? asides.Select(aside => aside.ComponentOf(Card)).FirstOrDefault(name => name is not null) : null;

    /// <summary>Who has suspended the case; the task cannot be done until it is resumed.</summary>
    public SuspendedRow? Suspended { get; private set; }

    /// <summary>Whoever keeps the dates of others may set this one.</summary>
    public bool MayMove =>
        IsOpen && (caller.IsInRole(Roles.HrOfficer) || caller.IsInRole(Roles.CommissionSecretary) || caller.IsInRole(Roles.Administrator));

    /// <summary>Why the due date was not moved.</summary>
    public string? MoveProblem { get; private set; }

    /// <summary>The due date as a clock reads where the reader is, for the field.</summary>
    public string? NewDue => Card.Row.Due is { } due ? shown.Local(due).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture) : null;

    /// <summary>A task with a page and no form is decided on that page.</summary>
    public bool IsDecidedElsewhere =>
        PageAddress is not null && (Card.IsDecidedOnPage || (Card.Form.Fields.Count == 0 && Card.Settings.Outcomes.Count == 0));

    /// <summary>The page of the matter, on this site only; it learns which task brought the reader.</summary>
    public string? PageAddress =>
        Card.Page is { } page && PageAddresses.IsPath(page)
            ? $"{page}{(page.Contains('?', StringComparison.Ordinal) ? '&' : '?')}task={Run}/{Wait}"
            : null;

    [Reads("ViewTask", "Просмотр задачи")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        if (Card.AdHoc is not null)
            return LocalRedirect($"/tasks/{Run}/{Wait}/works");
        Show(await desk.Open(Card.Form, Card.Variables, Card.Settings.Earlier, cancellationToken));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? outcome, CancellationToken cancellationToken)
    {
        var answers = await FormPost.Read(Request, cancellationToken);
        var result = await mediator.Send(new CompleteTask(new RunId(Run), Wait, answers, outcome), cancellationToken);
        if (result.IsOk)
        {
            this.Done(words["Задача выполнена."].Value);
            return this.LeaveTo("/tasks");
        }
        return await Refused(result, answers, cancellationToken);
    }

    /// <summary>A row more or less in a repeated group, or other words to look for: the form again, with all that was typed.</summary>
    public async Task<IActionResult> OnPostRowsAsync(string? add, string? remove, CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        var answers = FormPost.Turn(await FormPost.Read(Request, cancellationToken), add, remove);
        Show(await desk.Follow(Card.Form, answers, Card.Variables, Card.Settings.Earlier, cancellationToken));
        return Page();
    }

    /// <summary>What the answers so far hide, lock and compute.</summary>
    public async Task<IActionResult> OnPostStateAsync(CancellationToken cancellationToken) =>
        await Load(cancellationToken)
            ? new JsonResult(
                FormPost.State(
                    desk.Glance(Card.Form, await FormPost.Read(Request, cancellationToken), Card.Variables, Card.Settings.Earlier)
                )
            )
            : NotFound();

    /// <summary>What a field that refers to the base offers for some words.</summary>
    public async Task<IActionResult> OnPostFindAsync(string? field, string? words, CancellationToken cancellationToken) =>
        await Load(cancellationToken) ? new JsonResult(await desk.Find(Card.Form.At(field ?? ""), words, cancellationToken)) : NotFound();

    public async Task<IActionResult> OnPostClaimAsync(CancellationToken cancellationToken) =>
        await Moved(
            await mediator.Send(new ClaimTask(new RunId(Run), Wait), cancellationToken),
            "Задача закреплена за вами.",
            cancellationToken
        );

    public async Task<IActionResult> OnPostReleaseAsync(CancellationToken cancellationToken) =>
        await Moved(
            await mediator.Send(new ReleaseTask(new RunId(Run), Wait), cancellationToken),
            "Задача возвращена в общий список.",
            cancellationToken
        );

    public async Task<IActionResult> OnPostDelegateAsync(Guid to, string? reason, CancellationToken cancellationToken)
    {
        var given = await mediator.Send(new DelegateTask(new RunId(Run), Wait, to, reason?.Trim() ?? ""), cancellationToken);
        this.Tell(given, words, "Задача передана.");
        return this.LeaveTo(given.IsOk ? "/tasks" : $"/tasks/{Run}/{Wait}");
    }

    /// <summary>Another due date, as a clock reads where the reader is.</summary>
    public async Task<IActionResult> OnPostDueAsync(DateTime? due, CancellationToken cancellationToken)
    {
        if (due is null)
            return await NotMoved("Укажите день и время.", cancellationToken);
        var result = await mediator.Send(new SetDueDate(new RunId(Run), Wait, shown.FromLocal(due.Value)), cancellationToken);
        if (result.Rejection is Rejection.Invalid { Problems: [var problem, ..] })
            return await NotMoved(problem.Text, cancellationToken);
        return await Moved(result, "Срок изменён.", cancellationToken);
    }

    private async Task<IActionResult> NotMoved(string problem, CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        MoveProblem = words[problem].Value;
        Show(await desk.Open(Card.Form, Card.Variables, Card.Settings.Earlier, cancellationToken));
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task<IActionResult> Moved(Result<Done, TaskRefusal> result, string done, CancellationToken cancellationToken)
    {
        if (!result.IsOk)
            return await Refused(result, RawAnswers.None, cancellationToken);
        this.Done(words[done].Value);
        return this.LeaveTo($"/tasks/{Run}/{Wait}");
    }

    private async Task<IActionResult> Refused(Result<Done, TaskRefusal> result, RawAnswers answers, CancellationToken cancellationToken)
    {
        if (!await Load(cancellationToken))
            return NotFound();
        var problems = result.IsRefused && result.Refusal is TaskRefusal.BadAnswers bad ? bad.Problems : [];
        Refusal = problems.Count > 0 ? words["Проверьте ответы: рядом с полями сказано, что не так."].Value : result.Reason;
        OutcomeProblem = problems.FirstOrDefault(problem => problem.Field == "outcome")?.Text;
        var filled = await (
            problems.Count > 0
                ? desk.Read(Card.Form, answers, Card.Variables, Card.Settings.Earlier, cancellationToken)
                : desk.Follow(Card.Form, answers, Card.Variables, Card.Settings.Earlier, cancellationToken)
        );
        // What a following activity would refuse is told beside its field, or as a whole where the form has none.
        foreach (var problem in problems.Where(problem => problem.Field != TaskCompletion.OutcomeField))
        {
            if (filled.All.FirstOrDefault(field => field.Path == problem.Field && !field.IsHidden) is { } field)
                field.Problem ??= problem.Text;
            else
                Refusal = words[problem.Text].Value;
        }

        Show(filled);
        Response.StatusCode = problems.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task<bool> Load(CancellationToken cancellationToken)
    {
        if (await tasks.Card(new RunId(Run), Wait, cancellationToken) is not { } card)
            return false;
        Card = card;
        if (IsOpen && !IsTaken)
            Colleagues = await colleagues.Of(card.Row.Role, card.Row.Territory, caller.UserId, cancellationToken);
        Suspended = IsOpen ? await marks.Suspended(new RunId(Run), cancellationToken) : null;
        return true;
    }

    private void Show(FilledForm form) => Form = new FormView(form, $"/tasks/{Run}/{Wait}");
}
