using System.Reflection;
using FluentValidation;
using MediatR;

namespace Reserve.Web.Commands;

/// <summary>Registers MediatR, the pipeline, and every handler and validator of this assembly.</summary>
internal static class CommandRegistration
{
    public static IServiceCollection AddCommands(this IServiceCollection services)
    {
        services.AddScoped<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped<Reaches>().AddScoped<Denials>();
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(AuthorizationBehavior<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(TransactionBehavior<,>));
        services.AddClosed(typeof(IRequestHandler<,>), typeof(INotificationHandler<>), typeof(IValidator<>));
        return services;
    }

    /// <summary>All commands of this assembly.</summary>
    public static IEnumerable<Type> CommandTypes() =>
        Assembly.GetExecutingAssembly().GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IBaseRequest)));

    private static void AddClosed(this IServiceCollection services, params Type[] openInterfaces)
    {
        foreach (
            var type in Assembly
                .GetExecutingAssembly()
                .GetTypes()
                .Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false })
        )
        {
            foreach (
                var closed in type.GetInterfaces().Where(i => i.IsGenericType && openInterfaces.Contains(i.GetGenericTypeDefinition()))
            )
                services.AddTransient(closed, type);
        }
    }
}
