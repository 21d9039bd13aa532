using Npgsql;
using Reserve.Web.Data;

namespace Reserve.Web.Tests.Database;

/// <summary>
/// A database of its own for each test class: <c>class XTests(DatabaseFixture database) : IClassFixture&lt;DatabaseFixture&gt;</c>.
/// </summary>
public sealed class DatabaseFixture : IAsyncLifetime
{
    private string name = "";

    /// <summary>The application's connection string: row-level security binds it.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>The owner's: it alters the schema and sees past row-level security.</summary>
    public string OwnerConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        name = await TestCluster.Copy();
        var server = await TestCluster.Server;
        ConnectionString = server.ConnectionString(name, DatabaseRoles.Application);
        OwnerConnectionString = server.ConnectionString(name, DatabaseRoles.Owner);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connectionString in (string[])[ConnectionString, OwnerConnectionString])
        {
            await using var connection = new NpgsqlConnection(connectionString);
            NpgsqlConnection.ClearPool(connection);
        }
        await (await TestCluster.Server).DropDatabase(name);
    }
}
