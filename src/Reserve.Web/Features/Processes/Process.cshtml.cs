using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Pages;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Migration;
using Reserve.Web.Runtime.Starts;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Processes;

[Authorize(ProcessesRegistration.Policy)]
public sealed class ProcessModel(
    ReserveDb db,
    ProcessQueries queries,
    ProcessReader reader,
    BundleReader bundles,
    MigrationQueries migrations,
    CaseNames names,
    StartReader starts,
    IMediator mediator,
    Words words
) : PageModel
{
    public const int Size = 25;
    public const int MostIncidents = 100;
    private const int MostMigrations = 5;

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

    /// <summary>What the runs that are shown are about.</summary>
    public IReadOnlyDictionary<Guid, CaseName> Names { get; private set; } = new Dictionary<Guid, CaseName>();

    /// <summary>Those that may have a drawing of their own by whoever looks.</summary>
    public IReadOnlyList<Territory> Regions { get; private set; } = [];

    /// <summary>Where whoever looks may start a run.</summary>
    public IReadOnlyList<(string Path, string Name)> Territories { get; private set; } = [];

    /// <summary>The latest orders to take cases over.</summary>
    public IReadOnlyList<MigrationRow> Migrations { get; private set; } = [];

    /// <summary>What begins the process by itself, when its version in force is shown.</summary>
    public IReadOnlyList<StartLine> Starts { get; private set; } = [];

    /// <summary>Whether whoever looks may pause these starts.</summary>
    public bool MayHold => MayEdit && Territory.Covers(db.Scope, Current.ForTerritory ?? Territory.Federation);

    public string NameOf(string? elementId) => Elements.FirstOrDefault(element => element.Id == elementId)?.Label ?? elementId ?? "—";

    /// <summary>When and by whom the process, or the region's own version of it, was retired.</summary>
    public RetiredRow? Retired { get; private set; }

    /// <summary>Whether there is a newer version for the same territory.</summary>
    public bool IsFormer => Versions.First(version => version.ForTerritory == Current.ForTerritory) != Current;

    public string? CopyName { get; private set; }

    public string? CopyKey { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => await Load(cancellationToken) ? Page() : NotFound();

    private async Task<bool> Load(CancellationToken cancellationToken)
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
            return false;
        Current = current;
        Retired = await queries.Retired(Key, current.ForTerritory, cancellationToken);
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
        Names = await names.Of([.. Runs.Rows.Select(run => run.Id), .. Incidents.Select(incident => incident.RunId)], cancellationToken);
        Migrations = await migrations.OfProcess(Key, MostMigrations, cancellationToken);
        if (!IsFormer)
            Starts = await starts.Of(Key, current.ForTerritory, cancellationToken);
        if (MayEdit)
        {
            Regions = await TerritoryChoice.Regions(db, cancellationToken);
            Territories = await TerritoryChoice.InScope(db, cancellationToken);
        }

        return true;
    }

    /// <summary>The whole version as an archive for another installation.</summary>
    public async Task<IActionResult> OnGetArchiveAsync(CancellationToken cancellationToken)
    {
        if (
            (await queries.Versions(Key, cancellationToken)).FirstOrDefault(version => version.DefinitionId == V) is not { } version
            || await bundles.Archive(new DefinitionId(version.DefinitionId), cancellationToken) is not { } archive
        )
            return NotFound();
        return File(archive, "application/zip", $"{Key}-{version.Version}.zip");
    }

    [NeedsProof]
    public async Task<IActionResult> OnPostAgainAsync(CancellationToken cancellationToken)
    {
        if (!MayEdit)
            return Forbid();
        if (!await Load(cancellationToken))
            return NotFound();
        var result = await mediator.Send(
            new PublishAgain(Key, Current.ForTerritory, new DefinitionId(Current.DefinitionId)),
            cancellationToken
        );
        if (!result.IsOk)
        {
            this.Show(result, words);
            return Page();
        }
        this.Done(words["Опубликована версия {0}.", result.Value.Version].Value);
        return RedirectToPage(new { Key, V = result.Value.Id.Value });
    }

    [NeedsProof]
    public async Task<IActionResult> OnPostRetireAsync(CancellationToken cancellationToken)
    {
        if (!MayEdit)
            return Forbid();
        return await Load(cancellationToken)
            ? Told(await mediator.Send(new RetireProcess(Key, Current.ForTerritory), cancellationToken))
            : NotFound();
    }

    public async Task<IActionResult> OnPostReturnAsync(CancellationToken cancellationToken)
    {
        if (!MayEdit)
            return Forbid();
        return await Load(cancellationToken)
            ? Told(await mediator.Send(new RestoreProcess(Key, Current.ForTerritory), cancellationToken))
            : NotFound();
    }

    [NeedsProof]
    public async Task<IActionResult> OnPostDeleteAsync(CancellationToken cancellationToken)
    {
        if (!MayEdit)
            return Forbid();
        if (!await Load(cancellationToken))
            return NotFound();
        var result = await mediator.Send(new DeleteProcess(Key, Current.ForTerritory), cancellationToken);
        if (!result.IsOk)
            return Told(result);
        this.Done(words["Процесс удалён."].Value);
        return LocalRedirect("/processes");
    }

    public async Task<IActionResult> OnPostCopyAsync(string? copyName, string? copyKey, CancellationToken cancellationToken)
    {
        if (!MayEdit)
            return Forbid();
        if (!await Load(cancellationToken))
            return NotFound();
        (CopyName, CopyKey) = (copyName?.Trim(), copyKey?.Trim());
        if (CopyName is not { Length: > 0 and <= 200 })
            ModelState.AddModelError(nameof(CopyKey), words["Укажите название."].Value);
        if (!ProcessesModel.KeyForm().IsMatch(CopyKey ?? ""))
            ModelState.AddModelError(nameof(CopyKey), words["Ключ: строчные латинские буквы, цифры и дефис, первой буква."].Value);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
        // Whoever does not work for the whole country draws for the own territory.
        var own = db.Scope == Territory.Federation ? null : db.Scope;
        var copied = await mediator.Send(
            new CopyProcess(new DefinitionId(Current.DefinitionId), CopyKey!, CopyName!, own),
            cancellationToken
        );
        if (copied.IsOk)
            return LocalRedirect($"/processes/{CopyKey}/files?territory={own}");
        this.Show(copied, words);
        return Page();
    }

    private IActionResult Told(IOutcome outcome)
    {
        if (outcome.IsOk)
            return RedirectToPage(new { Key, V });
        this.Show(outcome, words);
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

    public async Task<IActionResult> OnPostRetryAsync(Guid incident, string? reason, CancellationToken cancellationToken)
    {
        if (!MayEdit)
            return Forbid();
        var result = await mediator.Send(new RetryIncident(new IncidentId(incident), reason?.Trim() ?? ""), cancellationToken);
        this.Show(result, words);
        return RedirectToPage(new { Key, V });
    }

    public async Task<IActionResult> OnPostPauseStartAsync(Guid start, string? reason, CancellationToken cancellationToken) =>
        await Held(
            forTerritory => mediator.Send(new PauseStart(Key, forTerritory, start, reason ?? ""), cancellationToken),
            "Начало приостановлено.",
            cancellationToken
        );

    public async Task<IActionResult> OnPostResumeStartAsync(Guid start, string? reason, CancellationToken cancellationToken) =>
        await Held(
            forTerritory => mediator.Send(new ResumeStart(Key, forTerritory, start, reason ?? ""), cancellationToken),
            "Начало возобновлено.",
            cancellationToken
        );

    public async Task<IActionResult> OnPostRetryStartAsync(Guid start, CancellationToken cancellationToken) =>
        await Held(
            forTerritory => mediator.Send(new RetryStart(Key, forTerritory, start), cancellationToken),
            "Начало будет повторено сейчас же.",
            cancellationToken
        );

    private async Task<IActionResult> Held<TRefusal>(
        Func<string?, Task<Result<Done, TRefusal>>> send,
        string done,
        CancellationToken cancellationToken
    )
        where TRefusal : notnull
    {
        if (!MayEdit)
            return Forbid();
        if (!await Load(cancellationToken))
            return NotFound();
        this.Tell(await send(Current.ForTerritory), words, done);
        return RedirectToPage(pageName: null, pageHandler: null, new { Key, V }, "starts");
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
