using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Data.Cluster;
using Reserve.Web.Demo;

namespace Reserve.Web.Verbs;

/// <summary>
/// <c>reserve serve [--port N] [--data DIR] [--demo true] [--allow-superuser]</c>: the web application with its workers, on the database of
/// <c>RESERVE_DB</c> or on a private cluster in the data folder; migrates first. Ends on Ctrl-C or SIGTERM.
/// </summary>
internal static class ServeVerb
{
    private const string AllowSuperuser = "--allow-superuser";

    public static async Task<int> Serve(string[] args)
    {
        var allowSuperuser = args.Contains(AllowSuperuser);
        args = [.. args.Where(word => word != AllowSuperuser)];
        var settings = new ConfigurationBuilder().AddEnvironmentVariables("RESERVE_").AddCommandLine(args).Build();
        var dataFolder = Path.GetFullPath(settings["data"] ?? ".data");
        Directory.CreateDirectory(dataFolder);
        try
        {
            await using var database = await LocalDatabase.Open(dataFolder);
            if (database.OwnerConnectionString is { } owner)
                await Migrator.Migrate(owner);
            if (await LoginCheck.WhyUnbound(database.ApplicationConnectionString) is { } unbound)
            {
                await Console.Error.WriteLineAsync(unbound);
                if (!allowSuperuser)
                    return Verb.WrongCall;
            }
            await using var app = Site.Build(args, database.ApplicationConnectionString, dataFolder);
            if (settings["urls"] is null)
                app.Urls.Add($"http://127.0.0.1:{settings["port"] ?? "5080"}");
            if (settings.GetValue<bool>("demo"))
            {
                await DemoData.Fill(app.Services);
                await DemoCandidates.Load(args, database.ApplicationConnectionString, dataFolder, TimeProvider.System.GetUtcNow());
                await DemoData.Start(app.Services);
                app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(DemoData.Invitation(app.Urls)));
            }
            await app.RunAsync();
            return Verb.Fine;
        }
        catch (Exception problem) when (problem is NpgsqlException or PostgresUnavailableException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return Verb.BadInput;
        }
    }
}
