using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Steps;

/// <summary>What an element of a version cost over a period.</summary>
/// <param name="ElementId">The element.</param>
/// <param name="Visits">How many times a token came to it.</param>
/// <param name="Seconds">How long it was waited there on average; null where nothing waits.</param>
/// <param name="Overdue">How many of its tasks were done after their date, or are open beyond it.</param>
public sealed record HeatRow(string ElementId, long Visits, double? Seconds, long Overdue);

/// <summary>Where the runs of a version spend their steps and their time.</summary>
public sealed class HeatQueries(ReserveDb db, TimeProvider clock)
{
    /// <summary>So many runs are looked at, the newest of the period.</summary>
    public const int Most = 5_000;

    /// <summary>How many runs of the version began in the period, counted up to <see cref="Most"/> and one.</summary>
    public Task<int> Runs(DefinitionId id, DateTimeOffset since, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<int>(
                $"""
                select count(*)::int as "Value" from (
                    select from process_run where definition_id = {id.Value} and started_at >= {since} limit {Most + 1}) r
                """
            )
            .SingleAsync(cancellationToken);

    public Task<List<HeatRow>> Of(DefinitionId id, DateTimeOffset since, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<HeatRow>(
                $"""
                with runs as materialized (
                    select id from process_run where definition_id = {id.Value} and started_at >= {since}
                    order by started_at desc limit {Most}),
                moves as materialized (
                    select h.run_id, h.element_id, h.instance, h.move, h.at
                    from runs r join run_history h on h.run_id = r.id),
                visits as (
                    select element_id, count(*) as visits from moves where move = 'e' group by element_id),
                waits as (
                    select e.element_id, avg(extract(epoch from c.at - e.at))::float8 as seconds
                    from moves e join moves c on c.run_id = e.run_id and c.instance = e.instance and c.move in ('c', 'x')
                    where e.move = 'e' and e.instance > 0 and c.element_id = e.element_id group by e.element_id),
                late as (
                    select t.element_id, count(*) as overdue from runs r join task t on t.run_id = r.id
                    where t.due_at < coalesce(t.closed_at, {clock.GetUtcNow()}) and t.state <> 'withdrawn' group by t.element_id)
                select v.element_id as "ElementId", v.visits as "Visits", w.seconds as "Seconds", coalesce(l.overdue, 0) as "Overdue"
                from visits v left join waits w using (element_id) left join late l using (element_id)
                """
            )
            .ToListAsync(cancellationToken);
}
