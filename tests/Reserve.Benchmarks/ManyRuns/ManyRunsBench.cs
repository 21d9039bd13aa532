using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Data.Cluster;

namespace Reserve.Benchmarks.ManyRuns;

/// <summary>
/// The pages over a million open runs, each asked for by people of several roles and territories, and tasks completed: a line a page, with
/// the slowest answer to any of them after the first. The number of runs
/// follows the name (<c>many-runs 100000</c>). <c>BENCH_DATA</c> names a folder whose private cluster is kept and filled once;
/// <c>RESERVE_DB</c> and <c>RESERVE_DB_OWNER</c> name an empty database elsewhere.
/// </summary>
internal static partial class ManyRunsBench
{
    public const string Name = "many-runs";
    private const int DefaultCount = 1_000_000;
    private const int Repeats = 3;
    private const double Target = 2;
    private const string Password = "Trial-2026-word";

    private static readonly (string Name, string Territory, string[] Roles)[] People =
    [
        ("federal-administrator", "RU", [Roles.Administrator, Roles.HrOfficer]),
        ("federal-officer", "RU", [Roles.HrOfficer, Roles.CommissionSecretary, Roles.CommissionMember]),
        ("regional-officer", "RU.74", [Roles.HrOfficer]),
        ("small-officer", "RU.01", [Roles.HrOfficer]),
        ("municipal-authority", "RU.74.05", [Roles.MunicipalAuthority]),
        ("expert", "RU.74", [Roles.CommissionMember]),
        ("idle-chair", "RU", [Roles.CommissionChair]),
        ("federal-auditor", "RU", [Roles.Auditor]),
        ("small-auditor", "RU.01", [Roles.Auditor]),
    ];

    public static Task Run() => Run(DefaultCount);

    public static async Task Run(int count)
    {
        var kept = Environment.GetEnvironmentVariable("BENCH_DATA");
        var folder = kept ?? Path.Combine(Path.GetTempPath(), "reserve-bench-" + Guid.NewGuid().ToString("N"));
        try
        {
            await using var database = await LocalDatabase.Open(folder);
            var owner = database.OwnerConnectionString ?? throw new InvalidOperationException("RESERVE_DB_OWNER is missing.");
            await Migrator.Migrate(owner);
            await using var app = Web.Site.Build(
                ["--urls=http://127.0.0.1:0", "--Runtime:Workers=0", "--Logging:LogLevel:Default=None"],
                database.ApplicationConnectionString,
                folder
            );
            await app.StartAsync();
            var watch = Stopwatch.StartNew();
            if (await new OpenRuns(app.Services, owner).Fill(count, () => CreatePeople(app.Services)))
                Console.WriteLine(Invariant($"{Name} generated {count} open runs in {watch.Elapsed.TotalSeconds:0} s"));
            await Measure(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()));
            await app.StopAsync();
        }
        finally
        {
            if (kept is null && Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Guid[]> CreatePeople(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var ids = new List<Guid>();
        foreach (var (name, territory, roles) in People)
        {
            var user = new User
            {
                Id = Guid.CreateVersion7(),
                UserName = name,
                DisplayName = name,
                Territory = territory,
                Roles = roles,
            };
            var outcome = await users.CreateAsync(user, Password);
            if (!outcome.Succeeded)
                throw new InvalidOperationException(string.Join("; ", outcome.Errors.Select(error => error.Description)));
            ids.Add(user.Id);
        }

        return [.. ids];
    }

    private static async Task Measure(Uri address)
    {
        var figures = new Figures();
        foreach (var (name, _, roles) in People)
        {
            using var http = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() })
            {
                BaseAddress = address,
                Timeout = TimeSpan.FromMinutes(2),
            };
            await Post(http, "/sign-in", "/sign-in", new() { ["UserName"] = name, ["Password"] = Password });
            foreach (var (what, path) in await PagesToOpen.For(roles, path => http.GetStringAsync(new Uri(path, UriKind.Relative))))
            {
                await Tried(() => Open(http, path));
                for (var i = 0; i < Repeats; i++)
                    await figures.Time(what, name, () => Tried(() => Open(http, path)));
            }

            for (var i = 0; i <= Repeats && await FirstTask(http) is { } task; i++)
                await figures.Time(
                    i == 0 ? "a first task completed" : "a task completed",
                    name,
                    () => Tried(() => Post(http, task, task, []))
                );
        }

        foreach (var (what, figure) in figures.Worst)
        {
            var verdict = figure.Problem ?? (figure.Seconds <= Target ? "ok" : "short");
            Console.WriteLine(Invariant($"{Name} {what}: ours={figure.Seconds:0.00} s target={Target:0} s {verdict} ({figure.Who})"));
        }
    }

    private static async Task<string?> Tried(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return failure.Message;
        }
    }

    /// <summary>The slowest of what was timed under a name; a failure counts as slower than anything.</summary>
    private sealed class Figures
    {
        private readonly OrderedDictionary<string, (double Seconds, string Who, string? Problem)> worst = [];

        public IEnumerable<KeyValuePair<string, (double Seconds, string Who, string? Problem)>> Worst => worst;

        public async Task Time(string what, string who, Func<Task<string?>> act)
        {
            var watch = Stopwatch.StartNew();
            var problem = await act();
            var seconds = watch.Elapsed.TotalSeconds;
            if (!worst.TryGetValue(what, out var known) || (known.Problem is null && (problem is not null || seconds > known.Seconds)))
                worst[what] = (seconds, who, problem);
        }
    }

    private static async Task<string?> FirstTask(HttpClient http)
    {
        using var list = await http.GetAsync(new Uri("/tasks?view=Free", UriKind.Relative));
        return list.IsSuccessStatusCode && TaskAddress().Match(await list.Content.ReadAsStringAsync()) is { Success: true } found
            ? found.Groups[1].Value
            : null;
    }

    private static async Task Open(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        await answer.Content.ReadAsByteArrayAsync();
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"{path}: {(int)answer.StatusCode}");
    }

    private static async Task Post(HttpClient http, string page, string target, Dictionary<string, string> fields)
    {
        var token = Token().Match(await http.GetStringAsync(new Uri(page, UriKind.Relative))).Groups[1].Value;
        using var content = new FormUrlEncodedContent(fields.Append(new("__RequestVerificationToken", token)));
        using var answer = await http.PostAsync(new Uri(target, UriKind.Relative), content);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"{target}: {(int)answer.StatusCode}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("href=\"(/tasks/[0-9a-f-]{36}/[0-9]+)\"")]
    private static partial Regex TaskAddress();
}
