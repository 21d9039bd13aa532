using System.IO.Compression;
using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Data.Cluster;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Data;

/// <summary>The database of commit <c>cfd46cd</c> (README.md beside the dump), brought up by the migrator.</summary>
public sealed class UpgradedDatabase : IAsyncLifetime
{
    private string superuser = "";
    private readonly string name = "upgraded_" + Guid.CreateVersion7().ToString("N");

    /// <summary>The application's connection string.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>The owner's, who migrates.</summary>
    public string OwnerConnectionString { get; private set; } = "";

    internal Migrated Migrated { get; private set; } = new([], []);

    /// <summary>How many rows each table had before the upgrade.</summary>
    public IReadOnlyDictionary<string, long> RowsBefore { get; private set; } = new Dictionary<string, long>();

    public async ValueTask InitializeAsync()
    {
        var server = await TestCluster.Server;
        await server.CreateDatabase(name);
        ConnectionString = server.ConnectionString(name, DatabaseRoles.Application);
        OwnerConnectionString = server.ConnectionString(name, DatabaseRoles.Owner);
        superuser = server.ConnectionString(name, PostgresCluster.Superuser);
        await Restore();
        RowsBefore = await Rows();
        // What `reserve admin roles` prints: in that commit's time all belonged to one login.
        await Execute(DatabaseRoles.ForDatabase(name));
        Migrated = await Migrator.Migrate(OwnerConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }
        await (await TestCluster.Server).DropDatabase(name);
    }

    public async Task<Dictionary<string, long>> Rows()
    {
        await using var connection = await Open();
        await using var command = new NpgsqlCommand(
            """
            select relname::text, (xpath('/row/c/text()', counted))[1]::text::bigint
            from pg_class, query_to_xml(format('select count(*) as c from public.%I', relname), false, true, '') as counted
            where relnamespace = 'public'::regnamespace and relkind = 'r'
            """,
            connection
        );
        var rows = new Dictionary<string, long>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0), reader.GetInt64(1));
        return rows;
    }

    private async Task Restore()
    {
        await using var resource = typeof(UpgradedDatabase).Assembly.GetManifestResourceStream("upgraded-from-cfd46cd.sql.gz")!;
        await using var unpacked = new GZipStream(resource, CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        // A dump of plain statements, but for two commands to psql.
        var statements = string.Join(
            '\n',
            (await reader.ReadToEndAsync())
                .Split('\n')
                .Where(line =>
                    !line.StartsWith("\\restrict", StringComparison.Ordinal) && !line.StartsWith("\\unrestrict", StringComparison.Ordinal)
                )
        );
        await Execute(statements);
    }

    private async Task Execute(string statements)
    {
        await using var connection = await Open();
        await using var command = new NpgsqlCommand(statements, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private async Task<NpgsqlConnection> Open()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(superuser) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
