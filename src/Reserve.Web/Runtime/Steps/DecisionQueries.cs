using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Steps;

/// <summary>A decision as the runtime recorded it; the three texts are JSON.</summary>
public sealed record RecordedDecision(
    Guid RunId,
    string ElementId,
    string? SubjectType,
    string? SubjectId,
    string Territory,
    string Decision,
    DateTimeOffset At,
    string Inputs,
    string Output
)
{
    public Subject? Subject => SubjectType is null || SubjectId is null ? null : new Subject(SubjectType, SubjectId);
}

/// <summary>What was decided by rules. Row-level security hides the decisions of other territories.</summary>
public sealed class DecisionQueries(ReserveDb db)
{
    /// <summary>The latest decisions of a run, at most <see cref="ProcessQueries.MostOfRun"/>, the newest first.</summary>
    public Task<List<DecisionRow>> OfRun(RunId id, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<DecisionRow>(
                $"""
                select wait_id as "WaitId", element_id as "ElementId", decision as "Decision", at as "At",
                       inputs::text as "Inputs", output::text as "Output", explanation::text as "Explanation"
                from decision_record where run_id = {id.Value} order by at desc, wait_id desc limit {ProcessQueries.MostOfRun}
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>The latest decision of a run, up to a moment, that gave exactly this output (JSON); null when none did.</summary>
    public Task<DecisionRow?> Behind(RunId id, string output, DateTimeOffset until, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<DecisionRow>(
                $"""
                select wait_id as "WaitId", element_id as "ElementId", decision as "Decision", at as "At",
                       inputs::text as "Inputs", output::text as "Output", explanation::text as "Explanation"
                from decision_record where run_id = {id.Value} and at <= {until} and output = {output}::jsonb order by at desc,
                  wait_id desc limit 1
                """
            )
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>
    /// The last decision of each element of each run that a file of rules made, of the versions for a territory or for all; of runs that
    /// have ended too if <paramref name="ended"/>, the newest first and no more of them if a number is given.
    /// </summary>
    public IQueryable<RecordedDecision> Recorded(string process, string? forTerritory, string path, bool ended, int? newest)
    {
        var prefix = path + "#";
        return db.Database.SqlQuery<RecordedDecision>(
            $"""
            select * from (
                select distinct on (d.run_id, d.element_id)
                       d.run_id as "RunId", d.element_id as "ElementId", r.subject_type as "SubjectType", r.subject_id as "SubjectId",
                       d.territory as "Territory",
                       substr(d.decision, length({prefix}) + 1) as "Decision", d.at as "At", d.inputs::text as "Inputs", d.output::text as
                       "Output"
                from decision_record d join process_run r on r.id = d.run_id join process_definition p on p.id = r.definition_id
                where p.key = {process} and starts_with(d.decision, {prefix}) and ({ended} or r.status = 'running')
                  and case when {forTerritory}::text is null then p.for_territory is null
                           else d.territory = {forTerritory} or starts_with(d.territory, {forTerritory} || '.') end
                order by d.run_id, d.element_id, d.at desc, d.wait_id desc) latest
            order by case when {newest}::int is null then null else latest."At" end desc, latest."RunId", latest."ElementId" limit {newest}
            """
        );
    }
}
