using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Reserve.Web.Data;

/// <summary>
/// Brings a database to the present shape: the EF Core migrations, then every script of <c>Data/Sql</c> in name order.
/// The scripts are idempotent and run each time, all in one transaction. The connection is the owner's, not the application's role.
/// </summary>
public static class Migrator
{
    public static async Task Migrate(string connectionString, CancellationToken cancellationToken = default)
    {
        var options = new DbContextOptionsBuilder<ReserveDb>().UseNpgsql(connectionString).Options;
        await using (var db = new ReserveDb(options, new DataScope()))
            await db.Database.MigrateAsync(cancellationToken);

        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var (_, text) in Scripts())
        {
            await using var command = new NpgsqlCommand(text, connection, transaction);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    internal static IEnumerable<(string Name, string Text)> Scripts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (
            var name in assembly
                .GetManifestResourceNames()
                .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        )
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name, reader.ReadToEnd());
        }
    }
}
