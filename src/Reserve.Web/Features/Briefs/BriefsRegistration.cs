using Reserve.Web.Access;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Briefs;

internal static class BriefsRegistration
{
    /// <summary>Who sees the requests for briefs.</summary>
    public const string Policy = "Briefs";

    /// <summary>Who may ask for a brief.</summary>
    public const string Ask = "Briefs.Ask";

    public static IServiceCollection AddBriefs(this IServiceCollection services)
    {
        services.AddOptions<BriefsOptions>().BindConfiguration("Briefs");
        services.AddScoped<BriefSteps>();
        services.AddScoped<ISubjectNaming, BriefNaming>().AddScoped<ISubjectRows, BriefRows>();
        return services
            .AddPolicy(Policy, Roles.HrOfficer, Roles.RegionalAuthority, Roles.Administrator, Roles.Auditor)
            .AddPolicy(Ask, Roles.HrOfficer, Roles.RegionalAuthority);
    }
}
