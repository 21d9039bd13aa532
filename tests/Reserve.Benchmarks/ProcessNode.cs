using System.Security.Claims;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Audit;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Benchmarks;

/// <summary>
/// The application without pages on a database of its own: the whole command pipeline, with audit and row-level security.
/// </summary>
internal sealed class ProcessNode : IAsyncDisposable
{
    private readonly IHost host;

    private ProcessNode(IHost host) => this.host = host;

    public IServiceProvider Services => host.Services;

    public static async Task<ProcessNode> Start(
        string connectionString,
        int workers,
        Action<IServiceCollection>? adjust = null,
        params Type[] activities
    )
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddData(new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 60 }.ConnectionString);
        builder.Services.AddScoped<Caller>();
        builder.Services.AddScoped<People>().AddScoped<Grants>();
        builder.Services.AddAudit();
        builder.Services.AddCommands();
        builder.Services.AddRuntime(activities);
        builder.Services.Configure<RuntimeOptions>(options =>
        {
            options.Workers = workers;
            options.Workflows = null;
        });
        adjust?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new ProcessNode(host);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    public static ClaimsPrincipal Officer { get; } =
        new(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()),
                    new Claim(ClaimTypes.Name, "officer"),
                    new Claim(Caller.DisplayNameClaim, "officer"),
                    new Claim(Caller.TerritoryClaim, "RU.74"),
                    new Claim(ClaimTypes.Role, Roles.HrOfficer),
                ],
                "bench"
            )
        );

    public async Task<T> Send<T>(IRequest<T> command, ClaimsPrincipal person)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().Become(person);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command);
    }

    public async Task<T> InTransaction<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem();
        var db = scope.ServiceProvider.GetRequiredService<ReserveDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var result = await act(scope.ServiceProvider);
        await transaction.CommitAsync();
        return result;
    }

    public Task Deploy(string xml) =>
        InTransaction(async services =>
            await services
                .GetRequiredService<Deployment>()
                .Deploy(
                    new ProcessBundle(xml, new Dictionary<string, string>()),
                    null,
                    Deployment.Shipped,
                    services.GetRequiredService<Caller>().Stamp(),
                    CancellationToken.None
                )
        );

    /// <summary>Starts runs, a hundred in each transaction.</summary>
    public async Task<List<RunId>> StartRuns(string key, int count)
    {
        var runs = new List<RunId>(count);
        while (runs.Count < count)
        {
            runs.AddRange(
                await InTransaction(async services =>
                {
                    var runtime = services.GetRequiredService<ProcessRuntime>();
                    var stamp = services.GetRequiredService<Caller>().Stamp();
                    var started = new List<RunId>();
                    for (var i = 0; i < Math.Min(100, count - runs.Count); i++)
                        started.Add(
                            (
                                await runtime.Start(
                                    key,
                                    new StartFacts("RU.74"),
                                    Engine.Feel.FeelContext.Empty,
                                    stamp,
                                    CancellationToken.None
                                )
                            ).Value
                        );
                    return started;
                })
            );
        }
        return runs;
    }
}
