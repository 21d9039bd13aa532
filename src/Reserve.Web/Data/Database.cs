using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Reserve.Web.Data;

/// <summary>Registration of the database: one pool, whose connections act as the role that row-level security binds.</summary>
public static class Database
{
    public const string ApplicationRole = "reserve_app";

    public static IServiceCollection AddData(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => DataSource(connectionString));
        services.AddSingleton<ScopeInterceptor>();
        services.AddScoped<DataScope>();
        services.AddDbContext<ReserveDb>(
            (provider, options) =>
                options
                    .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
                    .AddInterceptors([provider.GetRequiredService<ScopeInterceptor>(), .. provider.GetServices<IInterceptor>()]),
            optionsLifetime: ServiceLifetime.Singleton
        );
        return services;
    }

    /// <summary>
    /// A pool for the application. Each physical connection takes the role once; connections are not reset when they return
    /// to the pool (a reset would give the login's own role back), and nothing of ours sets session state. Statements that
    /// recur are prepared on each connection.
    /// </summary>
    public static NpgsqlDataSource DataSource(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true, MaxAutoPrepare = 100 };
        settings.ApplicationName ??= "reserve";
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var command = new NpgsqlCommand("set role " + ApplicationRole, connection);
                command.ExecuteNonQuery();
            },
            async connection =>
            {
                await using var command = new NpgsqlCommand("set role " + ApplicationRole, connection);
                await command.ExecuteNonQueryAsync();
            }
        );
        return builder.Build();
    }
}
