using Npgsql;

namespace Reserve.Web.Tests.Database;

/// <summary>A database of its own for each test class: <c>class XTests(DatabaseFixture database) : IClassFixture&lt;DatabaseFixture&gt;</c>.</summary>
public sealed class DatabaseFixture : IAsyncLifetime
{
    private string name = "";

    /// <summary>The owner's connection string.</summary>
    public string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync() => (name, ConnectionString) = await TestCluster.Copy();

    public async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }
        await (await TestCluster.Server).DropDatabase(name);
    }
}
