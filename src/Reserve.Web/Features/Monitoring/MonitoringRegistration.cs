using Reserve.Web.Access;
using Reserve.Web.Features.Monitoring.Import;

namespace Reserve.Web.Features.Monitoring;

public static class MonitoringRegistration
{
    /// <summary>Who sees the monitoring.</summary>
    public const string Policy = "Monitoring";

    /// <summary>Who loads its figures.</summary>
    public const string ImportPolicy = "Monitoring.Import";

    public static IServiceCollection AddMonitoring(this IServiceCollection services)
    {
        services.AddScoped<TerritoryMonitoring>();
        services.AddScoped<MonitoringImport>();
        services.AddPolicy(
            Policy,
            Roles.HrOfficer, Roles.CommissionMember, Roles.CommissionSecretary, Roles.CommissionChair, Roles.RegionalAuthority, Roles.MunicipalAuthority, Roles.Department, Roles.Administrator, Roles.Auditor);
        return services.AddPolicy(ImportPolicy, Roles.Department, Roles.RegionalAuthority, Roles.Administrator);
    }
}
