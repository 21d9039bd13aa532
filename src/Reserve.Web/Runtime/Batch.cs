using System.Diagnostics.CodeAnalysis;
using Npgsql;
using NpgsqlTypes;

namespace Reserve.Web.Runtime;

/// <summary>
/// Statements that go to PostgreSQL in one round trip, prepared once per connection. Parameters are positional and typed:
/// <c>batch.Add(sql).With(id.Value).With(5)</c>. What was asked for by <see cref="InScope"/> is told first and counts as no statement.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A batch holds nothing that outlives its connection.")]
internal sealed class Batch(NpgsqlConnection connection, NpgsqlTransaction? transaction)
{
    public const string SetScope = "select set_config('reserve.scope', $1, true)";

    private readonly NpgsqlBatch batch = new(connection, transaction);
    private int told;

    public int Count => batch.BatchCommands.Count - told;

    /// <summary>Tells the transaction its scope before all other statements.</summary>
    public Batch InScope(string scope)
    {
        var command = new NpgsqlBatchCommand(SetScope);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = scope });
        batch.BatchCommands.Insert(0, command);
        told = 1;
        return this;
    }

    public Statement Add(string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        return new Statement(command.Parameters);
    }

    public async Task<NpgsqlDataReader> ReadAsync(CancellationToken cancellationToken)
    {
        await batch.PrepareAsync(cancellationToken);
        var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (told > 0)
            await reader.NextResultAsync(cancellationToken);
        return reader;
    }

    /// <summary>Sends the statements; a batch without any sends nothing. Returns the rows affected by each, in order.</summary>
    public async Task<IReadOnlyList<int>> SendAsync(CancellationToken cancellationToken)
    {
        if (Count == 0)
            return [];
        await batch.PrepareAsync(cancellationToken);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        var affected = new int[Count];
        for (var i = 0; i < affected.Length; i++)
            affected[i] = batch.BatchCommands[i + told].RecordsAffected;
        return affected;
    }

    public readonly struct Statement(NpgsqlParameterCollection parameters)
    {
        public Statement With<T>(T value)
            where T : struct => Plus(new NpgsqlParameter<T> { TypedValue = value });

        public Statement With(string value) => Plus(new NpgsqlParameter<string> { TypedValue = value });

        public Statement With(byte[] value) => Plus(new NpgsqlParameter<byte[]> { TypedValue = value });

        public Statement With(string[] value) => Plus(new NpgsqlParameter<string[]> { TypedValue = value });

        public Statement With(long[] value) => Plus(new NpgsqlParameter<long[]> { TypedValue = value });

        public Statement With(int[] value) => Plus(new NpgsqlParameter<int[]> { TypedValue = value });

        public Statement With(bool[] value) => Plus(new NpgsqlParameter<bool[]> { TypedValue = value });

        public Statement With(Guid[] value) => Plus(new NpgsqlParameter<Guid[]> { TypedValue = value });

        public Statement With(Guid? value) => Nullable(value, NpgsqlDbType.Uuid);

        public Statement With(long? value) => Nullable(value, NpgsqlDbType.Bigint);

        public Statement With(DateTimeOffset? value) => Nullable(value?.ToUniversalTime(), NpgsqlDbType.TimestampTz);

        public Statement With(DateTimeOffset value) => Plus(new NpgsqlParameter<DateTimeOffset> { TypedValue = value.ToUniversalTime() });

        public Statement WithText(string? value) => Nullable(value, NpgsqlDbType.Text);

        public Statement WithBytes(byte[]? value) => Nullable(value, NpgsqlDbType.Bytea);

        /// <summary>JSON that stays as it is written: names in their order, numbers by their digits.</summary>
        public Statement WithWrittenJson(string value) => Nullable(value, NpgsqlDbType.Json);

        public Statement WithJson(string? value) => Nullable(value, NpgsqlDbType.Jsonb);

        private Statement Nullable(object? value, NpgsqlDbType type) =>
            Plus(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });

        private Statement Plus(NpgsqlParameter parameter)
        {
            parameters.Add(parameter);
            return this;
        }
    }
}
