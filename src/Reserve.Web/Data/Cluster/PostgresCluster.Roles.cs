using System.Security.Cryptography;
using Npgsql;

namespace Reserve.Web.Data.Cluster;

/// <summary>The logins of the cluster, and its databases, which belong to the owner's role.</summary>
internal sealed partial class PostgresCluster
{
    private Dictionary<string, string> passwords = [];

    /// <summary>
    /// A connection string for one of the cluster's databases, over TCP on the loopback, of the superuser or of one of
    /// <see cref="DatabaseRoles"/>.
    /// </summary>
    public string ConnectionString(string database, string role = Superuser) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Database = database,
            Username = role,
            Password = role == Superuser ? password : passwords[role],
        }.ConnectionString;

    /// <summary>Makes a database, empty or as a copy of a template; it belongs to the owner's role.</summary>
    public async Task CreateDatabase(string name, string? template = null, CancellationToken cancellationToken = default)
    {
        var copy = template is null ? "" : " template " + Quoted(template);
        await Execute("postgres", "create database " + Quoted(name) + copy, cancellationToken);
        await GiveToOwner(name, cancellationToken);
    }

    /// <summary>Brings the rights of a database made by an earlier version, or by somebody else, to those of the three roles.</summary>
    public Task GiveToOwner(string name, CancellationToken cancellationToken = default) =>
        Execute(name, DatabaseRoles.ForDatabase(name), cancellationToken);

    /// <summary>
    /// At every start, so that a cluster of an earlier version gets the roles now. Their passwords lie beside the superuser's.
    /// </summary>
    private async Task PrepareRoles(CancellationToken cancellationToken)
    {
        foreach (var role in DatabaseRoles.All)
        {
            var file = Path.Combine(Options.Folder, "password." + role);
            if (!File.Exists(file))
                WriteSecret(file, Convert.ToHexString(RandomNumberGenerator.GetBytes(24)));
            passwords[role] = await File.ReadAllTextAsync(file, cancellationToken);
        }
        await Execute("postgres", DatabaseRoles.ForServer(role => passwords[role]), cancellationToken);
    }

    private async Task Execute(string database, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(Unpooled(database));
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private string Unpooled(string database) =>
        new NpgsqlConnectionStringBuilder(ConnectionString(database)) { Pooling = false }.ConnectionString;

    private static string Quoted(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
