using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Features.Users;

namespace Reserve.Web.Demo;

/// <summary>Made-up people, one for each role, all with one password: for trying on one's own machine only.</summary>
internal static class DemoUsers
{
    public const string Password = "Reserve-2026";

    public sealed record Person(string UserName, string DisplayName, string Territory, string Role);

    public static IReadOnlyList<Person> All { get; } =
    [
        new("admin", "Вера Примерова", "RU", Roles.Administrator),
        new("kadry", "Нина Образцова", "RU.74", Roles.HrOfficer),
        new("kadry-rf", "Глеб Условный", "RU", Roles.HrOfficer),
        new("expert1", "Олег Пробный", "RU.74", Roles.CommissionMember),
        new("expert2", "Раиса Учебная", "RU.74", Roles.CommissionMember),
        new("expert3", "Захар Показной", "RU.74", Roles.CommissionMember),
        new("expert4", "Фаина Запасная", "RU.74", Roles.CommissionMember),
        new("secretary", "Дина Черновая", "RU.74", Roles.CommissionSecretary),
        new("chair", "Игнат Эталонов", "RU.74", Roles.CommissionChair),
        new("region", "Лидия Макетова", "RU.74", Roles.RegionalAuthority),
        new("municipality", "Тихон Шаблонов", "RU.74.01", Roles.MunicipalAuthority),
        new("department", "Зоя Расчётная", "RU", Roles.Department),
        new("candidate", "Егор Мнимый", "RU.74", Roles.Candidate),
        new("auditor", "Клим Сверочный", "RU", Roles.Auditor),
    ];

    public static async Task Create(IMediator mediator)
    {
        foreach (var person in All)
        {
            var outcome = await mediator.Send(
                new CreateUser(
                    person.UserName,
                    person.DisplayName,
                    $"{person.UserName}@example.org",
                    person.Territory,
                    [person.Role],
                    Password
                )
            );
            if (outcome.IsRefused && outcome.Refusal != UserRefusal.NameTaken || outcome.Rejection is not null)
            {
                throw new InvalidOperationException($"Demonstration user {person.UserName}: {outcome.Code}");
            }
        }
    }
}
