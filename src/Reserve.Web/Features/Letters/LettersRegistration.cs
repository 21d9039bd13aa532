using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Features.Letters;

/// <summary>Letters as templates.</summary>
internal static class LettersRegistration
{
    /// <param name="services">The services to add to.</param>
    /// <param name="folder">Where the installation's own letters lie.</param>
    public static IServiceCollection AddLetters(this IServiceCollection services, string folder)
    {
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<HostLetters>(provider, folder));
        services.AddScoped<ProcessLetters>();
        services.AddScoped(provider => new LetterDesk(provider.GetServices<IKnownLetter>(), provider.GetRequiredService<TimeProvider>()));
        return services.AddScoped<IBundleCheck, LetterChecks>();
    }
}
