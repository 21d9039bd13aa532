using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Runtime;

namespace Reserve.Web.Demo;

/// <summary>
/// Made-up candidates of Chelyabinsk region who went through the real process in a made-up past: 175 applied, 40 were selected, 32 passed
/// the attestation, 31 stayed in the reserve, 16 were appointed; and twelve more of the next intake who stand in its first stages now.
/// Works on a site of its own, whose clock is moved and which serves nobody.
/// </summary>
internal static class DemoCandidates
{
    public static async Task Load(string[] args, string connectionString, string dataFolder, DateTimeOffset now)
    {
        var clock = new DemoClock(now.AddDays(-500));
        await using var site = Site.Build(
            [.. args, "--Runtime:Workers=0"],
            connectionString,
            dataFolder,
            services => services.AddSingleton<TimeProvider>(clock)
        );
        var office = new DemoOffice(site.Services, clock);
        if (await office.As(null, provider => provider.GetRequiredService<ReserveDb>().Set<Candidate>().AnyAsync()))
            return;
        Console.WriteLine("  Готовлю демонстрационных кандидатов: они проходят настоящий процесс, это займёт минуту…");
        await site.Services.GetServices<IHostedService>().OfType<ShippedProcesses>().Single().StartAsync(CancellationToken.None);
        // The commission is as old as the made-up past: it sits in it.
        await office.As(
            null,
            async provider =>
            {
                await DemoAppointments.Prepare(provider.GetRequiredService<ReserveDb>(), provider.GetRequiredService<IMediator>());
                return true;
            }
        );
        await office.Meet();
        var begin = await new DemoFirstIntake(office, clock).Run();
        await new DemoUse(office, clock).Run(begin);
        var commission = new DemoCommission(office, clock);
        await commission.Past(now);
        await new DemoSecondIntake(office, clock).Run(now);
        await commission.Present(now);
        clock.MoveTo(now);
        await office.Work();
    }
}
