using System.Security.Claims;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Starts;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime;

/// <summary>
/// A node of the application without pages: database, commands and runtime. Jobs are worked on by <see cref="Work"/>
/// when the test says so, or by the real workers when it asks for them.
/// </summary>
internal sealed class RuntimeNode : IAsyncDisposable
{
    /// <summary>A Monday at noon in Moscow: where a manual clock starts.</summary>
    private static readonly DateTimeOffset MondayNoon = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly IHost host;

    private RuntimeNode(IHost host, TimeProvider clock)
    {
        this.host = host;
        Clock = clock;
    }

    public TimeProvider Clock { get; }

    public FakeTimeProvider Manual => (FakeTimeProvider)Clock;

    public IServiceProvider Services => host.Services;

    /// <param name="connectionString">The application's.</param>
    /// <param name="clock">A manual one unless given.</param>
    /// <param name="workers">Jobs worked on at the same time without being asked.</param>
    /// <param name="options">Further options of the runtime.</param>
    /// <param name="adjust">What else the node has or replaces.</param>
    /// <param name="another">A node in a process of its own, which has no owner's login: the table of the activities is there.</param>
    public static async Task<RuntimeNode> Start(
        string connectionString,
        TimeProvider? clock = null,
        int workers = 0,
        Action<RuntimeOptions>? options = null,
        Action<IServiceCollection>? adjust = null,
        bool another = false
    )
    {
        clock ??= new FakeTimeProvider(MondayNoon);
        if (!another)
            await MakeTable(connectionString);

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        var services = builder.Services;
        services.AddSingleton(clock);
        services.AddData(connectionString);
        services.AddScoped<Caller>();
        services.AddScoped<People>().AddScoped<Web.Access.Substitutions.Grants>();
        services.AddAudit();
        services.AddCommands();
        services.AddRuntime([typeof(TestEffect), typeof(TestMail)]);
        services.AddTestActivities();
        services.Configure<RuntimeOptions>(settings =>
        {
            settings.Workers = workers;
            settings.Workflows = null;
            settings.Poll = TimeSpan.FromMilliseconds(50);
            options?.Invoke(settings);
        });
        adjust?.Invoke(services);
        var host = builder.Build();
        await host.StartAsync();
        return new RuntimeNode(host, clock);
    }

    private static async Task MakeTable(string connectionString)
    {
        var owner = await TestCluster.As(DatabaseRoles.Owner, connectionString);
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(owner) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var table = new NpgsqlCommand(TestActivities.Table, connection);
        await table.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    /// <summary>Runs something in a scope of its own as the system, or as a person.</summary>
    public async Task<T> As<T>(ClaimsPrincipal? person, Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = Services.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        if (person is null)
            caller.BecomeSystem();
        else
            caller.Become(person);
        return await act(scope.ServiceProvider);
    }

    public Task<TResponse> Send<TResponse>(IRequest<TResponse> command, ClaimsPrincipal? person = null) =>
        As(person, services => services.GetRequiredService<IMediator>().Send(command));

    public static ClaimsPrincipal Person(string name, string territory, params string[] roles) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()),
                    new Claim(ClaimTypes.Name, name),
                    new Claim(Caller.DisplayNameClaim, name),
                    new Claim(Caller.TerritoryClaim, territory),
                    .. roles.Select(role => new Claim(ClaimTypes.Role, role)),
                ],
                "test"
            )
        );

    public Task<IReadOnlyList<DeployedVersion>> Deploy(ProcessBundle bundle, string? forTerritory = null, string source = "shipped") =>
        As(
            null,
            async services =>
            {
                var db = services.GetRequiredService<ReserveDb>();
                await using var transaction = await db.Database.BeginTransactionAsync();
                var (deployed, diagnostics) = await services
                    .GetRequiredService<Deployment>()
                    .Deploy(bundle, forTerritory, source, services.GetRequiredService<Caller>().Stamp(), CancellationToken.None);
                await transaction.CommitAsync();
                Assert.DoesNotContain(diagnostics, found => found.Severity == Engine.Bpmn.Xml.BpmnSeverity.Error);
                return deployed;
            }
        );

    public Task<IReadOnlyList<DeployedVersion>> DeployShipped(ProcessBundle bundle) =>
        InTransaction(async services =>
            (
                await services
                    .GetRequiredService<Deployment>()
                    .DeployShipped(bundle, services.GetRequiredService<Caller>().Stamp(), CancellationToken.None)
            ).Deployed
        );

    public Task<RunId> StartRun(string key, FeelContext? variables = null, string territory = "RU.74", Subject? subject = null) =>
        InTransaction(async services =>
            (
                await services
                    .GetRequiredService<ProcessRuntime>()
                    .Start(
                        key,
                        new StartFacts(territory, subject),
                        variables ?? FeelContext.Empty,
                        services.GetRequiredService<Caller>().Stamp(),
                        CancellationToken.None
                    )
            ).Value
        );

    public Task<T> InTransaction<T>(Func<IServiceProvider, Task<T>> act) =>
        As(
            null,
            async services =>
            {
                var db = services.GetRequiredService<ReserveDb>();
                await using var transaction = await db.Database.BeginTransactionAsync();
                var result = await act(services);
                await transaction.CommitAsync();
                return result;
            }
        );

    /// <summary>Works on every due job, also those that come of it, until none is due.</summary>
    public async Task<int> Work()
    {
        var queue = Services.GetRequiredService<JobQueue>();
        var runner = Services.GetRequiredService<JobRunner>();
        var done = 0;
        while (await queue.Take(10, Clock.GetUtcNow(), TimeSpan.FromSeconds(30), [], CancellationToken.None) is { Count: > 0 } jobs)
        {
            foreach (var job in jobs)
            {
                await runner.Run(job, CancellationToken.None);
                done++;
            }
        }
        return done;
    }

    /// <summary>Begins what begins by itself and is due, until nothing is.</summary>
    public async Task<int> Begin()
    {
        var worker = Services.GetServices<IHostedService>().OfType<StartWorker>().Single();
        var done = 0;
        while (await worker.DoDue(CancellationToken.None) is > 0 and var more)
            done += more;
        return done;
    }

    /// <summary>One value by the owner's connection string, past row-level security.</summary>
    public async Task<T> Value<T>(string sql, params object[] values) => (await Column<T>(sql, values)).Single();

    public async Task<List<T>> Column<T>(string sql, params object[] values) =>
        await As(
            null,
            async services =>
            {
                var db = services.GetRequiredService<ReserveDb>();
                return await db.Database.SqlQueryRaw<T>(sql, values).ToListAsync();
            }
        );

    public Task<string> Status(RunId run) => Value<string>("""select status as "Value" from process_run where id = {0}""", run.Value);

    /// <summary>The open tasks of a run: element and wait.</summary>
    public async Task<List<(string Element, int Wait)>> OpenTasks(RunId run) =>
        [
            .. (
                await Column<string>(
                    """select element_id || ' ' || wait_id as "Value" from task where run_id = {0} and state = 'open' order by wait_id""",
                    run.Value
                )
            )
                .Select(row => row.Split(' '))
                .Select(parts => (parts[0], int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture))),
        ];
}
