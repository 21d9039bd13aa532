using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Runtime.Inputs;

/// <summary>A step of a run: who made it go on and by what, and what it moved, in order.</summary>
public sealed record StoryStep(int Step, DateTimeOffset At, string Actor, string Cause, string[] Elements, string Moves);

/// <summary>Where tokens were after a step: elements with a token, and those that were passed.</summary>
public sealed record StoryPlaces(IReadOnlyList<string> Active, IReadOnlyList<string> Done);

/// <summary>Tells a run step by step: what moved, and by which conditions.</summary>
public sealed class RunStory
{
    /// <summary>Reasons are worked out by playing the run again; of a longer one they are not told.</summary>
    public const int MostPlayed = 5_000;

    private readonly ReserveDb db;
    private readonly ProcessCatalog catalog;
    private readonly RecordedRuns recorded;

    internal RunStory(ReserveDb db, ProcessCatalog catalog, RecordedRuns recorded) =>
        (this.db, this.catalog, this.recorded) = (db, catalog, recorded);

    private sealed record Balance(string Element, long Open, long Completed);

    public Task<int> Length(RunId run, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<int>($"""select coalesce(max(step), 0) as "Value" from run_step where run_id = {run.Value}""")
            .SingleAsync(cancellationToken);

    public Task<List<StoryStep>> Steps(RunId run, int from, int to, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<StoryStep>(
                $"""
                select step as "Step", at as "At", actor as "Actor", cause as "Cause", elements as "Elements", moves as "Moves"
                from run_step where run_id = {run.Value} and step between {from} and {to} order by step
                """
            )
            .ToListAsync(cancellationToken);

    public async Task<StoryPlaces> Places(RunId run, int step, CancellationToken cancellationToken)
    {
        var balances = await db
            .Database.SqlQuery<Balance>(
                $"""
                select element_id as "Element", count(*) filter (where move = 'e') - count(*) filter (where move in ('c', 'x')) as "Open",
                       count(*) filter (where move = 'c') as "Completed"
                from run_history where run_id = {run.Value} and step <= {step} group by element_id
                """
            )
            .ToListAsync(cancellationToken);
        return new StoryPlaces(
            [.. balances.Where(place => place.Open > 0).Select(place => place.Element)],
            [.. balances.Where(place => place is { Open: <= 0, Completed: > 0 }).Select(place => place.Element)]
        );
    }

    /// <summary>
    /// The conditions that each step looked at, in order. Empty for steps from the first one on whose inputs are not there any more.
    /// </summary>
    public async Task<ILookup<int, FlowChoice>> Choices(RunId id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var told = new List<(int Step, FlowChoice Choice)>();
        if (await recorded.Find(id, cancellationToken) is { } found)
        {
            var definition = (await catalog.Get(found.Definition, new RuntimeSession(db), cancellationToken)).Definition;
            var run = ProcessRun.Create(definition);
            foreach (var (step, number) in found.Steps.Select((step, place) => (step, place + 1)))
            {
                var choices = new List<FlowChoice>();
                if (!step.Events.All(happened => Interpreter.Step(definition, run, happened, step.At, choices).Taken))
                    break;
                told.AddRange(choices.Select(choice => (number, choice)));
            }
        }
        return told.ToLookup(line => line.Step, line => line.Choice);
    }
}
