using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>A version of a process with running runs, and how many of their open tasks ask with a form; both counts end.</summary>
public sealed record FormLoadRow(Guid DefinitionId, int Version, long Running, long Open);

/// <summary>Who is in the middle of a form when it is changed.</summary>
public sealed class FormLoad(ReserveDb db)
{
    /// <summary>The versions for a territory, or for all, that runs are on, newest first.</summary>
    public Task<List<FormLoadRow>> Of(string key, string? forTerritory, string form, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<FormLoadRow>(
                $"""
                select v."DefinitionId", v."Version", v."Running", v."Open" from (
                    select d.id as "DefinitionId", d.version as "Version",
                        (select count(*) from (
                            select from process_run r where r.definition_id = d.id and r.status = 'running'
                                and r.territory collate "C" >= {db.Scope} and r.territory collate "C" < {db.Scope} || '/'
                            limit {Counted.Most + 1}) c) as "Running",
                        (select count(*) from (
                            select from process_run r join task t on t.run_id = r.id
                            where r.definition_id = d.id and r.status = 'running' and t.state = 'open' and t.form = {form}
                                and r.territory collate "C" >= {db.Scope} and r.territory collate "C" < {db.Scope} || '/'
                            limit {Counted.Most + 1}) c) as "Open"
                    from process_definition d where d.key = {key} and d.for_territory is not distinct from {forTerritory}) v
                where v."Running" > 0 order by v."Version" desc
                """
            )
            .ToListAsync(cancellationToken);
}
