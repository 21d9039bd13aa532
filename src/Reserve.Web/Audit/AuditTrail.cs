using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Reserve.Web.Data;

namespace Reserve.Web.Audit;

/// <summary>
/// Writes the audit row of a command, in the running transaction when there is one. One plain statement: every command pays for it.
/// </summary>
public sealed class AuditTrail(ReserveDb db)
{
    private const string Insert = """
        insert into audit_events
            (at, user_id, user_name, by_system, command, subjects, territory, outcome, refusal, address, changes_hash)
        values
            (@at, @user_id, @user_name, @by_system, @command, @subjects, @territory, @outcome, @refusal, @address, @changes_hash)
        """;

    private const string InsertWithChanges = $"""
        with told as ({Insert} returning id, territory)
        insert into audit_changes (event_id, territory, salt, changes) select id, territory, @salt, @changes from told
        """;

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> IdProperties = new();

    /// <param name="command">The command: its type's name and the identifiers among its properties are recorded, nothing else of
    /// it.</param>
    /// <param name="given">What the command gave back; its identifiers are recorded too.</param>
    /// <param name="refusal">The refusal's code; null when the command was carried out.</param>
    /// <param name="changes">What it changed of rows that are recorded.</param>
    /// <param name="stamp">Who and when.</param>
    /// <param name="bySystem">Whether the system sent it.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    internal async Task RecordAsync(
        object command,
        object? given,
        string? refusal,
        RowChange[] changes,
        Stamp stamp,
        bool bySystem,
        CancellationToken cancellationToken
    )
    {
        var scope = db.Scope;
        var territory = command is ITerritorial { Territory: { } own } && Territory.Covers(scope, own) ? own : scope;
        Guid[] subjects = [.. SubjectsOf(command), .. given is null ? [] : SubjectsOf(given)];
        await Write(command.GetType().Name, subjects, territory, refusal, changes, stamp, bySystem, address: null, cancellationToken);
    }

    /// <summary>Writes down what is no command: a page that was opened, or was not; a sign-in, with the address it came from.</summary>
    public Task RecordActAsync(
        string act,
        Guid[] subjects,
        string? refusal,
        Stamp stamp,
        CancellationToken cancellationToken,
        string? address = null
    ) => Write(act, subjects, db.Scope, refusal, db.TakeChanges(0), stamp, bySystem: false, address, cancellationToken);

    private async Task Write(
        string act,
        Guid[] subjects,
        string? territory,
        string? refusal,
        RowChange[] changes,
        Stamp stamp,
        bool bySystem,
        string? address,
        CancellationToken cancellationToken
    )
    {
        // Without a scope (a stranger at the sign-in page) the row belongs to nobody but the federation, and cannot be written from here.
        if (territory is null)
            return;
        // The journal says by which substitution somebody acted for another, and finds what was done by it.
        if (stamp.Under is { } under)
            subjects = [.. subjects, under];
        var outcome = refusal is null ? AuditOutcome.Done : AuditOutcome.Refused;
        var told = changes.Length == 0 ? null : ToldChanges.Of(changes);
        List<NpgsqlParameter> values =
        [
            new NpgsqlParameter<DateTimeOffset>("at", stamp.At.ToUniversalTime()),
            new("user_id", NpgsqlDbType.Uuid) { Value = (object?)stamp.By ?? DBNull.Value },
            new NpgsqlParameter<string>("user_name", stamp.Name),
            new NpgsqlParameter<bool>("by_system", bySystem),
            new NpgsqlParameter<string>("command", act),
            new NpgsqlParameter<Guid[]>("subjects", subjects),
            new NpgsqlParameter<string>("territory", territory),
            new NpgsqlParameter<string>("outcome", outcome.ToString()),
            new("refusal", NpgsqlDbType.Text) { Value = (object?)refusal ?? DBNull.Value },
            new("address", NpgsqlDbType.Text) { Value = (object?)address ?? DBNull.Value },
            new("changes_hash", NpgsqlDbType.Bytea) { Value = (object?)told?.Hash() ?? DBNull.Value },
        ];
        if (told is not null)
            values.AddRange([new NpgsqlParameter<byte[]>("salt", told.Salt), new NpgsqlParameter<string>("changes", told.Text)]);
        await db.Database.ExecuteSqlRawAsync(told is null ? Insert : InsertWithChanges, values, cancellationToken);
    }

    private static IEnumerable<Guid> SubjectsOf(object value)
    {
        if (value is ITypedId id)
            return [id.Value];
        var properties = IdProperties.GetOrAdd(value.GetType(), static type => [.. type.GetProperties().Where(NamesAnIdentifier)]);
        return properties.Select(property => property.GetValue(value)).OfType<ITypedId>().Select(found => found.Value);
    }

    private static bool NamesAnIdentifier(PropertyInfo property) =>
        property.GetIndexParameters().Length == 0
        && (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType).IsAssignableTo(typeof(ITypedId));
}
