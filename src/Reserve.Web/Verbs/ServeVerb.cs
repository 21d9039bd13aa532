using Reserve.Web.Data;
using Reserve.Web.Data.Cluster;
using Reserve.Web.Demo;

namespace Reserve.Web.Verbs;

/// <summary>
/// <c>reserve serve [--port N] [--data DIR] [--demo true] [--allow-superuser]</c>: the web application with its workers, on the database of
/// <c>RESERVE_DB</c> or on a private cluster in the data folder. It alters no schema: <c>reserve migrate</c> comes first. Where there are
/// no users it prints a one-time link for the first administrator. Ends on Ctrl-C or SIGTERM.
/// </summary>
internal static class ServeVerb
{
    private const string AllowSuperuser = "--allow-superuser";

    /// <summary>In a container the address is every one, and what of it is published is decided outside.</summary>
    private const string DemoOnLoopback = "DemoOnLoopback";

    public static async Task<int> Serve(string[] args, TimeProvider clock)
    {
        var allowSuperuser = args.Contains(AllowSuperuser);
        args = [.. args.Where(word => word != AllowSuperuser)];
        var settings = new ConfigurationBuilder().AddEnvironmentVariables("RESERVE_").AddCommandLine(args).Build();
        var urls = settings["urls"] ?? $"http://127.0.0.1:{settings["port"] ?? "5080"}";
        ListenAddresses.MustBeFree(urls);
        var demo = settings.GetValue<bool>("demo");
        if (demo && !settings.GetValue<bool>(DemoOnLoopback) && !ListenAddresses.AreLoopback(urls))
            throw new SetupException(
                $"--demo заводит пользователей с общеизвестным паролем, а {urls} доступен другим машинам. Уберите --urls или --demo. "
                    + $"Если порт наружу не опубликован (контейнер), скажите об этом: --{DemoOnLoopback} true."
            );
        var dataFolder = DataFolder.Prepare(settings["data"] ?? ".data");
        ClosedFiles.FromNowOn();
        foreach (var closed in (string[])["keys", "mail"])
            ClosedFiles.Close(Directory.CreateDirectory(Path.Combine(dataFolder, closed)).FullName);
        try
        {
            await using var database = await LocalDatabase.Open(dataFolder);
            if (await LoginCheck.WhyUnbound(database.ApplicationConnectionString) is { } unbound)
            {
                await Console.Error.WriteLineAsync(unbound);
                if (!allowSuperuser)
                    return Verb.WrongCall;
            }
            if (await SchemaRefusal.Refuses(database.ApplicationConnectionString, dataFolder))
                return Verb.WrongCall;
            var pooled = await ConnectionPool.Fit(database.ApplicationConnectionString, settings.GetValue("Database:Nodes", 1));
            await using var app = Site.Build(args, pooled, dataFolder);
            if (settings["urls"] is null)
                app.Urls.Add(urls);
            if (!demo)
            {
                if (await DemoData.Close(app.Services) is { } closed)
                    await Console.Error.WriteLineAsync(closed);
                if (await FirstAdministrator.Link(app.Services) is { } link)
                    app.Lifetime.ApplicationStarted.Register(() =>
                        Console.WriteLine(FirstAdministrator.Invitation(link, ListenAddresses.Named(app.Urls)))
                    );
            }
            else
            {
                await DemoData.Fill(app.Services);
                await DemoCandidates.Load(args, database.ApplicationConnectionString, dataFolder, clock.GetUtcNow());
                await DemoData.Start(app.Services);
                app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(DemoData.Invitation(ListenAddresses.Named(app.Urls))));
            }
            var running = app.RunAsync();
            if (await Task.WhenAny(running, database.Lost) != running)
            {
                await Console.Error.WriteLineAsync(await database.Lost);
                app.Lifetime.StopApplication();
                await running;
                return Verb.BadInput;
            }

            await running;
            return Verb.Fine;
        }
        catch (Exception problem) when (CallProblem.LineOf(problem) is { } line)
        {
            return await Verb.WrongCallAsync(line);
        }
    }
}
