using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Audit;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Journal;

/// <summary>A change as the page tells it.</summary>
public sealed record ShownChange(string Row, string Property, string Was, string Became);

/// <summary>The last seal of the journal.</summary>
public sealed record ChainHead(long Id, DateTimeOffset SealedAt);

/// <summary>What lies beside the journal's rows: what they changed, and how far they are sealed.</summary>
public sealed class JournalChanges(ReserveDb db, ChangeNames names)
{
    private sealed record Told(long EventId, byte[]? Salt, string? Changes);

    /// <summary>By the row's id; a row that changed nothing is not among them, of one whose values were erased there is null.</summary>
    public async Task<IReadOnlyDictionary<long, IReadOnlyList<ShownChange>?>> Of(
        long[] rows,
        IReadOnlyList<(string Path, string Name)> territories,
        CancellationToken cancellationToken
    )
    {
        var told = await db
            .Database.SqlQuery<Told>(
                $"""
                select e.id as "EventId", c.salt as "Salt", c.changes as "Changes"
                from audit_events e left join audit_changes c on c.event_id = e.id
                where e.id = any({rows}) and e.changes_hash is not null
                """
            )
            .ToListAsync(cancellationToken);
        return told.ToDictionary(
            line => line.EventId,
            line =>
                line is { Salt: { } salt, Changes: { } text }
                    ? (IReadOnlyList<ShownChange>)[.. new ToldChanges(salt, text).Read().Select(change => names.Show(change, territories))]
                    : null
        );
    }

    /// <summary>
    /// Of each row that somebody did for another: for whom and by which instrument. The row itself names the substitution among its
    /// subjects; the commands that make and end one are not done by it.
    /// </summary>
    public async Task<IReadOnlyDictionary<long, string>> InPlaceOf(IReadOnlyList<JournalRow> rows, CancellationToken cancellationToken)
    {
        var acts = rows.Where(row => row.Subjects.Length > 0 && !row.Command.EndsWith(nameof(Substitution), StringComparison.Ordinal))
            .ToList();
        var last = acts.Select(row => new SubstitutionId(row.Subjects[^1])).Distinct().ToList();
        var known = await db.Set<Substitution>()
            .AsNoTracking()
            .Where(row => last.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id.Value, row => row.Shown, cancellationToken);
        return acts.Where(row => known.ContainsKey(row.Subjects[^1])).ToDictionary(row => row.Id, row => known[row.Subjects[^1]]);
    }

    public async Task<ChainHead?> ChainHead(CancellationToken cancellationToken) =>
        (
            await db
                .Database.SqlQuery<ChainHead>($"""select id as "Id", sealed_at as "SealedAt" from reserve_last_seal()""")
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();
}
