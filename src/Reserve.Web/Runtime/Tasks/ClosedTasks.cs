using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>A task that somebody has done.</summary>
internal sealed record ClosedTask(string By, DateTimeOffset At);

/// <summary>Who did what a run asked of people.</summary>
internal sealed class ClosedTasks(ReserveDb db)
{
    /// <summary>The task of a run that was done last; null when none was.</summary>
    public async Task<ClosedTask?> Last(RunId run, CancellationToken cancellationToken) =>
        (
            await db
                .Database.SqlQuery<ClosedTask>(
                    $"""
                    select closed_by_name as "By", closed_at as "At" from task
                    where run_id = {run.Value} and state = 'done' order by closed_at desc, wait_id desc limit 1
                    """
                )
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();
}
