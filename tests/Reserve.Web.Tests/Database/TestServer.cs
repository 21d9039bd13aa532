using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Data.Cluster;

namespace Reserve.Web.Tests.Database;

/// <summary>A running PostgreSQL server with the three logins; its databases belong to the owner's role.</summary>
/// <param name="kind">What it is, for the log of a test run.</param>
/// <param name="login">The superuser's connection string, whatever its database.</param>
/// <param name="stop">Ends the server.</param>
public sealed class TestServer(string kind, string login, Func<ValueTask> stop) : IAsyncDisposable
{
    private readonly string password = Guid.NewGuid().ToString("N");

    public string Kind => kind;

    /// <summary>The connection string of the superuser or of one of <see cref="DatabaseRoles"/>.</summary>
    public string ConnectionString(string database, string role)
    {
        var given = new NpgsqlConnectionStringBuilder(login) { Database = database };
        if (role != PostgresCluster.Superuser)
            (given.Username, given.Password) = (role, password);
        return given.ConnectionString;
    }

    public Task PrepareRoles() => Execute("postgres", DatabaseRoles.ForServer(_ => password));

    /// <summary>Makes a database, empty or as a copy of a template.</summary>
    public async Task CreateDatabase(string name, string? template = null)
    {
        await Execute("postgres", $"""create database "{name}" """ + (template is null ? "" : $"""template "{template}" """));
        await Execute(name, DatabaseRoles.ForDatabase(name));
    }

    public Task DropDatabase(string name) => Execute("postgres", $"""drop database if exists "{name}" with (force)""");

    public ValueTask DisposeAsync() => stop();

    private async Task Execute(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(login) { Database = database, Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
