using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Data;

namespace Reserve.Web.Demo;

/// <summary>
/// What <c>./run</c> shows on an empty database. Each step leaves alone what an earlier run has made, so that a second start changes
/// nothing.
/// </summary>
internal static class DemoData
{
    public static async Task Fill(IServiceProvider services)
    {
        await Step(services, DemoUsers.Create);
        await Step(
            services,
            provider => DemoMonitoring.Load(provider.GetRequiredService<ReserveDb>(), provider.GetRequiredService<IMediator>())
        );
    }

    /// <summary>
    /// A start without <c>--demo</c>: nobody may sign in with the password that everybody knows. The line says whom it has disabled.
    /// </summary>
    public static async Task<string?> Close(IServiceProvider services)
    {
        IReadOnlyList<string> names = [];
        await Step(services, async provider => names = await DemoUsers.Disable(provider));
        return names.Count == 0
            ? null
            : $"Пуск без --demo: показательные пользователи отключены ({string.Join(", ", names)}). С --demo true они войдут снова.";
    }

    /// <summary>What needs the deployed processes.</summary>
    public static Task Start(IServiceProvider services) =>
        Step(
            services,
            async provider =>
            {
                var (db, mediator) = (provider.GetRequiredService<ReserveDb>(), provider.GetRequiredService<IMediator>());
                await DemoAppointments.Prepare(db, mediator);
                await DemoAppointments.Request(db, mediator);
                await DemoBriefs.Request(db, mediator);
            }
        );

    /// <summary>Where to look and how to sign in, for the terminal.</summary>
    public static string Invitation(IEnumerable<string> addresses) =>
        $"""

              Откройте {string.Join(" или ", addresses)}
              Пароль у всех один: {DemoUsers.Password}
            {string.Join(
                '\n',
                DemoUsers.All.Select(person => $"    {person.UserName, -13} {Roles.NameOf(person.Role)}, {person.Territory}")
            )}
              Остановить: Ctrl-C

            """;

    private static async Task Step(IServiceProvider services, Func<IServiceProvider, Task> step)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem();
        await step(scope.ServiceProvider);
    }
}
