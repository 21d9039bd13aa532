using Reserve.Web.Access;

namespace Reserve.Web.Features.Retention;

/// <summary>How long what is kept is kept, and what is held back from removal.</summary>
internal static class RetentionRegistration
{
    public const string Policy = "Retention";

    public static IServiceCollection AddRetention(this IServiceCollection services)
    {
        services
            .AddOptions<RetentionOptions>()
            .BindConfiguration("Retention")
            .Validate(options => options.Batch is > 0 and <= 5000, "Retention:Batch: от 1 до 5000.")
            .Validate(options => options.Pause >= TimeSpan.Zero, "Retention:Pause: не меньше нуля.")
            .ValidateOnStart();
        services.AddSingleton<RetentionNight>();
        services.AddHostedService<RetentionWorker>();
        return services.AddPolicy(Policy, Roles.Administrator);
    }
}
