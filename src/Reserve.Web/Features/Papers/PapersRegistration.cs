using Microsoft.Extensions.Options;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers.Preview;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Features.Papers;

internal static class PapersRegistration
{
    /// <summary>Who may download papers of the territory.</summary>
    public const string Policy = "Papers";

    /// <param name="services">The services.</param>
    /// <param name="previews">The folder of papers that have been shown as pages.</param>
    public static IServiceCollection AddPapers(this IServiceCollection services, string previews)
    {
        services.AddOptions<PreviewSettings>().BindConfiguration("Preview");
        services.AddSingleton(provider => new PagePreview(
            provider.GetRequiredService<IOptions<PreviewSettings>>(),
            previews,
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddScoped(provider => new TemplateTrials(
            provider.GetRequiredService<ReserveDb>(),
            provider.GetRequiredService<PaperTemplates>(),
            provider.GetRequiredService<AuditTrail>(),
            provider.GetRequiredService<Caller>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddOptions<PaperSettings>().BindConfiguration("Papers");
        services.AddScoped<PaperTemplates>();
        services.AddScoped<PaperArchive>().AddScoped<InterviewRule>();
        services.AddSingleton<IBundleCheck, TemplateChecks>();
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
