namespace Reserve.Web.Features.Files;

internal static class FilesRegistration
{
    public static IServiceCollection AddFiles(this IServiceCollection services)
    {
        services.AddOptions<FileSettings>().BindConfiguration("Files");
        return services.AddSingleton<FileCheck>().AddSingleton<Clamd>();
    }
}
