using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
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
    /// A pool for the application. Connections are not reset when they return to the pool: nothing of ours sets session state, and a
    /// reset would forget the statements that are prepared on each connection.
    /// </summary>
    public static NpgsqlDataSource DataSource(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true, MaxAutoPrepare = 100 };
        settings.ApplicationName ??= "reserve";
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }
}
