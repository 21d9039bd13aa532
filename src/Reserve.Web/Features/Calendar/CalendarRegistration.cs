using Reserve.Web.Access;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Features.Calendar;

/// <summary>The production calendar: which days are worked where, and who has changed what.</summary>
internal static class CalendarRegistration
{
    public const string Policy = "Calendar";

    public static IServiceCollection AddCalendar(this IServiceCollection services) =>
        services
            .AddScoped<CalendarStore>()
            .AddScoped<IBundleCheck, CalendarChecks>()
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
            );
}
