using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Starts;

/// <summary>
/// Does what a start by time or condition has to do now, in one transaction: that it was done is written with the runs that it begins, so
/// that a node may die at any moment. The row's lock keeps two nodes apart.
/// </summary>
internal sealed class StartRuns(
    ReserveDb db,
    RunStepper stepper,
    ProcessCatalog catalog,
    WatchedSources sources,
    StartSchedule schedule,
    ProcessClock clock
)
{
    /// <summary>Runs that one transaction begins; further ones are begun by the next.</summary>
    internal const int AtOnce = 50;

    /// <summary>The cause of the first step.</summary>
    public const string ByTimer = "start-timer";

    /// <inheritdoc cref="ByTimer"/>
    public const string ByCondition = "start-condition";

    /// <summary>Data are looked at once a night even when no change of theirs was noticed.</summary>
    private static readonly TimeSpan Sweep = TimeSpan.FromHours(3);

    /// <summary>Whether there was something to do: another node may be doing it.</summary>
    public async Task<bool> Do(Guid id, Stamp stamp, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await Lock(id, stamp.At, cancellationToken) is not { } start)
            return false;
        var deployed = await catalog.Get(start.Definition, stepper.Session, cancellationToken);
        var drawn = DrawnStart.Of(deployed.Definition).Single(one => (one.Point.ElementId, one.Place) == (start.Element, start.Place));
        var writer = stepper.Session.NewWriter().In(start.Territory);
        if (drawn.IsTimer)
            await Fire(start, drawn, stamp, writer, cancellationToken);
        else
            await Look(start, drawn, stamp, writer, cancellationToken);
        await writer.SendAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<ProcessStart?> Lock(Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        batch
            .Add(
                $"""
                select {ProcessStart.Columns} from process_start
                where id = $1 and look_at <= $2 and paused_at is null and state = 'waiting' for update skip locked
                """
            )
            .With(id)
            .With(now);
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? ProcessStart.Read(reader) : null;
    }

    /// <summary>
    /// Whatever moments passed while nobody worked, one run is begun: for the first of them, which says how many it stands for.
    /// </summary>
    private async Task Fire(ProcessStart start, DrawnStart drawn, Stamp stamp, RunWriter writer, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        if (start.Left(clock) is not { } due)
        {
            schedule.Reckon(batch, start.Id, start, drawn, start.Territory, stamp.At.ToMicroseconds());
            await batch.SendAsync(cancellationToken);
            return;
        }
        var (left, passed) = due.After(stamp.At);
        if (passed == 0)
        {
            // Somebody had it tried again before its time.
            StartSchedule.Set(batch, start.Id, left, null, isPaused: false);
            await batch.SendAsync(cancellationToken);
            return;
        }
        var last = start.Due!.Value;
        var run = new NewRun(Ids.New<RunId>(stamp.At), start.Definition, start.Territory, null, null, null);
        await Begin(run, StartAt.Variables(start.Territory, due.DueAt), start, ByTimer, stamp, writer, cancellationToken);
        writer.StartFired(run.Id, start, start.Territory, stamp, start.Due, passed - 1, null);
        StartSchedule.Set(batch, start.Id, left, null, isPaused: false);
        batch.Add("update process_start set last_moment = $2 where id = $1").With(start.Id).With(last);
        await batch.SendAsync(cancellationToken);
    }

    private async Task Look(ProcessStart start, DrawnStart drawn, Stamp stamp, RunWriter writer, CancellationToken cancellationToken)
    {
        var known = await Known(start.Id, cancellationToken);
        var others = await OwnVersions(start.Key, cancellationToken);
        var rows = await sources.Rows(db, start.Source!, start.SourceKey, start.Territory, cancellationToken);
        var isFirst = start.LookedAt is null;
        var found = new List<FoundRow>();
        var begun = 0;
        var isPartly = false;
        foreach (var row in rows)
        {
            // Where another version is in force nothing is begun, and what holds is noted all the same: that version may be retired.
            var isMine = Nearest(others, row.Territory) == start.ForTerritory;
            known.Remove(row.Id, out var before);
            var data = FeelContext.Of(("territory", FeelValue.From(row.Territory)), ("data", row.Data));
            var given = drawn.Point.Evaluate(data, clock.Options(stamp.At.ToMicroseconds(), row.Territory))!;
            var now = FoundRow.Of(row, given, before);
            if (isMine && now.Holds && before is not { Holds: true } && (!isFirst || start.WithPresent))
            {
                if (begun == AtOnce)
                {
                    // As if it had not been looked at: the next transaction begins it.
                    isPartly = true;
                    continue;
                }
                begun++;
                var run = new NewRun(
                    Ids.New<RunId>(stamp.At),
                    start.Definition,
                    row.Territory,
                    row.Subject,
                    row.Subject is null ? row.Name : null,
                    null
                );
                await Begin(run, data, start, ByCondition, stamp, writer, cancellationToken);
                writer.StartFired(run.Id, start, row.Territory, stamp, null, 0, row.Id);
            }
            if (before is null || (before.Holds, before.Problem, before.Territory) != (now.Holds, now.Problem, now.Territory))
                found.Add(now);
        }
        await Write(start, found, isPartly ? [] : [.. known.Keys], isPartly, stamp, cancellationToken);
    }

    private async Task Begin(
        NewRun run,
        FeelContext variables,
        ProcessStart start,
        string cause,
        Stamp stamp,
        RunWriter writer,
        CancellationToken cancellationToken
    )
    {
        if (await stepper.Start(run, variables, start.Element, cause, stamp, writer, cancellationToken) is { } refusal)
            throw new InvalidOperationException($"Process {start.Key} did not begin at {start.Element}: {refusal}.");
    }

    private async Task<Dictionary<string, FoundRow>> Known(Guid id, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        batch.Add("select subject, territory, holds, problem from process_start_row where start_id = $1").With(id);
        await using var reader = await batch.ReadAsync(cancellationToken);
        var known = new Dictionary<string, FoundRow>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
            known.Add(
                reader.GetString(0),
                new FoundRow(
                    reader.GetString(0),
                    reader.GetString(1),
                    reader.GetBoolean(2),
                    reader.IsDBNull(3) ? null : reader.GetString(3)
                )
            );
        return known;
    }

    /// <summary>The territories that have a version of their own in force.</summary>
    private async Task<List<string>> OwnVersions(string key, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        batch
            .Add(
                """
                select distinct d.for_territory from process_definition d
                where d.key = $1 and d.for_territory is not null
                  and not exists (select from process_retired x where x.key = $1 and x.for_territory = d.for_territory)
                """
            )
            .With(key);
        await using var reader = await batch.ReadAsync(cancellationToken);
        var found = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add(reader.GetString(0));
        return found;
    }

    private static string? Nearest(IEnumerable<string> own, string territory) =>
        own.Where(one => Territory.Covers(one, territory)).MaxBy(one => one.Length);

    private async Task Write(
        ProcessStart start,
        List<FoundRow> found,
        string[] gone,
        bool isPartly,
        Stamp stamp,
        CancellationToken cancellationToken
    )
    {
        var batch = stepper.Session.NewBatch();
        int[] holds = [.. found.Select(row => row.Holds ? 1 : 0)];
        if (found.Count > 0)
            batch
                .Add(
                    """
                    insert into process_start_row (start_id, subject, territory, holds, since, problem)
                    select $1, u.subject, u.territory, u.holds = 1, $2, nullif(u.problem, '')
                    from unnest($3, $4, $5, $6) as u (subject, territory, holds, problem)
                    on conflict (start_id, subject) do update set territory = excluded.territory, problem = excluded.problem,
                        since = case when process_start_row.holds = excluded.holds then process_start_row.since else excluded.since end,
                        holds = excluded.holds
                    """
                )
                .With(start.Id)
                .With(stamp.At)
                .With([.. found.Select(row => row.Subject)])
                .With([.. found.Select(row => row.Territory)])
                .With(holds)
                .With([.. found.Select(row => row.Problem ?? "")]);
        if (gone.Length > 0)
            batch.Add("delete from process_start_row where start_id = $1 and subject = any($2)").With(start.Id).With(gone);
        batch
            .Add(
                """
                update process_start set look_at = $2, looked_at = case when $3 then looked_at else $4 end, attempts = 0, problem = null,
                    problem_at = null
                where id = $1
                """
            )
            .With(start.Id)
            .With(isPartly ? stamp.At : NextSweep(stamp.At))
            .With(isPartly)
            .With(stamp.At);
        await batch.SendAsync(cancellationToken);
    }

    private DateTimeOffset NextSweep(DateTimeOffset now)
    {
        var local = clock.Local(now);
        var tonight = new DateTimeOffset(local.Date, local.Offset) + Sweep;
        return tonight > now ? tonight : tonight.AddDays(1);
    }

    /// <summary>What was found of a row.</summary>
    private sealed record FoundRow(string Subject, string Territory, bool Holds, string? Problem)
    {
        private const int Longest = 500;

        /// <summary>
        /// What is neither true nor false says so, and leaves the row as it was: nothing begins twice for a fault in between.
        /// </summary>
        public static FoundRow Of(WatchedRow row, FeelResult given, FoundRow? before)
        {
            if (given.Value.Kind == FeelKind.Boolean)
                return new FoundRow(row.Id, row.Territory, given.Value.IsTrue, null);
            var why = given.Warnings.Count > 0 ? given.Warnings[0].ToString() : $"вышло {given.Value}";
            return new FoundRow(row.Id, row.Territory, before?.Holds ?? false, why.Length > Longest ? why[..Longest] : why);
        }
    }
}
