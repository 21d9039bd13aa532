using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Persons;

namespace Reserve.Web.Demo;

/// <summary>
/// The commission of the region, the address of its ministry, present heads of a few municipalities, and two requests. Everybody is made
/// up.
/// </summary>
internal static class DemoAppointments
{
    public const string MinistryAddress = "region@example.org";

    internal static readonly (string Territory, string Person, int Year)[] Heads =
    [
        ("RU.74.01", "Ларина Полина Юрьевна", 2019),
        ("RU.74.02", "Гущин Аркадий Львович", 2016),
        ("RU.74.03", "Сомова Инга Романовна", 2021),
        ("RU.74.05", "Рябов Прохор Денисович", 2018),
        ("RU.74.08", "Жаркова Лада Семёновна", 2022),
        ("RU.74.12", "Ветров Назар Олегович", 2020),
    ];

    private static readonly (string Municipality, string Person, int Files)[] Requests =
    [
        ("RU.74.05", "Сомова Инга Романовна", 6),
        ("RU.74.12", "Жаркова Л. С.", 8),
    ];

    public static async Task Prepare(ReserveDb db, IMediator mediator)
    {
        if (await db.Set<CommissionMember>().AnyAsync())
            return;
        var today = DateOnly.FromDateTime(db.GetService<TimeProvider>().GetUtcNow().UtcDateTime);
        var users = await db.Set<User>()
            .AsNoTracking()
            .Where(user => user.Territory == "RU.74")
            .OrderBy(user => user.UserName)
            .ToListAsync();
        foreach (var user in users.Where(user => user.Roles.Contains(Roles.CommissionMember) || user.Roles.Contains(Roles.CommissionChair)))
            Must(
                await mediator.Send(
                    new AddMember(
                        "RU.74",
                        user.Id,
                        user.Roles.Contains(Roles.CommissionChair) ? SeatRole.Chair : SeatRole.Member,
                        // The made-up past of the candidates begins within it.
                        new SeatTerm("7-к", today.AddDays(-610), today.AddDays(-600), null)
                    )
                )
            );
        await DemoCriteria.Prepare(mediator, today.AddDays(-600));
        Must(await mediator.Send(new AddSender("RU.74", MinistryAddress, "Министерство образования (пример)")));
        await AddHeads(mediator);
    }

    /// <summary>The requests, as if they had come by mail; the process must be deployed by then.</summary>
    public static async Task Request(ReserveDb db, IMediator mediator)
    {
        if (await db.Set<AppointmentCase>().AnyAsync(row => row.SourceMessageId!.StartsWith("<demo-RU")))
            return;
        var names = await db.Set<Territory>().AsNoTracking().ToDictionaryAsync(row => row.Path, row => row.Name);
        foreach (var (municipality, person, files) in Requests)
        {
            var registered = await mediator.Send(
                new RegisterRequest(names[municipality], person, null, MinistryAddress, $"<demo-{municipality}@example.org>")
            );
            Must(registered);
            Must(await mediator.Send(new AddDocuments(registered.Value.Case, DemoLetterFiles.Of(person, files))));
        }
    }

    private static async Task AddHeads(IMediator mediator)
    {
        foreach (var (territory, person, year) in Heads)
        {
            var started = new DateOnly(year, 9, 1);
            Must(
                await mediator.Send(
                    new AddTenure
                    {
                        Territory = territory,
                        FullName = person,
                        Position = "Руководитель муниципального органа управления образованием",
                        StartsOn = started,
                        ActNumber = $"{year % 100}-к",
                        ActDate = started.AddDays(-7),
                    }
                )
            );
        }
    }

    private static void Must(Commands.IOutcome outcome)
    {
        if (!outcome.IsOk)
            throw new InvalidOperationException($"The demonstration of approvals: {outcome.Code}");
    }
}
