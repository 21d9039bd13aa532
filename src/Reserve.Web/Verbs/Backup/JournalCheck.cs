using System.Security.Cryptography;
using Npgsql;
using Reserve.Web.Audit;

namespace Reserve.Web.Verbs.Backup;

/// <summary>
/// The journal against its seals: every row is as it was sealed, or was removed by a signed cut; every seal goes on from the one before it,
/// bears a signature, and none is missing at the end.
/// </summary>
internal sealed class JournalCheck(NpgsqlConnection connection, List<Problem> problems)
{
    private const int SealsAtOnce = 500;

    private Dictionary<string, SealKey> keys = [];

    public long Seals { get; private set; }

    /// <summary>Rows that are there and as they were sealed.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows that retention has removed, as it has signed.</summary>
    public long Cut { get; private set; }

    /// <summary>Rows that no seal holds yet.</summary>
    public long Waiting { get; private set; }

    public ChainEnd? End { get; private set; }

    /// <param name="folder">Where keys lie.</param>
    /// <param name="keyFile">One that lies elsewhere.</param>
    /// <param name="noted">Where the chain ended when somebody looked; null where nobody has.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public async Task Run(string folder, string? keyFile, IEnumerable<ChainEnd?> noted, CancellationToken cancellationToken)
    {
        try
        {
            keys = SealKey.All(folder, keyFile);
        }
        catch (Exception problem)
            when (problem is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            problems.Add(new Problem("journal-key", folder, $"The keys of the journal cannot be read: {problem.Message}"));
        }

        var cut = await Cuts(cancellationToken);
        var ends = noted.OfType<ChainEnd>().ToLookup(end => end.Seal);
        var former = Seal.Beginning;
        long last = 0;
        while (await Page(last, cancellationToken) is { Count: > 0 } page)
        {
            var found = await RowsOf(page, cancellationToken);
            foreach (var stored in page)
            {
                Check(stored, last, former);
                CheckRows(stored.Seal, found, cut);
                foreach (var end in ends[stored.Seal.Id].Where(end => end.Hash != Convert.ToHexStringLower(stored.Hash)))
                    problems.Add(new Problem("journal-seal-changed", $"{end.Seal}", "The seal is another one than when it was noted."));
                (last, former) = (stored.Seal.Id, stored.Hash);
                Seals++;
            }
        }

        End = last == 0 ? null : new ChainEnd(last, Convert.ToHexStringLower(former));
        foreach (var end in ends.Where(end => end.Key > last))
            problems.Add(
                new Problem("journal-end-missing", $"{end.Key}", $"The chain has ended at seal {end.Key}; now it ends at {last}.")
            );
        await Others(cancellationToken);
        foreach (var key in keys.Values)
            key.Dispose();
    }

    /// <summary>Where the chain of a database ends; null when nothing is sealed.</summary>
    public static async Task<ChainEnd?> EndOf(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select id, hash from audit_seals order by id desc limit 1", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new ChainEnd(reader.GetInt64(0), Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(1)))
            : null;
    }

    private async Task<HashSet<long>> Cuts(CancellationToken cancellationToken)
    {
        var cut = new HashSet<long>();
        await using var command = new NpgsqlCommand(
            "select id, cut_at, until, event_ids, key_id, signature from audit_cuts order by id",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var id = reader.GetInt64(0);
            if (reader.IsDBNull(5))
                problems.Add(new Problem("journal-cut-unsigned", $"{id}", "The removal of these rows bears no signature."));
            else if (Signed($"cut {id}", reader.GetString(4), JournalSeals.HashOfCut(reader), reader.GetFieldValue<byte[]>(5)))
                cut.UnionWith(reader.GetFieldValue<long[]>(3));
        }

        return cut;
    }

