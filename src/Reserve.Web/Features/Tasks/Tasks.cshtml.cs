using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Tasks;

[Authorize(TasksRegistration.Policy)]
public sealed class TasksModel(TaskList tasks, ProcessQueries queries, Caller caller) : PageModel
{
    public const int Size = 30;

    public static IReadOnlyList<(TaskView View, string Word)> Views { get; } =
    [
        (TaskView.All, "Все"),
        (TaskView.Mine, "Взятые мной"),
        (TaskView.Free, "Свободные"),
        (TaskView.Overdue, "Просроченные"),
        (TaskView.Done, "Выполненные мной"),
    ];

    [BindProperty(SupportsGet = true)]
    public TaskView View { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Role { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Process { get; set; }

    [FromQuery]
    public string? After { get; set; }

    [FromQuery]
    public string? Before { get; set; }

    public KeyPage<TaskRow> List { get; private set; } = KeyPage<TaskRow>.Empty;

    public (int Open, int Overdue) Counts { get; private set; }

    public IReadOnlyList<string> MyRoles => [.. Roles.All.Where(caller.IsInRole)];

    public IReadOnlyList<(string Key, string Name)> Processes { get; private set; } = [];

    /// <summary>Whether there is a process that people of the user's role begin.</summary>
    public bool MayBegin { get; private set; }

    public Guid? Me => caller.UserId;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var filter = new TaskFilter(View, Blank(Role), Blank(Process), Blank(Q));
        List = await tasks.Page(filter, Cursor.Of(After, Before), Size, cancellationToken);
        Counts = await tasks.Count(cancellationToken);
        Processes = await tasks.Processes(cancellationToken);
        MayBegin = (await queries.BegunBy(caller, caller.Territory ?? "", cancellationToken)).Count > 0;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
