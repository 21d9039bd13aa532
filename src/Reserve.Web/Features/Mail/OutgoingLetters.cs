using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Notifications;

namespace Reserve.Web.Features.Mail;

internal readonly record struct OutboxMessageId(Guid Value) : ITypedId<OutboxMessageId>
{
    public static OutboxMessageId From(Guid value) => new(value);
}

/// <summary>Where a letter stands that leaves.</summary>
public enum OutgoingState
{
    /// <summary>It will be tried by itself.</summary>
    Waiting,

    /// <summary>It was tried for days and waits for a person.</summary>
    Failed,

    Sent,

    Withdrawn,
}

/// <summary>A letter that leaves, as a person sees it.</summary>
internal sealed record OutgoingLetter(
    Guid Id,
    string What,
    string? To,
    DateTimeOffset CreatedAt,
    int Attempts,
    string? LastError,
    DateTimeOffset? NextAt,
    DateTimeOffset? SentAt,
    string? WithdrawnBy
);

/// <summary>The outbox of the caller's territory; row-level security leaves the others' out.</summary>
internal sealed class OutgoingLetters(ReserveDb db)
{
    private const string Columns = """
        select id as "Id", kind as "Kind", payload ->> 'to' as "To", payload ->> 'subject' as "Subject",
               payload ->> 'case' as "Case", created_at as "CreatedAt", attempts as "Attempts",
               last_error as "LastError", case when next_attempt_at < 'infinity' then next_attempt_at end as "NextAt",
               sent_at as "SentAt", withdrawn_by as "WithdrawnBy"
        from outbox
        """;

    /// <summary>One page, latest first, and one row more when there is a next page.</summary>
    public async Task<IReadOnlyList<OutgoingLetter>> Page(OutgoingState state, int page, int size, CancellationToken cancellationToken)
    {
        var sql = Columns + " where " + Condition(state) + " order by id desc offset {0} limit {1}";
        var rows = await db.Database.SqlQueryRaw<Row>(sql, (page - 1) * size, size + 1).ToListAsync(cancellationToken);
        var cases = await Cases(rows, cancellationToken);
        return [.. rows.Select(row => Shown(row, cases))];
    }

    /// <summary>How many wait for a person, up to a thousand.</summary>
    public async Task<int> Failed(CancellationToken cancellationToken)
    {
        var sql = $"""select count(*)::int as "Value" from (select from outbox where {Condition(OutgoingState.Failed)} limit 1000) f""";
        return (await db.Database.SqlQueryRaw<int>(sql).ToListAsync(cancellationToken))[0];
    }

    private static string Condition(OutgoingState state) =>
        state switch
        {
            OutgoingState.Waiting => "sent_at is null and next_attempt_at < 'infinity'",
            OutgoingState.Failed => "sent_at is null and next_attempt_at = 'infinity'",
            OutgoingState.Sent => "sent_at is not null and withdrawn_by is null",
            OutgoingState.Withdrawn => "withdrawn_by is not null",
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state."),
        };

    private async Task<Dictionary<Guid, (string Number, string? ReplyTo)>> Cases(List<Row> rows, CancellationToken cancellationToken)
    {
        var ids = rows.Where(row => row.Kind == CaseMail.Kind && Guid.TryParse(row.Case, out _))
            .Select(row => AppointmentCaseId.From(Guid.Parse(row.Case!)))
            .Distinct()
            .ToList();
        return (
            await db.Set<AppointmentCase>().AsNoTracking().Where(row => ids.Contains(row.Id)).ToListAsync(cancellationToken)
        ).ToDictionary(row => row.Id.Value, row => (row.Number, row.ReplyTo));
    }

    private static OutgoingLetter Shown(Row row, Dictionary<Guid, (string Number, string? ReplyTo)> cases)
    {
        var known = Guid.TryParse(row.Case, out var id) && cases.TryGetValue(id, out var found) ? found : default;
        var what = row.Kind switch
        {
            CaseMail.Kind => row.Subject ?? (known.Number is null ? "Письмо по делу" : $"Письмо по делу № {known.Number}"),
            NotificationMail.Kind => row.Subject ?? "Уведомление",
            _ => row.Subject ?? row.Kind,
        };
        return new OutgoingLetter(
            row.Id,
            what,
            row.To ?? known.ReplyTo,
            row.CreatedAt,
            row.Attempts,
            row.LastError,
            row.NextAt,
            row.SentAt,
            row.WithdrawnBy
        );
    }

    private sealed record Row(
        Guid Id,
        string Kind,
        string? To,
        string? Subject,
        string? Case,
        DateTimeOffset CreatedAt,
        int Attempts,
        string? LastError,
        DateTimeOffset? NextAt,
        DateTimeOffset? SentAt,
        string? WithdrawnBy
    );
}
