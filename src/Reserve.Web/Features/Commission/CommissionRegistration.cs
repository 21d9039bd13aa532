using Reserve.Web.Access;

namespace Reserve.Web.Features.Commission;

internal static class CommissionRegistration
{
    /// <summary>Who keeps the commission and its schedule.</summary>
    public const string Schedule = "Commission.Schedule";

    public static IServiceCollection AddCommission(this IServiceCollection services) =>
        services.AddScoped<CommissionSeats>().AddPolicy(Schedule, Roles.CommissionSecretary, Roles.CommissionChair, Roles.Administrator);
}
