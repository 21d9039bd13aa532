using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Inputs;

namespace Reserve.Web.Runtime.Help;

/// <summary>What a person did to a run besides its work; details are JSON.</summary>
public sealed record RunMarkRow(int? Step, DateTimeOffset At, string Actor, string Kind, string? ElementId, string Reason, string? Details);

/// <summary>In which step a variable got its value: who made it, when, and the element that it completed first, where it did.</summary>
public sealed record VariableOrigin(int Step, DateTimeOffset At, string Actor, string Cause, string? ElementId);

/// <summary>Who suspended a run, and when.</summary>
public sealed record SuspendedRow(string By, DateTimeOffset At);

/// <summary>What pages show of how a run was helped.</summary>
public sealed class RunMarks
{
    /// <summary>Marks of one run that are shown.</summary>
    public const int Most = 200;

    /// <summary>A run of more steps is not played again only to say who set what.</summary>
    private const int MostSteps = 2_000;

    private readonly ReserveDb db;
    private readonly RunReplay replay;

    internal RunMarks(ReserveDb db, RunReplay replay)
    {
        this.db = db;
        this.replay = replay;
    }

    /// <summary>The latest marks, newest first.</summary>
    public Task<List<RunMarkRow>> Of(RunId run, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<RunMarkRow>(
                $"""
                select step as "Step", at as "At", actor as "Actor", kind as "Kind", element_id as "ElementId", reason as "Reason",
                       details::text as "Details"
                from run_mark where run_id = {run.Value} order by at desc, id desc limit {Most}
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>Who has suspended the run; null when nobody has.</summary>
    public Task<SuspendedRow?> Suspended(RunId run, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<SuspendedRow>(
                $"""
                select suspended_by as "By", suspended_at as "At" from process_run where id = {run.Value} and suspended_at is not null
                """
            )
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>
    /// Where each variable got its value, found by playing the run again; empty when what its steps were given is not recorded or erased.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, VariableOrigin>> Origins(RunId run, CancellationToken cancellationToken)
    {
        var length = await db
            .Database.SqlQuery<int>($"""select version as "Value" from process_run where id = {run.Value}""")
            .SingleOrDefaultAsync(cancellationToken);
        if (length > MostSteps)
            return new Dictionary<string, VariableOrigin>();
        if (await replay.Origins(run, cancellationToken) is not { Count: > 0 } steps)
            return new Dictionary<string, VariableOrigin>();
        int[] numbers = [.. steps.Values.Distinct()];
        var rows = await db
            .Database.SqlQuery<VariableOrigin>(
                $"""
                select step as "Step", at as "At", actor as "Actor", cause as "Cause",
                       elements[nullif(position('c' in moves), 0)] as "ElementId"
                from run_step where run_id = {run.Value} and step = any({numbers})
                """
            )
            .ToDictionaryAsync(row => row.Step, cancellationToken);
        return steps.Where(pair => rows.ContainsKey(pair.Value)).ToDictionary(pair => pair.Key, pair => rows[pair.Value]);
    }
}