    private async Task<List<StoredSeal>> Page(long after, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select id, sealed_at, event_ids, row_hashes, previous, hash, key_id, signature from audit_seals
            where id > $1 order by id limit {SealsAtOnce}
            """,
            connection
        )
        {
            Parameters = { new() { Value = after } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var page = new List<StoredSeal>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var seal = new Seal(
                reader.GetInt64(0),
                reader.GetFieldValue<DateTimeOffset>(1),
                reader.GetFieldValue<long[]>(2),
                reader.GetFieldValue<byte[]>(3),
                reader.GetFieldValue<byte[]>(4)
            );
            page.Add(new StoredSeal(seal, reader.GetFieldValue<byte[]>(5), reader.GetString(6), reader.GetFieldValue<byte[]>(7)));
        }

        return page;
    }

    private async Task<Dictionary<long, byte[]>> RowsOf(List<StoredSeal> page, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select {SealedRow.Columns} from audit_events where id = any($1)", connection)
        {
            Parameters = { new() { Value = page.SelectMany(stored => stored.Seal.Rows).ToArray() } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new Dictionary<long, byte[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = SealedRow.Read(reader);
            rows.Add(row.Id, row.Hash);
        }

        return rows;
    }

    private void Check(StoredSeal stored, long last, byte[] former)
    {
        var seal = stored.Seal;
        if (seal.Id != last + 1)
            problems.Add(new Problem("journal-seal-missing", $"{last + 1}", $"Between the seals {last} and {seal.Id} there is none."));
        else if (!seal.Previous.AsSpan().SequenceEqual(former))
            problems.Add(new Problem("journal-chain-broken", $"{seal.Id}", "The seal does not go on from the one before it."));
        if (!seal.Hash().AsSpan().SequenceEqual(stored.Hash))
            problems.Add(new Problem("journal-seal-changed", $"{seal.Id}", "The seal does not have the hash that was recorded with it."));
        else
            Signed($"seal {seal.Id}", stored.KeyId, stored.Hash, stored.Signature);
    }

    private void CheckRows(Seal seal, Dictionary<long, byte[]> found, HashSet<long> cut)
    {
        for (var at = 0; at < seal.Rows.Length; at++)
        {
            var row = seal.Rows[at];
            if (found.TryGetValue(row, out var hash))
            {
                Rows++;
                if (!seal.RowHashes.AsSpan(at * hash.Length, hash.Length).SequenceEqual(hash))
                    problems.Add(new Problem("journal-row-changed", $"{row}", $"The row is not as it was sealed ({Moment(seal)})."));
            }
            else if (cut.Contains(row))
            {
                Cut++;
            }
            else
            {
                problems.Add(new Problem("journal-row-removed", $"{row}", $"The row was sealed ({Moment(seal)}), and no cut removed it."));
            }
        }
    }

    /// <summary>Rows outside the chain, and values beside rows that have another hash of them.</summary>
    private async Task Others(CancellationToken cancellationToken)
    {
        Waiting = await DatabaseFacts.Value<long>(connection, "select count(*) from audit_unsealed", cancellationToken);
        foreach (
            var row in await DatabaseFacts.Column<long>(
                connection,
                """
                select e.id from audit_events e left join audit_unsealed u on u.event_id = e.id
                left join (select unnest(event_ids) as id from audit_seals) s on s.id = e.id
                where u.event_id is null and s.id is null order by e.id limit 100
                """,
                cancellationToken
            )
        )
            problems.Add(new Problem("journal-row-added", $"{row}", "The row is in no seal and does not wait for one."));
        foreach (
            var row in await DatabaseFacts.Column<long>(
                connection,
                """
                select c.event_id from audit_changes c join audit_events e on e.id = c.event_id
                where sha256(c.salt || convert_to(c.changes, 'UTF8')) is distinct from e.changes_hash order by c.event_id limit 100
                """,
                cancellationToken
            )
        )
            problems.Add(new Problem("journal-values-changed", $"{row}", "What the row has changed is not what was written beside it."));
    }

    private bool Signed(string what, string keyId, byte[] hash, byte[] signature)
    {
        if (!keys.TryGetValue(keyId, out var key))
        {
            // Once for each key: the rest of the chain is checked all the same.
            if (!problems.Any(problem => problem.Kind == "journal-key-unknown" && problem.Subject == keyId))
                problems.Add(new Problem("journal-key-unknown", keyId, $"The key that signed {what} is not at hand (--key)."));
            return false;
        }

        if (key.Signed(hash, signature))
            return true;
        problems.Add(new Problem("journal-signature", what, "The signature is not of this key."));
        return false;
    }

    private static string Moment(Seal seal) => $"seal {seal.Id} of {seal.At:yyyy-MM-dd HH:mm:ss}Z";

    private sealed record StoredSeal(Seal Seal, byte[] Hash, string KeyId, byte[] Signature);
}
