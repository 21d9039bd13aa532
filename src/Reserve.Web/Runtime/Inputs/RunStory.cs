using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Data;

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
    private readonly RunReplay replay;

    internal RunStory(ReserveDb db, RunReplay replay) => (this.db, this.replay) = (db, replay);

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

    /// <inheritdoc cref="RunReplay.Choices"/>
    public Task<ILookup<int, FlowChoice>> Choices(RunId id, CancellationToken cancellationToken) => replay.Choices(id, cancellationToken);
}
