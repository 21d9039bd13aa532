using System.Text.Json;
using Npgsql;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.AdHoc;

/// <summary>A work that may be picked.</summary>
/// <param name="Begun">How often it was begun so far.</param>
/// <param name="Running">How many of it are under way.</param>
/// <param name="MayBegin">Whether it may be begun now.</param>
/// <param name="Task">Its open task that the reader may do.</param>
public sealed record WorkChoice(string ElementId, string Name, string Kind, int Begun, int Running, bool MayBegin, int? Task);

/// <summary>What was done so far of one element.</summary>
public sealed record WorkDone(string Name, string Kind, string Move, string By, DateTimeOffset At);

/// <summary>An ad-hoc subprocess as people work it.</summary>
/// <param name="IsOpen">Whether works may still be picked.</param>
/// <param name="Completion">The FEEL text that ends it by itself; null when nothing does.</param>
/// <param name="MayEnd">Whether a person may end it.</param>
public sealed record AdHocView(
    string Name,
    bool IsOpen,
    bool IsSequential,
    bool CancelsRemaining,
    string? Completion,
    bool MayEnd,
    bool IsBusy,
    IReadOnlyList<WorkChoice> Works,
    IReadOnlyList<WorkDone> Done
);

/// <summary>What the page of an ad-hoc subprocess shows. Asked after the right to see its task.</summary>
public sealed class AdHocQueries
{
    internal const string ElementName = "adHocSubProcess";

    /// <summary>What was done before these is not shown.</summary>
    public const int MostDone = 200;

    /// <summary>Of a drawing's input: whether a person may end it.</summary>
    internal const string MayEndInput = "mayEnd";

    private const string ReadRun = "select definition_id, state from process_run where id = $1";

    private const string ReadDone = """
        select h.element_id, h.move, coalesce(u.display_name, h.actor), h.at from run_history h
        left join users u on u.user_name = h.actor
        where h.run_id = $1 and h.scope = any($2) order by h.step desc, h.position desc limit $3
        """;

    private const string ReadScopes = "select instance from run_history where run_id = $1 and element_id = $2 and move = 'e'";

    private readonly ReserveDb db;
    private readonly ProcessCatalog catalog;
    private readonly TaskQueries tasks;

    internal AdHocQueries(ReserveDb db, ProcessCatalog catalog, TaskQueries tasks) =>
        (this.db, this.catalog, this.tasks) = (db, catalog, tasks);

    /// <summary>Null when the run is gone.</summary>
    public async Task<AdHocView?> Of(RunId run, int wait, string element, string inputs, CancellationToken cancellationToken)
    {
        var mine = await tasks.MineOf(run, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        DefinitionId version;
        byte[] bytes;
        var batch = Wide();
        batch.Add(ReadRun).With(run.Value);
        await using (var reader = await batch.ReadAsync(cancellationToken))
        {
            await reader.NextResultAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken))
                return null;
            (version, bytes) = (new DefinitionId(reader.GetGuid(0)), reader.GetFieldValue<byte[]>(1));
        }
        var deployed = await catalog.Get(version, new RuntimeSession(db), cancellationToken);
        var open = ProcessRun.Deserialize(deployed.Definition, bytes).AdHocs.FirstOrDefault(one => one.WaitId == wait);
        int[] scopes = open is null ? await Scopes(run, element, cancellationToken) : [open.Instance];
        var done = await Done(run, scopes, deployed, cancellationToken);
        var begun = done.Where(row => row.Move == "e").CountBy(row => row.ElementId).ToDictionary();
        return new AdHocView(
            deployed.Definition.LabelOf(element),
            open is not null,
            open?.IsSequential ?? false,
            open?.CancelsRemaining ?? true,
            open?.Completion,
            open is not null && MayEnd(open, inputs),
            open?.IsBusy ?? false,
            [
                .. (open?.Activities ?? []).Select(work => new WorkChoice(
                    work.ElementId,
                    deployed.Definition.LabelOf(work.ElementId),
                    deployed.Definition.Element(work.ElementId)!.ElementName,
                    begun.GetValueOrDefault(work.ElementId),
                    work.Running,
                    open!.IsEnabled,
                    mine.TryGetValue(work.ElementId, out var task) ? task : null
                )),
            ],
            [.. done.Select(row => row.Shown)]
        );
    }

    /// <summary>Whether a person may end it: when the drawing says so, or nothing else would.</summary>
    internal static bool MayEnd(OpenAdHoc open, string inputs)
    {
        using var document = JsonDocument.Parse(inputs);
        return document.RootElement.TryGetProperty(MayEndInput, out var says)
            ? says.ValueKind == JsonValueKind.True || (says.ValueKind == JsonValueKind.String && says.GetString() == "true")
            : open.Completion is null;
    }

    private async Task<int[]> Scopes(RunId run, string element, CancellationToken cancellationToken)
    {
        var batch = Wide();
        batch.Add(ReadScopes).With(run.Value).With(element);
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var found = new List<int>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add(reader.GetInt32(0));
        return [.. found];
    }

    private async Task<List<(string ElementId, string Move, WorkDone Shown)>> Done(
        RunId run,
        int[] scopes,
        Deployed deployed,
        CancellationToken cancellationToken
    )
    {
        var batch = Wide();
        batch.Add(ReadDone).With(run.Value).With(scopes).With(MostDone);
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var found = new List<(string, string, WorkDone)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var (element, move) = (reader.GetString(0), reader.GetString(1));
            found.Add(
                (
                    element,
                    move,
                    new WorkDone(
                        deployed.Definition.LabelOf(element),
                        deployed.Definition.Element(element)?.ElementName ?? "",
                        move,
                        reader.GetString(2),
                        reader.GetFieldValue<DateTimeOffset>(3)
                    )
                )
            );
        }
        return found;
    }

    /// <summary>A task of the reader may lie above or beside their scope: these statements run with the federation's.</summary>
    private Batch Wide()
    {
        var batch = new RuntimeSession(db).NewBatch();
        batch.Add(Batch.SetScope).With(Territory.Federation);
        return batch;
    }
}
