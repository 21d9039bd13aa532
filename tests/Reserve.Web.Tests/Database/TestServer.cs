using Npgsql;

namespace Reserve.Web.Tests.Database;

/// <summary>A running PostgreSQL server whose superuser we are.</summary>
/// <param name="kind">What it is, for the log of a test run.</param>
/// <param name="login">The superuser's connection string, whatever its database.</param>
/// <param name="stop">Ends the server.</param>
public sealed class TestServer(string kind, string login, Func<ValueTask> stop) : IAsyncDisposable
{
    public string Kind => kind;

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder(login) { Database = database }.ConnectionString;

    /// <summary>Makes a database, empty or as a copy of a template.</summary>
    public Task CreateDatabase(string name, string? template = null) =>
        Execute($"""create database "{name}" """ + (template is null ? "" : $"""template "{template}" """));

    public Task DropDatabase(string name) => Execute($"""drop database if exists "{name}" with (force)""");

    public ValueTask DisposeAsync() => stop();

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(login) { Database = "postgres", Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
