using Reserve.Web.Access;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Letters;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments;

internal static class AppointmentsRegistration
{
    /// <summary>Who may open the pages of the approval.</summary>
    public const string Policy = "Appointments";

    /// <summary>Who may register a request in the cabinet.</summary>
    public const string Submit = "Appointments.Submit";

    /// <summary>Who has requests of the own authority.</summary>
    public const string Mine = "Appointments.Mine";

    /// <summary>Who keeps the senders.</summary>
    public const string Senders = "Appointments.Senders";

    public static IServiceCollection AddAppointments(this IServiceCollection services)
    {
        services.AddOptions<AppointmentsOptions>().BindConfiguration("Appointments");
        services.AddScoped<CaseRegistration>();
        services.AddScoped<PersonSearch>().AddScoped<HeldPostsReader>();
        services.AddSingleton<SittingDays>().AddScoped<SittingCases>().AddScoped<SittingProtocol>();
        services
            .AddScoped<DocumentKinds>()
            .AddScoped<DocumentRights>()
            .AddScoped<DocumentDesk>()
            .AddScoped<CaseDocuments>()
            .AddScoped<PackContents>()
            .AddSingleton<PackWorker>()
            .AddHostedService(provider => provider.GetRequiredService<PackWorker>())
            .AddSingleton<ScanWorker>()
            .AddHostedService(provider => provider.GetRequiredService<ScanWorker>());
        services
            .AddSingleton(CaseLetters.Known)
            .AddScoped<CaseLetters>()
            .AddScoped<IKnownLetter>(provider => provider.GetRequiredService<CaseLetters>())
            .AddScoped<CaseSteps>()
            .AddScoped<ExpertChoice>()
            .AddScoped<OpinionSteps>();
        services.AddScoped<IPaperBar, ConflictBar>();
        services.AddScoped<ISubjectNaming, CaseNaming>().AddScoped<ISubjectRows, CaseRows>();
        return services
            .AddPolicy(
                Policy,
                Roles.HrOfficer,
                Roles.CommissionMember,
                Roles.CommissionSecretary,
                Roles.CommissionChair,
                Roles.RegionalAuthority,
                Roles.MunicipalAuthority,
                Roles.Administrator,
                Roles.Auditor
            )
            .AddPolicy(Submit, Roles.RegionalAuthority, Roles.MunicipalAuthority, Roles.HrOfficer, Roles.CommissionSecretary)
            .AddPolicy(Mine, Roles.RegionalAuthority, Roles.MunicipalAuthority)
            .AddPolicy(Senders, Roles.Administrator);
    }
}
