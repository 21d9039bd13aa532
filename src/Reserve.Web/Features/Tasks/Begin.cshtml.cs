using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Tasks;

/// <summary>Begins a process whose drawing lets people of the user's role begin it, and leads to its first task.</summary>
[Authorize(TasksRegistration.Policy)]
public sealed class BeginModel(ReserveDb db, ProcessQueries queries, TaskQueries tasks, Caller caller, IMediator mediator, Words words)
    : PageModel
{
    public sealed class Form
    {
        public string? Key { get; set; }

        public string? Territory { get; set; }

        public string? About { get; set; }
    }

    [BindProperty]
    public Form Input { get; set; } = new();

    public IReadOnlyList<(string Key, string Name)> Processes { get; private set; } = [];

    public IReadOnlyList<(string Path, string Name)> Territories { get; private set; } = [];

    public async Task OnGetAsync(string? process, CancellationToken cancellationToken)
    {
        Input.Key = process;
        await Load(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new BeginProcess(Input.Key ?? "", Input.Territory ?? "", Input.About), cancellationToken);
        if (result.IsOk)
        {
            this.Done(words["Процесс начат."].Value);
            return LocalRedirect(
                await tasks.FirstOf(result.Value, cancellationToken) is { } wait ? $"/tasks/{result.Value.Value}/{wait}" : "/tasks"
            );
        }
        await Load(cancellationToken);
        this.Show(result, words, nameof(Input));
        return Page();
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        Processes = await queries.BegunBy(caller, caller.Territory ?? "", cancellationToken);
        Territories = await TerritoryChoice.InScope(db, cancellationToken);
    }
}
