using Reserve.Web.Access;

namespace Reserve.Web.Features.State;

/// <summary>What is seen of the installation from outside, and by its administrators.</summary>
internal static class StateRegistration
{
    public const string Policy = "State";

    public static void AddState(this WebApplicationBuilder builder, string dataFolder)
    {
        var services = builder.Services;
        services.AddPolicy(Policy, Roles.Administrator);
        services
            .AddOptions<StateOptions>()
            .BindConfiguration("State")
            .Validate(
                options => options.Heartbeat > TimeSpan.Zero && options.Watch > TimeSpan.Zero,
                "State:Heartbeat, State:Watch: больше нуля."
            )
            .ValidateOnStart();
        services.AddSingleton(new DataPlace(dataFolder));
        services.AddSingleton<WorkReader>();
        services.AddScoped<StateReader>();
        services.AddChecks();
        services.AddHostedService<NodeHeartbeat>();
        services.AddHostedService<AdministratorWatch>();
        builder.AddMeasurements();
    }
}
