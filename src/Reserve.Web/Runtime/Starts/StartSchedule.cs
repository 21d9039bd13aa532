using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Starts;

/// <summary>
/// Keeps the starts of a process as its versions in force draw them: to be called in the transaction that brings a version, retires the
/// process or takes it back. A cycle goes on from its last firing, whatever the version; what is paused stays paused.
/// </summary>
internal sealed class StartSchedule(ReserveDb db, WatchedSources sources, ProcessClock clock, WorkSignal signal)
{
    private const string InForce = """
        select distinct on (d.for_territory) d.id, d.for_territory, d.xml from process_definition d
        where d.key = $1
          and not exists (select from process_retired x where x.key = $1 and (x.for_territory is null
                          or x.for_territory = d.for_territory))
        order by d.for_territory, d.version desc
        """;

    /// <summary>After this a formula that gave no time is asked again.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromHours(1);

    private readonly RuntimeSession session = new(db);

    public async Task Align(string key, Stamp stamp, CancellationToken cancellationToken)
    {
        var (versions, rows) = await Read(key, cancellationToken);
        var batch = session.NewBatch();
        var now = stamp.At.ToMicroseconds();
        var drawn = new HashSet<(string?, string, int)>();
        foreach (var (version, forTerritory, xml) in versions)
        {
            // Another territory's version may no longer compile: what was to be published is published all the same.
            if (ProcessCompiler.Compile(xml, key).Definition is not { } definition)
            {
                drawn.UnionWith(
                    rows.Where(row => row.ForTerritory == forTerritory).Select(row => (row.ForTerritory, row.Element, row.Place))
                );
                continue;
            }
            foreach (var start in DrawnStart.Of(definition))
            {
                var place = (forTerritory, start.Point.ElementId!, start.Place);
                drawn.Add(place);
                var row = rows.FirstOrDefault(known => (known.ForTerritory, known.Element, known.Place) == place);
                // What another territory's version has brought about changes nothing here.
                if (row is not null && row.Definition == version && row.State != ProcessStart.Removed)
                    continue;
                // Drawn as something else now, under the same id.
                if (row is not null && row.IsTimer != start.IsTimer)
                {
                    batch.Add("delete from process_start where id = $1").With(row.Id);
                    row = null;
                }
                var id = row?.Id ?? Guid.CreateVersion7(stamp.At);
                Keep(batch, id, key, forTerritory, version, start);
                if (start.IsTimer)
                    Time(batch, id, row, start, forTerritory ?? Territory.Federation, now);
                else
                    Watch(batch, id, row, start, now);
            }
        }
        foreach (var row in rows.Where(row => !drawn.Contains((row.ForTerritory, row.Element, row.Place))))
            batch
                .Add(
                    """
                    update process_start set state = 'removed', note = null, look_at = null, attempts = 0, problem = null, problem_at = null
                    where id = $1
                    """
                )
                .With(row.Id);
        await batch.SendAsync(cancellationToken);
        signal.Expect(db);
    }

    private async Task<(List<(DefinitionId Version, string? ForTerritory, string Xml)> Versions, List<ProcessStart> Rows)> Read(
        string key,
        CancellationToken cancellationToken
    )
    {
        var batch = session.NewBatch();
        batch.Add(InForce).With(key);
        batch.Add($"select {ProcessStart.Columns} from process_start where key = $1 for update").With(key);
        await using var reader = await batch.ReadAsync(cancellationToken);
        var versions = new List<(DefinitionId, string?, string)>();
        while (await reader.ReadAsync(cancellationToken))
            versions.Add((new DefinitionId(reader.GetGuid(0)), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetString(2)));
        await reader.NextResultAsync(cancellationToken);
        var rows = new List<ProcessStart>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(ProcessStart.Read(reader));
        return (versions, rows);
    }

