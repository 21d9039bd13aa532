using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Reserve.Web.Data;

/// <summary>
/// Registration of the database: one pool, whose login is the one that row-level security binds (<see cref="DatabaseRoles"/>).
/// </summary>
internal static class Database
{
    public static IServiceCollection AddData(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => DataSource(connectionString));
        services.AddScoped<DataScope>();
        // Contexts are kept and lent again: making one costs as much as the rest of a short command.
        services.AddPooledDbContextFactory<ReserveDb>(
            (provider, options) =>
                options
                    .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
                    .AddInterceptors(new ScopeInterceptor(), new TransactionInterceptor(), new ChangeInterceptor())
        );
        services.AddScoped(provider =>
            provider.GetRequiredService<IDbContextFactory<ReserveDb>>().CreateDbContext().Serve(provider.GetRequiredService<DataScope>())
        );
        return services;
    }

    /// <summary>
    /// A pool for the application. Connections are not reset when they return to the pool: nothing of ours sets session state, and a
    /// reset would forget the statements that are prepared on each connection.
    /// </summary>
    public static NpgsqlDataSource DataSource(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true, MaxAutoPrepare = 100 };
        settings.ApplicationName ??= "reserve";
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        source.ConfigureTracing(traces => traces.ConfigureBatchEnrichmentCallback(TellStatements));
        return source.Build();
    }

    /// <summary>A batch is traced by all its statements; of itself its span names the first one, which only tells the scope.</summary>
    private static void TellStatements(Activity span, NpgsqlBatch batch)
    {
        IEnumerable<NpgsqlBatchCommand> statements = batch.BatchCommands;
        span.SetTag("db.query.text", string.Join(";\n", statements.Select(statement => statement.CommandText)));
    }
}
