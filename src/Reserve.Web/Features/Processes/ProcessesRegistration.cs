using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Desk;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Migration;
using Reserve.Web.Runtime.Starts;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Processes;

internal static class ProcessesRegistration
{
    /// <summary>Sees processes, versions, runs.</summary>
    public const string Policy = "Processes";

    /// <summary>Draws and publishes, looks into variables, retries.</summary>
    public const string EditorPolicy = "ProcessEditor";

    public static IServiceCollection AddProcesses(this IServiceCollection services)
    {
        services.AddPolicy(Policy, Roles.Administrator, Roles.Auditor);
        services.AddPolicy(EditorPolicy, Roles.Administrator);
        services.AddScoped(provider => new ProcessReader(
            provider.GetRequiredService<ReserveDb>(),
            provider.GetRequiredService<ProcessCatalog>(),
            provider.GetRequiredService<ProcessDrafts>(),
            provider.GetRequiredService<BundleChecks>(),
            provider.GetRequiredService<ActivityCatalog>(),
            provider.GetRequiredService<ProcessQueries>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddScoped(provider => new BundleReader(
            provider.GetRequiredService<ReserveDb>(),
            provider.GetRequiredService<ProcessDrafts>(),
            provider.GetRequiredService<BundleChecks>(),
            provider.GetRequiredService<TemplateTrials>()
        ));
        services.AddScoped(provider => new EditorCatalog(
            provider.GetRequiredService<ReserveDb>(),
            provider.GetRequiredService<ActivityCatalog>(),
            provider.GetRequiredService<TaskCommands>(),
            provider.GetRequiredService<ProcessQueries>(),
            provider.GetRequiredService<WatchedSources>(),
            provider.GetRequiredService<Words>()
        ));
        services.AddScoped(provider => new FormPreview(
            provider.GetRequiredService<ProcessQueries>(),
            provider.GetRequiredService<CaseNames>(),
            provider.GetRequiredService<TimeShown>()
        ));
        services.AddScoped(provider => new RunHelpReader(
            provider.GetRequiredService<ProcessQueries>(),
            provider.GetRequiredService<TaskQueries>(),
            provider.GetRequiredService<RunMarks>(),
            provider.GetRequiredService<TaskColleagues>()
        ));
        services.AddScoped(provider => new MigrationReader(
            provider.GetRequiredService<MigrationPlans>(),
            provider.GetRequiredService<CaseNames>()
        ));
        services.AddScoped(provider => new DeskReader(
            provider.GetRequiredService<ReserveDb>(),
            provider.GetRequiredService<DeskSelection>(),
            provider.GetRequiredService<ProcessQueries>(),
            provider.GetRequiredService<IncidentQueries>(),
            provider.GetRequiredService<ProcessReader>(),
            provider.GetRequiredService<CaseNames>(),
            provider.GetRequiredService<TimeShown>()
        ));
        services.AddScoped<CaseNames>().AddScoped<StartReader>();
        return services;
    }
}
