using System.Globalization;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Data.Cluster;
using Reserve.Web.Features.Monitoring.Import;

namespace Reserve.Web.Verbs;

/// <summary><c>reserve import monitoring FILE…</c>: loads figures of the monitoring, all files or none.</summary>
internal static class ImportVerb
{
    private const string Usage = """
        reserve import monitoring FILE… [--region RU.74] [--period 2022] [--source TEXT] [--as-of 2022-12-30] [--data DIR]
          FILE: CSV or Excel; its heading says what it is (rating of municipalities, of regions, bands, indicator sets, indicators, values).
        """;

    public static async Task<int> Run(string[] args)
    {
        if (args is not ["monitoring", .. var rest] || !TryRead(rest, out var files, out var about, out var data))
            return await Verb.WrongCallAsync(Usage);
        foreach (var file in files)
            if (!File.Exists(file))
                return await Verb.WrongCallAsync($"нет файла: {file}");
        try
        {
            await using var database = await LocalDatabase.Open(Path.GetFullPath(data));
            if (await SchemaRefusal.Refuses(database.ApplicationConnectionString, data))
                return Verb.WrongCall;
            await using var app = Site.Build([], database.ApplicationConnectionString, Path.GetFullPath(data));
            await using var scope = app.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem();
            var sent = new List<ImportFile>();
            foreach (var file in files)
                sent.Add(new(Path.GetFileName(file), await File.ReadAllBytesAsync(file)));
            return await Tell(await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ImportMonitoring(sent, about)));
        }
        catch (Exception problem) when (CallProblem.LineOf(problem) is { } line)
        {
            return await Verb.WrongCallAsync(line);
        }
    }

    private static async Task<int> Tell(Commands.Result<ImportReceipt, ImportRefusal> result)
    {
        if (!result.IsOk)
        {
            if (result is { IsRefused: true, Refusal: ImportRefusal.BadFiles bad })
                foreach (var problem in bad.Problems)
                    await Console.Error.WriteLineAsync(problem.ToString());
            await Console.Error.WriteLineAsync(result.Reason);
            return Verb.BadInput;
        }

        foreach (var (title, count) in result.Value.Tables)
            Console.WriteLine($"{title}: {count}");
        foreach (var finding in result.Value.Findings)
            Console.WriteLine(
                $"{(finding.Contradicts ? "расхождение" : "примечание")}: "
                    + $"{Features.Monitoring.Measure.NameOf(finding.Measure)}: "
                    + $"{finding.Text}{(finding.Places.Count > 0 ? " " + string.Join("; ", finding.Places) : "")}"
            );
        return Verb.Fine;
    }

    private static bool TryRead(string[] args, out List<string> files, out ImportAbout about, out string data)
    {
        files = [];
        about = new();
        data = ".data";
        for (var at = 0; at < args.Length; at++)
        {
            if (!args[at].StartsWith("--", StringComparison.Ordinal))
            {
                files.Add(args[at]);
                continue;
            }

            if (at + 1 == args.Length)
                return false;
            var value = args[at + 1];
            switch (args[at++])
            {
                case "--region":
                    about = about with { Region = value };
                    break;
                case "--source":
                    about = about with { Source = value };
                    break;
                case "--data":
                    data = value;
                    break;
                case "--period"
                    when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var period)
                        && period is >= MonitoringImport.FirstYear and <= MonitoringImport.LastYear:
                    about = about with { Period = period };
                    break;
                case "--as-of" when DateOnly.TryParseExact(value, "yyyy-MM-dd", out var date):
                    about = about with { AsOf = date };
                    break;
                default:
                    return false;
            }
        }

        return files.Count > 0;
    }
}
