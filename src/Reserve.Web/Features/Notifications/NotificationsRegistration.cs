using Reserve.Web.Features.Tasks;

namespace Reserve.Web.Features.Notifications;

internal static class NotificationsRegistration
{
    public static IServiceCollection AddNotifications(this IServiceCollection services) =>
        services.AddScoped<Telling>().AddSingleton<DeadlineWords>().AddHostedService<DeadlineWorker>();
}
