using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Reserve.Engine.Bpmn.Execution.Migration;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Desk;
using Reserve.Web.Runtime.Migration;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Processes;

/// <summary>Takes running cases over to another version: what becomes what, what would happen to each case, and the order.</summary>
[Authorize(ProcessesRegistration.EditorPolicy)]
public sealed class MigrateModel(ProcessQueries queries, MigrationReader reader, BulkQueries bulk, IMediator mediator, Words words)
    : PageModel
{
    /// <summary>Cases of one kind that are listed; all are taken.</summary>
    public const int Listed = 300;

    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    /// <summary>The version that runs; the one with the most cases but the newest, when not given.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? From { get; set; }

    /// <summary>The version to be taken over to; the newest, when not given.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? To { get; set; }

    /// <summary>Only the cases that were chosen on the desk for this act; null: all.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Chosen { get; set; }

    /// <summary>Old element id to new one, as chosen; "" for none.</summary>
    [BindProperty]
    public Dictionary<string, string?> Map { get; set; } = [];

    /// <summary>Cases that shall stay.</summary>
    [BindProperty]
    public List<Guid> Skip { get; set; } = [];

    [BindProperty]
    public string? Reason { get; set; }

    public IReadOnlyList<ProcessVersionRow> Versions { get; private set; } = [];

    public ProcessVersionRow Old { get; private set; } = null!;

    public ProcessVersionRow New { get; private set; } = null!;

    public MigrationView View { get; private set; } = null!;

    /// <summary>What the versions are called in a list.</summary>
    public string NameOf(ProcessVersionRow version) =>
        words["версия {0}", version.Version].Value + (version.ForTerritory is null ? "" : $" ({version.ForTerritory})");

    [Reads("ViewMigration", "Просмотр переноса дел")]
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        await Load(null, cancellationToken) ? Page() : NotFound();

    /// <summary>What would happen with the chosen mapping.</summary>
    public async Task<IActionResult> OnPostCheckAsync(CancellationToken cancellationToken) =>
        await Load(Map, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostOrderAsync(CancellationToken cancellationToken)
    {
        if (!await Load(Map, cancellationToken))
            return NotFound();
        RunId[] runs = [.. View.Of(MigrationWeight.Note).Select(one => one.Run).Except(Skip).Select(run => new RunId(run))];
        var ordered = await mediator.Send(
            new MigrateRuns(new DefinitionId(From!.Value), new DefinitionId(To!.Value), View.Chosen, runs, Reason?.Trim() ?? ""),
            cancellationToken
        );
        if (ordered.IsOk)
            return LocalRedirect($"/processes/migrations/{ordered.Value.Id.Value}");
        this.Show(ordered, words);
        return Page();
    }

    private async Task<bool> Load(IReadOnlyDictionary<string, string?>? chosen, CancellationToken cancellationToken)
    {
        Versions = await queries.Versions(Key, cancellationToken);
        if (Versions.Count == 0)
            return false;
        var to = Versions.FirstOrDefault(version => version.DefinitionId == To) ?? (To is null ? Versions[0] : null);
        var from =
            Versions.FirstOrDefault(version => version.DefinitionId == From)
            ?? (From is null ? Versions.Where(version => version != to).MaxBy(version => version.Running) ?? to : null);
        if (from is null || to is null)
            return false;
        (Old, New, From, To) = (from, to, from.DefinitionId, to.DefinitionId);
        var only = Chosen is { } act ? await bulk.Runs(act, ["planned"], cancellationToken) : null;
        if (await reader.Of(from.DefinitionId, to.DefinitionId, chosen, new FindingWords(words), only, cancellationToken) is not { } view)
            return false;
        View = view;
        return true;
    }
}
