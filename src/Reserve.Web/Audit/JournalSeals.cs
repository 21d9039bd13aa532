using Npgsql;
using Reserve.Web.Data;

namespace Reserve.Web.Audit;

/// <summary>
/// Seals the journal's rows into the chain, and signs what retention has cut. Where the chain ends is noted in a file besides, so that
/// taking its end away shows.
/// </summary>
internal sealed class JournalSeals(NpgsqlDataSource source, SealKey key, string folder, TimeProvider clock)
{
    /// <summary>The most rows of a seal.</summary>
    public const int Most = 2000;

    /// <summary>Any number that nobody else takes: "seals" in ASCII.</summary>
    private const long Lock = 0x7365616c73;

    private const string Write = "select reserve_seal($1, $2, $3, $4, $5, $6, $7, $8)";

    /// <summary>The next seal, when rows wait for one and no other node is sealing; says how many it holds.</summary>
    public async Task<int> SealAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (
            var locked = new NpgsqlCommand("select pg_try_advisory_xact_lock($1)", connection) { Parameters = { new() { Value = Lock } } }
        )
        {
            if (await locked.ExecuteScalarAsync(cancellationToken) is not true)
                return 0;
        }

        var rows = await Waiting(connection, cancellationToken);
        if (rows.Count == 0)
            return 0;
        var (last, previous) = await End(connection, cancellationToken);
        var seal = new Seal(
            last + 1,
            clock.GetUtcNow().ToMicroseconds(),
            [.. rows.Select(row => row.Id)],
            [.. rows.SelectMany(row => row.Hash)],
            previous
        );
        var hash = seal.Hash();
        await using var write = new NpgsqlCommand(Write, connection)
        {
            Parameters =
            {
                new() { Value = seal.Id },
                new() { Value = seal.At },
                new() { Value = seal.Rows },
                new() { Value = seal.RowHashes },
                new() { Value = seal.Previous },
                new() { Value = hash },
                new() { Value = key.Id },
                new() { Value = key.Sign(hash) },
            },
        };
        await write.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        ChainEnd.Note(folder, new ChainEnd(seal.Id, Convert.ToHexStringLower(hash)));
        return rows.Count;
    }

    /// <summary>Signs the cuts that the open transaction of this connection has made.</summary>
    public async Task SignCutsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var made = new List<(long Id, byte[] Hash)>();
        await using (var ask = new NpgsqlCommand("select id, cut_at, until, event_ids from reserve_cuts_made()", connection))
        await using (var reader = await ask.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                made.Add((reader.GetInt64(0), HashOfCut(reader)));
        }

        foreach (var (id, hash) in made)
        {
            await using var sign = new NpgsqlCommand("select reserve_sign_cut($1, $2, $3)", connection)
            {
                Parameters =
                {
                    new() { Value = id },
                    new() { Value = key.Id },
                    new() { Value = key.Sign(hash) },
                },
            };
            await sign.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Of a row that begins with <c>id, cut_at, until, event_ids</c>.</summary>
    public static byte[] HashOfCut(NpgsqlDataReader reader) =>
        Seal.OfCut(
            reader.GetInt64(0),
            reader.GetFieldValue<DateTimeOffset>(1),
            reader.GetFieldValue<DateTimeOffset>(2),
            reader.GetFieldValue<long[]>(3)
        );

    private static async Task<List<SealedRow>> Waiting(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var ask = new NpgsqlCommand($"select {SealedRow.Columns} from reserve_unsealed($1)", connection)
        {
            Parameters = { new() { Value = Most } },
        };
        await using var reader = await ask.ExecuteReaderAsync(cancellationToken);
        var rows = new List<SealedRow>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(SealedRow.Read(reader));
        return rows;
    }

    private static async Task<(long Id, byte[] Hash)> End(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var ask = new NpgsqlCommand("select id, hash from reserve_last_seal()", connection);
        await using var reader = await ask.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : (0, Seal.Beginning);
    }
}
