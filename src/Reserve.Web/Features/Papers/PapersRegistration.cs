using Reserve.Web.Access;

namespace Reserve.Web.Features.Papers;

internal static class PapersRegistration
{
    /// <summary>Who may download papers of the territory.</summary>
    public const string Policy = "Papers";

    public static IServiceCollection AddPapers(this IServiceCollection services)
    {
        services.AddOptions<PaperSettings>().BindConfiguration("Papers");
        services.AddScoped<PaperTemplates>();
        services.AddScoped<PaperArchive>();
        return services.AddPolicy(
            Policy,
            Roles.HrOfficer,
            Roles.CommissionMember,
            Roles.CommissionSecretary,
            Roles.CommissionChair,
            Roles.RegionalAuthority,
            Roles.MunicipalAuthority,
            Roles.Administrator,
            Roles.Auditor
        );
    }
}
