using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Audit;

namespace Reserve.Web.Features.Journal;

internal static class JournalRegistration
{
    public const string Policy = "Journal";

    public static IServiceCollection AddJournal(this IServiceCollection services, IConfiguration settings, string dataFolder)
    {
        // At once: a key that cannot be read is told before the node serves.
        var key = SealKey.Open(settings["Audit:Key"] ?? Path.Combine(dataFolder, "keys", SealKey.FileName));
        services.AddSingleton(provider => new JournalSeals(
            provider.GetRequiredService<NpgsqlDataSource>(),
            key,
            dataFolder,
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddHostedService<SealWorker>();
        services.AddSingleton<CommandNames>().AddSingleton<RefusalNames>().AddSingleton<ChangeNames>().AddScoped<JournalChanges>();
        return services.AddPolicy(Policy, Roles.Administrator, Roles.Auditor);
    }
}
