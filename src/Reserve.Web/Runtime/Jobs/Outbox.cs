using System.Text.Json;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Runtime.Jobs;

/// <summary>What leaves the database. It is written in the transaction of the command that decided it and sent afterwards.</summary>
internal sealed class Outbox(ReserveDb db, WorkSignal signal)
{
    /// <summary>
    /// Adds a message for the sender of this kind. A second one with the same key is not added: the key names the reason
    /// (for example <c>brief/</c> and the request's id), so that a repeated command sends nothing twice.
    /// </summary>
    public async Task<bool> Add<TPayload>(
        string kind,
        string idempotencyKey,
        TPayload payload,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var batch = new RuntimeSession(db).NewBatch();
        batch
            .Add(
                """
                insert into outbox (id, kind, idempotency_key, payload, created_at, next_attempt_at) values ($1, $2, $3, $4, $5, $5)
                on conflict (idempotency_key) do nothing
                """
            )
            .With(Guid.CreateVersion7(now))
            .With(kind)
            .With(idempotencyKey)
            .WithJson(JsonSerializer.Serialize(payload, ActivityJson.Options))
            .With(now);
        signal.Expect(db);
        return await batch.SendAsync(cancellationToken) is [1, ..];
    }
}

/// <summary>A message taken from the outbox.</summary>
internal sealed record OutboxMessage(Guid Id, string Kind, string IdempotencyKey, string Payload, int Attempt, string Territory)
{
    public TPayload Read<TPayload>() =>
        JsonSerializer.Deserialize<TPayload>(Payload, ActivityJson.Options)
        ?? throw new JsonException($"The payload of outbox message {Id} is null.");
}

/// <summary>
/// Sends the outbox messages of one kind. It may be called again for a message that it has already sent (the node died before it
/// could note it): it passes the idempotency key on, for example as the Message-ID. An exception means: try again later.
/// </summary>
internal interface IOutboxSender
{
    string Kind { get; }

    Task Send(OutboxMessage message, CancellationToken cancellationToken);
}
