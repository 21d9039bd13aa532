using Reserve.Web.Access;
using Reserve.Web.Features.Persons;

namespace Reserve.Web.Features.Commission;

internal static class CommissionRegistration
{
    /// <summary>Who keeps the commission and its schedule.</summary>
    public const string Schedule = "Commission.Schedule";

    public static IServiceCollection AddCommission(this IServiceCollection services) =>
        services
            .AddScoped<IPersonParts, CommissionParts>()
            .AddPolicy(Schedule, Roles.CommissionSecretary, Roles.CommissionChair, Roles.Administrator);
}
