using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Rules;

internal static class RulesRegistration
{
    /// <summary>Reads rules, their versions and differences.</summary>
    public const string Policy = "Rules";

    /// <summary>Changes, tries and publishes them; a trial shows people's data.</summary>
    public const string EditorPolicy = "RuleEditor";

    public static IServiceCollection AddRules(this IServiceCollection services)
    {
        services.AddPolicy(Policy, Roles.Administrator, Roles.Auditor);
        services.AddPolicy(EditorPolicy, Roles.Administrator);
        services.AddScoped(provider => new RuleReader(
            provider.GetRequiredService<ReserveDb>(),
            provider.GetRequiredService<ProcessCatalog>(),
            provider.GetRequiredService<ProcessQueries>()
        ));
        services.AddScoped(provider => new RuleTrials(
            provider.GetRequiredService<DecisionQueries>(),
            provider.GetRequiredService<ProcessClock>()
        ));
        return services;
    }
}
