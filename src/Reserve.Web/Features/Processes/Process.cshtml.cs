using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Processes;

[Authorize(ProcessesRegistration.Policy)]
public sealed class ProcessModel(ReserveDb db, ProcessQueries queries, ProcessReader reader, IMediator mediator, Words words) : PageModel
{
    public const int Size = 25;
    public const int MostIncidents = 100;

    public static IReadOnlyList<string> Statuses { get; } = ["running", "completed", "terminated", "failed", "cancelled"];

    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    /// <summary>Which version is shown; the newest when not given.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? V { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    [FromQuery]
    public string? After { get; set; }

    [FromQuery]
    public string? Before { get; set; }

    public bool MayEdit => User.IsInRole(Roles.Administrator);

    public ProcessVersionRow Current { get; private set; } = null!;

    public string? TerritoryName { get; private set; }

    public bool HasDraft { get; private set; }

    public IReadOnlyList<ProcessVersionRow> Versions { get; private set; } = [];

    public IReadOnlyList<ElementInfo> Elements { get; private set; } = [];

    public IReadOnlyDictionary<string, int> Tokens { get; private set; } = new Dictionary<string, int>();

    public IReadOnlyList<IncidentRow> Incidents { get; private set; } = [];

    public KeyPage<RunRow> Runs { get; private set; } = KeyPage<RunRow>.Empty;

    /// <summary>Those that may have a drawing of their own by whoever looks.</summary>
    public IReadOnlyList<Territory> Regions { get; private set; } = [];

    /// <summary>Where whoever looks may start a run.</summary>
    public IReadOnlyList<(string Path, string Name)> Territories { get; private set; } = [];

    public string NameOf(string? elementId) =>
        Elements.FirstOrDefault(element => element.Id == elementId) is { Name.Length: > 0 } element ? element.Name : elementId ?? "—";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Versions = await queries.Versions(Key, cancellationToken);
        if (
            (
                V is { } v ? Versions.FirstOrDefault(version => version.DefinitionId == v)
                : Versions.Count > 0 ? Versions[0]
                : null
            )
            is not { } current
        )
            return NotFound();
        Current = current;
        var id = new DefinitionId(current.DefinitionId);
        TerritoryName = await db.Set<Territory>()
            .Where(territory => territory.Path == current.ForTerritory)
            .Select(territory => territory.Name)
            .SingleOrDefaultAsync(cancellationToken);
        HasDraft = await queries.Draft(Key, current.ForTerritory, cancellationToken) is not null;
        Elements = await reader.Elements(id, cancellationToken);
        Tokens = await reader.Tokens(id, Elements, cancellationToken);
        var status = Statuses.Contains(Status) ? Status : null;
        Runs = await queries.Runs(
            new RunFilter(Key, All ? null : current.DefinitionId, status),
            Cursor.Of(After, Before),
            Size,
            cancellationToken
        );
        Incidents = await queries.Incidents(id, MostIncidents, cancellationToken);
        if (MayEdit)
        {
            Regions = await TerritoryChoice.Regions(db, cancellationToken);
            Territories = await TerritoryChoice.InScope(db, cancellationToken);
        }

        return Page();
    }

    public async Task<IActionResult> OnGetFileAsync(CancellationToken cancellationToken)
    {
        if (
            (await queries.Versions(Key, cancellationToken)).FirstOrDefault(version => version.DefinitionId == V) is not { } version
            || await queries.Xml(new DefinitionId(version.DefinitionId), cancellationToken) is not { } xml
        )
            return NotFound();
        return File(System.Text.Encoding.UTF8.GetBytes(xml), "application/xml", $"{Key}-{version.Version}.bpmn");
    }

    public async Task<IActionResult> OnPostRetryAsync(Guid incident, CancellationToken cancellationToken)
    {
        if (!MayEdit)
            return Forbid();
        var result = await mediator.Send(new RetryIncident(new IncidentId(incident)), cancellationToken);
        this.Show(result, words);
        return RedirectToPage(new { Key, V });
    }

    public async Task<IActionResult> OnPostStartAsync(string? territory, string? variables, CancellationToken cancellationToken)
    {
        if (!MayEdit)
            return Forbid();
        JsonElement? given = null;
        try
        {
            given = string.IsNullOrWhiteSpace(variables) ? null : JsonDocument.Parse(variables).RootElement;
        }
        catch (JsonException)
        {
            this.Refused(words["Переменные не читаются как JSON."].Value);
            return RedirectToPage(new { Key, V });
        }
        var result = await mediator.Send(new StartProcess(Key, territory?.Trim() ?? "", given), cancellationToken);
        if (result.IsOk)
            return LocalRedirect($"/processes/runs/{result.Value.Value}");
        this.Refused(words[result.Reason!].Value);
        return RedirectToPage(new { Key, V });
    }
}
