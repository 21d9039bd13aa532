using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Messages;

/// <summary>A message that came before anybody waited for it.</summary>
public sealed record WaitingMessageRow(
    Guid RunId,
    string Name,
    string? Correlation,
    string ProcessName,
    string? ElementId,
    DateTimeOffset SentAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? ExpiredAt
);

/// <summary>What the page of the messages that nobody waits for shows.</summary>
public sealed class WaitingMessages
{
    private readonly ReserveDb db;

    internal WaitingMessages(ReserveDb db) => this.db = db;

    /// <summary>Newest first.</summary>
    public async Task<(List<WaitingMessageRow> Rows, long Total)> List(int skip, int take, CancellationToken cancellationToken)
    {
        var total = await db.Database.SqlQuery<long>($"""select count(*) as "Value" from waiting_message""").SingleAsync(cancellationToken);
        var rows = await db
            .Database.SqlQuery<WaitingMessageRow>(
                $"""
                select m.run_id as "RunId", m.name as "Name", m.correlation as "Correlation", d.name as "ProcessName", m.element_id as "ElementId",
                       m.sent_at as "SentAt", m.expires_at as "ExpiresAt", m.expired_at as "ExpiredAt"
                from waiting_message m join process_run r on r.id = m.run_id join process_definition d on d.id = r.definition_id
                order by m.sent_at desc, m.run_id, m.wait_id offset {skip} limit {take}
                """
            )
            .ToListAsync(cancellationToken);
        return (rows, total);
    }
}
