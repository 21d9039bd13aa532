using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Messages;

/// <summary>A message that came before anybody waited for it.</summary>
public sealed record WaitingMessageRow(
    Guid RunId,
    long WaitId,
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

    public Task<long> Count(CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<long>($"""select count(*) as "Value" from (select from waiting_message limit {Counted.Most + 1}) m""")
            .SingleAsync(cancellationToken);

    /// <summary>A page of them, newest first, by the index <c>waiting_message_sent</c>.</summary>
    public async Task<KeyPage<WaitingMessageRow>> List(Cursor? at, int size, CancellationToken cancellationToken)
    {
        var place = at?.Read();
        at = place is null ? null : at;
        var (direction, beyond) = at is { IsBack: true } ? ("", ">") : (" desc", "<");
        var only = at is null ? "" : $"where (m.sent_at, m.run_id, m.wait_id) {beyond} ({{1}}, {{2}}, {{3}})";
        var order = $"order by m.sent_at{direction}, m.run_id{direction}, m.wait_id{direction}";
        var rows = await db
            .Database.SqlQuery<WaitingMessageRow>(
                FormattableStringFactory.Create(
                    $$"""
                    select m.run_id as "RunId", m.wait_id as "WaitId", m.name as "Name", m.correlation as "Correlation",
                      d.name as "ProcessName",
                           m.element_id as "ElementId", m.sent_at as "SentAt", m.expires_at as "ExpiresAt", m.expired_at as "ExpiredAt"
                    from (select * from waiting_message m {{only}} {{order}} limit {0}) m
                    join process_run r on r.id = m.run_id join process_definition d on d.id = r.definition_id
                    {{order}}
                    """,
                    size + 1,
                    place?.Moment ?? default(DateTimeOffset),
                    place?.Id ?? Guid.Empty,
                    place?.Number ?? 0L
                )
            )
            .ToListAsync(cancellationToken);
        return KeyPage<WaitingMessageRow>.Of(rows, size, at, row => Cursor.Write(row.SentAt, row.RunId, row.WaitId));
    }
}
