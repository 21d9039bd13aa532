using Reserve.Web.Runtime.Starts;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.General;

internal static class GeneralRegistration
{
    public static IServiceCollection AddGeneral(this IServiceCollection services) =>
        services.AddSingleton<IWatchedData, WatchedData>().AddScoped<ISubjectNaming, PersonNaming>();
}
