using Reserve.Web.Access;
using Reserve.Web.Features.Monitoring.Formulas;
using Reserve.Web.Features.Monitoring.Import;

namespace Reserve.Web.Features.Monitoring;

internal static class MonitoringRegistration
{
    /// <summary>Who sees the monitoring.</summary>
    public const string Policy = "Monitoring";

    /// <summary>Who loads its figures.</summary>
    public const string ImportPolicy = "Monitoring.Import";

    /// <summary>Who reads formulas with their history; their results are for everybody who sees the monitoring.</summary>
    public const string FormulasPolicy = "Monitoring.Formulas";

    /// <summary>Who writes and publishes formulas.</summary>
    public const string FormulaEditorPolicy = "Monitoring.Formulas.Edit";

    public static IServiceCollection AddMonitoring(this IServiceCollection services)
    {
        services.AddScoped<TerritoryMonitoring>();
        services.AddScoped<MonitoringImport>();
        services.AddSingleton<CompiledFormulas>();
        services.AddScoped<FormulaSheets>();
        services.AddScoped<RatingFormulas>();
        services.AddScoped<TerritoryFormulas>();
        services.AddScoped<FormulaReader>();
        services.AddScoped<FormulaDesk>();
        services.AddPolicy(
            Policy,
            Roles.HrOfficer,
            Roles.CommissionMember,
            Roles.CommissionSecretary,
            Roles.CommissionChair,
            Roles.RegionalAuthority,
            Roles.MunicipalAuthority,
            Roles.Department,
            Roles.Administrator,
            Roles.Auditor
        );
        services.AddPolicy(FormulasPolicy, Roles.Department, Roles.Administrator, Roles.Auditor);
        services.AddPolicy(FormulaEditorPolicy, Roles.Administrator);
        return services.AddPolicy(ImportPolicy, Roles.Department, Roles.RegionalAuthority, Roles.Administrator);
    }
}
