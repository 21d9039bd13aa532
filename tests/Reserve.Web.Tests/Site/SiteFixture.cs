using System.Security.Claims;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Site;

/// <summary>
/// The whole site on a database of its own: commands are sent as anybody, and a browser-like client talks to it over a real port
/// once <see cref="Client"/> is asked for.
/// </summary>
public sealed class SiteFixture : IAsyncLifetime
{
    public const string Password = "Trial-2026-word";
    private readonly DatabaseFixture database = new();
    private readonly string folder = Directory.CreateTempSubdirectory("reserve-site-").FullName;
    private WebApplication? app;
    private bool started;

    /// <summary>What else a test's site has or replaces.</summary>
    internal Action<IServiceCollection>? Adjust { get; init; }

    /// <summary>Settings beside the usual ones, as on the command line.</summary>
    internal string[] Settings { get; init; } = [];

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero));

    public string ConnectionString => database.ConnectionString;

    public string DataFolder => folder;

    /// <summary>The owner's connection string, which sees past row-level security.</summary>
    public string OwnerConnectionString => database.OwnerConnectionString;

    public WebApplication App => app!;

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        app = Web.Site.Build(
            ["--urls=http://127.0.0.1:0", "--Runtime:Workers=0", "--Limits:SignInPerMinute=10000", .. Settings],
            database.ConnectionString,
            folder,
            services =>
            {
                services.AddSingleton<TimeProvider>(Clock);
                // Thousands of sign-ins: the rounds themselves are tried by PasswordTests.
                services.PostConfigure<PasswordHasherOptions>(options => options.IterationCount = 1000);
                Adjust?.Invoke(services);
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (started)
            await App.StopAsync();
        await App.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Does something in a scope of its own as a person with these roles in this territory.</summary>
    public async Task<T> As<T>(string territory, string[] roles, Func<IServiceProvider, Task<T>> work, Guid? user = null)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, (user ?? Guid.CreateVersion7()).ToString()),
                new Claim(ClaimTypes.Name, "tester"),
                new Claim(Caller.TerritoryClaim, territory),
                .. roles.Select(role => new Claim(ClaimTypes.Role, role)),
            ],
            "test"
        );
        scope.ServiceProvider.GetRequiredService<Caller>().Become(new ClaimsPrincipal(identity));
        return await work(scope.ServiceProvider);
    }

    public async Task<T> AsSystem<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = App.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem();
        return await work(scope.ServiceProvider);
    }

    public Task<T> Send<T>(string territory, string role, IRequest<T> command) =>
        As(territory, [role], services => services.GetRequiredService<IMediator>().Send(command));

    /// <summary>Does something in one transaction, as a step of the system.</summary>
    public Task<T> InTransaction<T>(Func<IServiceProvider, Task<T>> work) =>
        AsSystem(async services =>
        {
            await using var transaction = await services.GetRequiredService<ReserveDb>().Database.BeginTransactionAsync();
            var result = await work(services);
            await transaction.CommitAsync();
            return result;
        });

    /// <summary>Deploys a process for all, as the program ships it; gives its versions and what was found about it.</summary>
    internal Task<(IReadOnlyList<DeployedVersion> Deployed, IReadOnlyList<BpmnDiagnostic> Diagnostics)> Deploy(ProcessBundle bundle) =>
        InTransaction(services =>
            services
                .GetRequiredService<Deployment>()
                .Deploy(bundle, null, Deployment.Shipped, services.GetRequiredService<Caller>().Stamp(), CancellationToken.None)
        );

    public Task<T> SendAsSystem<T>(IRequest<T> command) => AsSystem(services => services.GetRequiredService<IMediator>().Send(command));

    /// <summary>Looks into the database as the scope of this territory.</summary>
    public Task<T> Look<T>(string territory, Func<ReserveDb, Task<T>> look) =>
        As(territory, [], services => look(services.GetRequiredService<ReserveDb>()));

    public Task<User> CreateUser(string name, string territory, params string[] roles) =>
        AsSystem(async services =>
        {
            var user = new User
            {
                Id = Guid.CreateVersion7(),
                UserName = name,
                DisplayName = name,
                Territory = territory,
                Roles = roles,
            };
            var outcome = await services.GetRequiredService<UserManager<User>>().CreateAsync(user, Password);
            Assert.True(outcome.Succeeded, string.Join("; ", outcome.Errors.Select(error => error.Code)));
            return user;
        });

    /// <summary>Starts the site, which deploys the shipped processes; jobs are done by <see cref="Work"/> only.</summary>
    public async Task Start()
    {
        if (!started)
        {
            await App.StartAsync();
            started = true;
        }
    }

    /// <summary>Works on every due job, also those that come of it, until none is due.</summary>
    public async Task Work()
    {
        var queue = App.Services.GetRequiredService<JobQueue>();
        var runner = App.Services.GetRequiredService<JobRunner>();
        while (await queue.Take(10, Clock.GetUtcNow(), TimeSpan.FromSeconds(30), [], CancellationToken.None) is { Count: > 0 } jobs)
        {
            foreach (var job in jobs)
                await runner.Run(job, CancellationToken.None);
        }
    }

    /// <summary>A client with its own cookies, not signed in.</summary>
    /// <param name="from">The address of this machine from which it asks.</param>
    public async Task<SiteClient> Client(string? from = null)
    {
        await Start();
        var address = App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new SiteClient(new Uri(address), from is null ? null : System.Net.IPAddress.Parse(from));
    }

    public async Task<SiteClient> SignedInClient(string name, string territory, params string[] roles)
    {
        await CreateUser(name, territory, roles);
        var client = await Client();
        await client.SignIn(name);
        return client;
    }
}
