using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Interchange;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Processes;

/// <summary>An element of a process where tokens wait for the same thing.</summary>
public sealed record Place(string ElementId, string Name, string Kind, string Waits, int Tokens);

/// <summary>Where a run stands, for its drawing and the table beside it.</summary>
public sealed record RunPlaces(
    RunRow Run,
    IReadOnlyList<Place> Active,
    IReadOnlyList<string> Done,
    IReadOnlyList<string> Failed,
    IReadOnlyDictionary<string, ElementInfo> Elements,
    FeelContext Variables,
    IReadOnlyList<OpenAdHoc> AdHocs
)
{
    public string NameOf(string elementId) => ElementInfo.LabelOf(Elements, elementId);
}

/// <summary>What the editor opens: the draft, or the current version where there is none.</summary>
public sealed record Editable(
    string Xml,
    ProcessDraftRow? Draft,
    IReadOnlyDictionary<string, string> Files,
    IReadOnlyList<string> Templates,
    IReadOnlyList<BpmnDiagnostic> Diagnostics
);

/// <summary>How a process is called by the drawing that is edited.</summary>
public static class DrawingName
{
    /// <summary>Its name; its key where the drawing has none.</summary>
    /// <param name="drawing">The drawing; null where it cannot be read.</param>
    /// <param name="key">The key of the process.</param>
    public static string Of(BpmnFile? drawing, string key) =>
        drawing?.Processes.FirstOrDefault(process => process.Id == key)?.Name.Trim() is { Length: > 0 } name ? name : key;
}

/// <summary>Reads processes with the runtime's compiled versions.</summary>
public sealed class ProcessReader
{
    private readonly ReserveDb db;
    private readonly ProcessCatalog catalog;
    private readonly ProcessDrafts drafts;
    private readonly BundleChecks checks;
    private readonly ActivityCatalog activities;
    private readonly ProcessQueries queries;
    private readonly TimeProvider clock;

    internal ProcessReader(
        ReserveDb db,
        ProcessCatalog catalog,
        ProcessDrafts drafts,
        BundleChecks checks,
        ActivityCatalog activities,
        ProcessQueries queries,
        TimeProvider clock
    )
    {
        this.checks = checks;
        this.db = db;
        this.catalog = catalog;
        this.drafts = drafts;
        this.activities = activities;
        this.queries = queries;
        this.clock = clock;
    }

    /// <summary>What an activity is called; its type where it has no title.</summary>
    public string TitleOf(string activity) => activities.Find(activity)?.Title ?? activity;

    /// <summary>Every element of a version, in file order.</summary>
    public async Task<IReadOnlyList<ElementInfo>> Elements(DefinitionId id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        return [.. (await catalog.Get(id, new RuntimeSession(db), cancellationToken)).Definition.Elements];
    }

    /// <summary>
    /// How many running instances of a version wait at each element, counted over no more than <see cref="Counted.Most"/>;
    /// timers that only watch over a task are not counted.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, int>> Tokens(
        DefinitionId id,
        IReadOnlyList<ElementInfo> elements,
        CancellationToken cancellationToken
    )
    {
        var watching = elements
            .Where(element => element.ElementName is "boundaryEvent" or "startEvent")
            .Select(element => element.Id)
            .ToHashSet();
        var waiting = await queries.Waiting(id, cancellationToken);
        return waiting.Where(place => !watching.Contains(place.Key)).ToDictionary();
    }

    /// <summary>Where the run stands; null when there is none, or none that the caller's territory shows.</summary>
    public async Task<RunPlaces?> Places(RunId id, CancellationToken cancellationToken)
    {
        if (await queries.Look(id, cancellationToken) is not { } seen)
            return null;
        var elements = seen.Definition.Elements.ToDictionary(element => element.Id);
        // What happened by a former version keeps the names that its steps had.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var version in await queries.VersionsOf(id, cancellationToken))
        {
            var former = await catalog.Get(new DefinitionId(version), new RuntimeSession(db), cancellationToken);
            foreach (var element in former.Definition.Elements)
                elements.TryAdd(element.Id, element);
        }
        return new RunPlaces(
            seen.Run,
            [
                .. seen
                    .State.ActiveElements.CountBy(active => (active.ElementId, active.Kind))
                    .Select(place => new Place(
                        place.Key.ElementId,
                        ElementInfo.LabelOf(elements, place.Key.ElementId),
                        elements.GetValueOrDefault(place.Key.ElementId)?.ElementName ?? "",
                        place.Key.Kind,
                        place.Value
                    )),
            ],
            seen.Done,
            [.. seen.Stuck.Distinct()],
            elements,
            seen.State.Variables,
            seen.State.AdHocs
        );
    }

    /// <summary>The draft of a process, or its current version; null when there is neither.</summary>
    public async Task<Editable?> ForEditing(string key, string? forTerritory, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var draft = await queries.Draft(key, forTerritory, cancellationToken);
        var inForce = await drafts.InForce(key, forTerritory, cancellationToken);
        var changes = await drafts.Changes(key, forTerritory, cancellationToken);
        var bundle = ProcessDrafts.Applied(inForce, changes);
        if (bundle.Xml.Length == 0)
            return null;
        var found = changes.Count == 0 ? [] : await checks.Of(bundle, inForce, cancellationToken);
        return new Editable(bundle.Xml, draft, bundle.Files, [.. bundle.Templates.Keys], found);
    }

    /// <summary>A version made into a file for Elsa, with the lengths that its own rules give.</summary>
    public async Task<ElsaExportResult> ForElsa(DefinitionId id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var deployed = await catalog.Get(id, new RuntimeSession(db), cancellationToken);
        var file = BpmnReader.Read((await queries.Xml(id, cancellationToken))!).File!;
        var rules = ProcessCompiler
            .Rules(deployed.Files)
            .Where(rule => rule.Value.Model is not null)
            .ToDictionary(rule => rule.Key, rule => rule.Value.Model!);
        return ElsaExport.Make(file, rules, clock.GetUtcNow());
    }
}
