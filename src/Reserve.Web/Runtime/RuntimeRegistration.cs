using Microsoft.Extensions.Options;
using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.AdHoc;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Desk;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Inputs;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Migration;
using Reserve.Web.Runtime.Replays;
using Reserve.Web.Runtime.Starts;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Runtime.WorkingDays;

namespace Reserve.Web.Runtime;

internal static class RuntimeRegistration
{
    /// <param name="services">The application's services.</param>
    /// <param name="moreActivities">Commands outside this assembly that processes may send (tests and benchmarks).</param>
    public static IServiceCollection AddRuntime(this IServiceCollection services, IEnumerable<Type>? moreActivities = null)
    {
        services.AddOptions<RuntimeOptions>().BindConfiguration("Runtime");
        // Each service of ours guards its own loop (Worker); one of a library may end, the process goes on.
        services.Configure<HostOptions>(settings =>
            settings.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore
        );
        services.AddSingleton<WorkSignal>();
        services.AddSingleton(new ActivityCatalog([.. CommandRegistration.CommandTypes(), .. moreActivities ?? []]));
        services.AddSingleton<ProcessCatalog>();
        services.AddSingleton<WorkingTimes>();
        services.AddSingleton<ProcessClock>();
        services.AddSingleton<DecisionRunner>();
        services.AddSingleton<JobQueue>();
        services.AddSingleton<JobRunner>();
        services.AddScoped<RunStepper>();
        services.AddScoped<Messaging>();
        services.AddScoped<KeptMessages>();
        services.AddScoped<RecordedRuns>().AddScoped<RunReplay>();
        services.AddScoped(provider => new StepInputs(provider.GetRequiredService<ReserveDb>(), provider.GetRequiredService<RunReplay>()));
        services.AddScoped(provider => new WaitingMessages(provider.GetRequiredService<ReserveDb>()));
        services.AddScoped<ActivityInvoker>();
        services.AddScoped<RunAtWork>();
        services.AddScoped<JobStep>();
        services.AddScoped<Deployment>().AddScoped<IKnownProcesses>(provider => provider.GetRequiredService<Deployment>());
        services.AddScoped<ProcessDrafts>().AddScoped<BundleChecks>().AddScoped<Publication>();
        services.AddSingleton(provider => new Samples(() => provider.GetRequiredService<WorkingTimes>().Current.Calendar));
        services.AddSingleton<IBundleCheck, SampleChecks>().AddSingleton<IBundleCheck, StartChecks>();
        services.AddSingleton<WatchedSources>();
        services.AddScoped<StartSchedule>().AddScoped<StartRuns>();
        services.AddScoped(provider => new StartQueries(
            provider.GetRequiredService<ReserveDb>(),
            provider.GetRequiredService<ProcessCatalog>(),
            provider.GetRequiredService<WatchedSources>(),
            provider.GetRequiredService<ProcessClock>()
        ));
        services.AddScoped<SubjectNames>().AddScoped<SubjectRows>();
        services.AddScoped<FormDirectories>();
        services.AddScoped(provider => new FormDesk(
            provider.GetRequiredService<FormDirectories>(),
            provider.GetRequiredService<ProcessClock>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddScoped<IFormDirectory, PersonDirectory>().AddScoped<IFormDirectory, TerritoryDirectory>();
        services.AddScoped<TaskRights>().AddScoped<FormLoad>();
        services
            .AddScoped<AnswerForesight>()
            .AddScoped<TaskCompletion>()
            .AddScoped<DueNotices>()
            .AddScoped<TaskHandover>()
            .AddScoped<TaskColleagues>()
            .AddScoped<ClosedTasks>();
        services.AddScoped<RunHelp>();
        services.AddScoped(provider => new RunMarks(provider.GetRequiredService<ReserveDb>(), provider.GetRequiredService<RunReplay>()));
        services.AddScoped<MigrationOrders>().AddScoped<MigrationJobs>().AddScoped<MigrationPlans>().AddScoped<MigrationQueries>();
        services.AddScoped<BulkPlans>().AddScoped<BulkJobs>().AddScoped<DeskSelection>();
        services.AddScoped(provider => new BulkQueries(
            provider.GetRequiredService<ReserveDb>(),
            provider.GetRequiredService<People>(),
            provider.GetRequiredService<BulkPlans>()
        ));
        services.AddScoped<TaskRows>();
        services.AddScoped(provider => new TaskList(
            provider.GetRequiredService<ReserveDb>(),
            provider.GetRequiredService<TaskRows>(),
            provider.GetRequiredService<Caller>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddScoped(provider => new TaskQueries(
            provider.GetRequiredService<ReserveDb>(),
            provider.GetRequiredService<ProcessCatalog>(),
            provider.GetRequiredService<TaskRows>(),
            provider.GetRequiredService<Caller>(),
            provider.GetRequiredService<TaskCommands>()
        ));
        services.AddScoped<AdHocWork>();
        services.AddScoped(provider => new AdHocQueries(
            provider.GetRequiredService<ReserveDb>(),
            provider.GetRequiredService<ProcessCatalog>(),
            provider.GetRequiredService<TaskQueries>()
        ));
        services.AddScoped<Outbox>();
        services.AddScoped(provider => new ProcessQueries(
            provider.GetRequiredService<ReserveDb>(),
            provider.GetRequiredService<ProcessCatalog>()
        ));
        services.AddScoped(provider => new ProcessRuntime(
            provider.GetRequiredService<RunStepper>(),
            provider.GetRequiredService<ProcessCatalog>(),
            provider.GetRequiredService<Messaging>(),
            provider.GetRequiredService<TaskCompletion>(),
            provider.GetRequiredService<Grants>()
        ));
        services.AddScoped(provider => new RunStory(provider.GetRequiredService<ReserveDb>(), provider.GetRequiredService<RunReplay>()));
        services.AddScoped<DraftReplay>().AddScoped<RunRules>();
        services.AddSingleton<ReplayPortions>();
        services.AddScoped(provider => new ReplayQueries(
            provider.GetRequiredService<ReserveDb>(),
            provider.GetRequiredService<ProcessDrafts>(),
            provider.GetRequiredService<DraftReplay>()
        ));
        services.AddScoped<HeatQueries>();
        services.AddScoped<DecisionQueries>().AddScoped<IncidentQueries>();
        services.AddSingleton(new TaskCommands([.. CommandRegistration.CommandTypes(), .. moreActivities ?? []]));
        services.AddHostedService<WorkingTimesAtStart>();
        services.AddHostedService<ShippedProcesses>();
        services.AddHostedService<JobWorker>();
        services.AddHostedService<StartWorker>();
        services.AddHostedService<OutboxWorker>();
        services.AddHostedService<ReplayWorker>();
        return services;
    }
}

/// <summary>Deploys the shipped processes whose content has changed, before the node takes requests and jobs.</summary>
internal sealed partial class ShippedProcesses(IServiceScopeFactory scopes, IOptions<RuntimeOptions> options, ILogger<ShippedProcesses> log)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Workflows is not { } root)
            return;
        foreach (var (name, bundle) in ProcessBundle.ReadAll(root))
        {
            await using var scope = scopes.CreateAsyncScope();
            var caller = scope.ServiceProvider.GetRequiredService<Caller>();
            caller.BecomeSystem();
            var db = scope.ServiceProvider.GetRequiredService<ReserveDb>();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var (deployed, diagnostics) = await scope
                .ServiceProvider.GetRequiredService<Deployment>()
                .DeployShipped(bundle, caller.Stamp(), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            foreach (var found in diagnostics)
                LogFound(name, found.Severity, found.Code, found.ElementId, found.Line);
            foreach (var version in deployed)
                LogDeployed(version.Key, version.Version);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(2031, LogLevel.Information, "Process {Key} deployed as version {Version}.")]
    private partial void LogDeployed(string key, int version);

    [LoggerMessage(2032, LogLevel.Warning, "Shipped process {Name}: {Severity} {Code} at {Element}, line {Line}.")]
    private partial void LogFound(string name, Engine.Bpmn.Xml.BpmnSeverity severity, string code, string element, int line);
}
