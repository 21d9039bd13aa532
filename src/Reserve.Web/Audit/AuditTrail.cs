using System.Collections.Concurrent;
using System.Reflection;
using Reserve.Web.Data;

namespace Reserve.Web.Audit;

/// <summary>Writes the audit row of a command into the running transaction.</summary>
public sealed class AuditTrail(ReserveDb db)
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> IdProperties = new();

    /// <param name="command">The command: its type's name and the identifiers among its properties are recorded, nothing else of
    /// it.</param>
    /// <param name="given">What the command gave back; its identifiers are recorded too.</param>
    /// <param name="refusal">The refusal's code; null when the command was carried out.</param>
    /// <param name="stamp">Who and when.</param>
    /// <param name="bySystem">Whether the system sent it.</param>
    public void Record(object command, object? given, string? refusal, Stamp stamp, bool bySystem)
    {
        // Without a scope (a stranger at the sign-in page) the row belongs to nobody but the federation, and cannot be written from here.
        if (db.Scope is not { } scope)
            return;
        db.Add(
            new AuditEvent
            {
                At = stamp.At,
                UserId = stamp.By,
                UserName = stamp.Name,
                BySystem = bySystem,
                Command = command.GetType().Name,
                Subjects = [.. SubjectsOf(command), .. given is null ? [] : SubjectsOf(given)],
                Territory = command is ITerritorial { Territory: { } own } && Territory.Covers(scope, own) ? own : scope,
                Outcome = refusal is null ? AuditOutcome.Done : AuditOutcome.Refused,
                Refusal = refusal,
            }
        );
    }

    /// <summary>Writes down what is no command: a page that was opened, or was not.</summary>
    public async Task RecordAct(string act, Guid[] subjects, string? refusal, Stamp stamp, CancellationToken cancellationToken)
    {
        if (db.Scope is not { } scope)
            return;
        db.Add(
            new AuditEvent
            {
                At = stamp.At,
                UserId = stamp.By,
                UserName = stamp.Name,
                Command = act,
                Subjects = subjects,
                Territory = scope,
                Outcome = refusal is null ? AuditOutcome.Done : AuditOutcome.Refused,
                Refusal = refusal,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
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
