using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Data.Schema;

namespace Reserve.Web.Features.State;

/// <summary>The migrations and scripts that have run on the database, and those that this program knows.</summary>
/// <param name="Applied">The migrations in their order.</param>
/// <param name="Missing">Migrations and scripts of this program that have not run as they are.</param>
/// <param name="Unknown">Those of a newer program.</param>
internal sealed record SchemaState(IReadOnlyList<string> Applied, IReadOnlyList<string> Missing, IReadOnlyList<string> Unknown);

/// <summary>Compares migrations and scripts: the whole comparison of the catalogue is made when a node starts.</summary>
internal sealed class SchemaReader(NpgsqlDataSource source, IServiceScopeFactory scopes)
{
    private string[]? known;

    public async Task<SchemaState> Read(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var applied = new List<string>();
        await using (var command = new NpgsqlCommand("""select "MigrationId" from "__EFMigrationsHistory" order by 1""", connection))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                applied.Add(reader.GetString(0));
        }

        known ??= Known();
        var scripts = SchemaScript.All;
        var journal = await ScriptJournal.Read(connection, cancellationToken);
        var newer = journal.NewerThan(scripts).ToArray();
        var schemaHash = SchemaScript.SchemaHash(known, scripts);
        // What a newer program has run again after its own changes does not wait for this one.
        var isNewer = newer.Length > 0 || applied.Except(known).Any();
        var waiting = scripts.Where(script => isNewer ? journal.Lacks(script) : journal.Awaits(script, schemaHash));
        return new SchemaState(
            applied,
            [.. known.Except(applied), .. waiting.Select(script => script.Name)],
            [.. applied.Except(known), .. newer]
        );
    }

    private string[] Known()
    {
        using var scope = scopes.CreateScope();
        return [.. scope.ServiceProvider.GetRequiredService<ReserveDb>().Database.GetMigrations()];
    }
}

/// <summary>Unhealthy when migrations or scripts of this program are missing; a newer node's further ones do no harm.</summary>
internal sealed class SchemaHealth(SchemaReader schema) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        (await schema.Read(cancellationToken)).Missing.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("Migrations or scripts are missing.");
}