    private static void Keep(Batch batch, Guid id, string key, string? forTerritory, DefinitionId version, DrawnStart start) =>
        batch
            .Add(
                """
                insert into process_start (id, key, for_territory, element_id, place, kind, definition_id, rule, state, source, source_key,
                                           with_present)
                values ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, $10, $11)
                on conflict (id) do update set definition_id = excluded.definition_id, rule = excluded.rule, source = excluded.source,
                    source_key = excluded.source_key, with_present = excluded.with_present, attempts = 0, problem = null,
                    problem_at = null
                """
            )
            .With(id)
            .With(key)
            .WithText(forTerritory)
            .With(start.Point.ElementId!)
            .With(start.Place)
            .With(start.IsTimer ? "timer" : "condition")
            .With(version.Value)
            .With(start.Rule)
            .WithText(start.When?.Source)
            .WithText(start.When?.Key)
            .With(start.When?.WithPresent ?? false);

    private void Time(Batch batch, Guid id, ProcessStart? row, DrawnStart start, string territory, DateTimeOffset now)
    {
        var isSame = row is not null && row.Rule == start.Rule;
        var wasWaiting = isSame && row is { State: ProcessStart.Waiting, Due: not null };
        // What fell due while nobody worked is still to be begun, whatever was published meanwhile.
        if (wasWaiting && (start.Point.IsCycle || row!.Due <= now))
            Set(batch, id, row!.Left(clock), null, row.IsPaused);
        else if (isSame && start.Point.IsCycle && row!.Due is not null)
            Set(batch, id, row.Left(clock)!.Value.After(now).Next, null, row.IsPaused);
        else if (isSame && start.Point.IsCycle && row!.LastMoment is not null)
            Set(batch, id, null, null, row.IsPaused);
        else
            Reckon(batch, id, row, start, territory, now);
    }

    /// <summary>Counts a timer anew: a cycle from its last firing, anything else from now.</summary>
    public void Reckon(Batch batch, Guid id, ProcessStart? row, DrawnStart start, string territory, DateTimeOffset now)
    {
        var isPaused = row is { IsPaused: true };
        var last = row?.LastMoment;
        if (start.Point.Schedule(clock.Options(start.Point.IsCycle ? last ?? now : now, territory)) is not { } first)
        {
            batch
                .Add(
                    """
                    update process_start set due_at = null, state = 'waiting', note = null, problem = $2, problem_at = $3,
                        look_at = case when $4 then null else $5 end
                    where id = $1
                    """
                )
                .With(id)
                .With("Выражение времени не даёт момента.")
                .With(now)
                .With(isPaused)
                .With(now + Again);
            return;
        }
        var left = first.DueAt <= now || first.DueAt == last ? first.After(now).Next : first;
        Set(batch, id, left, left is null && first.DueAt != last ? ProcessStart.PassedBefore : null, isPaused);
    }

    /// <summary>Writes down when a timer comes next; without a next time it is over.</summary>
    public static void Set(Batch batch, Guid id, TimerSchedule? left, string? note, bool isPaused) =>
        batch
            .Add(
                """
                update process_start set due_at = $2, months = $3, ticks = $4, remaining = $5, note = $6, attempts = 0, problem = null,
                    problem_at = null, state = case when $2 is null then 'over' else 'waiting' end,
                    look_at = case when $7 then null else $2 end
                where id = $1
                """
            )
            .With(id)
            .With(left?.DueAt)
            .With((long?)left?.Interval?.Months)
            .With(left?.Interval?.Time.Ticks)
            .With((long?)left?.Remaining)
            .WithText(note)
            .With(isPaused);

    /// <summary>A condition that is not the same any more is looked at as if for the first time.</summary>
    private void Watch(Batch batch, Guid id, ProcessStart? row, DrawnStart start, DateTimeOffset now)
    {
        var goesOn = row is { LookedAt: not null } && row.State != ProcessStart.Removed && row.Rule == start.Rule;
        if (!goesOn)
            batch.Add("delete from process_start_row where start_id = $1").With(id);
        batch
            .Add(
                """
                update process_start set state = 'waiting', note = null, watches = $2, look_at = case when $3 then null else $4 end,
                    looked_at = case when $5 then looked_at end
                where id = $1
                """
            )
            .With(id)
            .With(sources.Find(start.When!.Source)?.Tables ?? [])
            .With(row is { IsPaused: true })
            .With(now)
            .With(goesOn);
    }
}
