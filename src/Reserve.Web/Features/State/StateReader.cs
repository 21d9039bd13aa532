using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.State;

internal sealed record NodeRow(string Name, string Version, DateTimeOffset StartedAt, DateTimeOffset SeenAt)
{
    public bool IsSilent(DateTimeOffset now) => now - SeenAt > TimeSpan.FromMinutes(2);

    public bool IsGone(DateTimeOffset now) => now - SeenAt > TimeSpan.FromHours(1);
}

/// <summary>What the page of the state shows of the nodes.</summary>
internal sealed class StateReader(ReserveDb db)
{
    public Task<List<NodeRow>> Nodes(CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<NodeRow>(
                $"""
                select name as "Name", version as "Version", started_at as "StartedAt", seen_at as "SeenAt"
                from node order by seen_at desc, started_at desc limit 100
                """
            )
            .ToListAsync(cancellationToken);
}
