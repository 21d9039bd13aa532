using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;

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

    /// <summary>
    /// Makes them where they are missing, and lets in again those whom a start without <c>--demo</c> has disabled. Their password stands in
    /// the README: no rule for passwords would take it.
    /// </summary>
    public static async Task Create(IServiceProvider services)
    {
        var users = services.GetRequiredService<UserManager<User>>();
        var at = services.GetRequiredService<Caller>().Stamp().At;
        foreach (var person in All)
        {
            var user = await users.FindByNameAsync(person.UserName);
            if (user is null)
            {
                user = new User
                {
                    Id = Guid.CreateVersion7(at),
                    UserName = person.UserName,
                    DisplayName = person.DisplayName,
                    Email = $"{person.UserName}@example.org",
                    Territory = person.Territory,
                    Roles = [person.Role],
                    IsDemo = true,
                };
                user.PasswordHash = users.PasswordHasher.HashPassword(user, Password);
                Must(await users.CreateAsync(user), person);
            }
            else if (IsDemo(users, user))
            {
                user.IsDemo = true;
                user.Disabled = false;
                Must(await users.UpdateAsync(user), person);
            }
        }
    }

    /// <summary>
    /// Disables whoever opens by the password that everybody knows, also those whom an earlier version made without marking them; gives
    /// their names.
    /// </summary>
    public static async Task<IReadOnlyList<string>> Disable(IServiceProvider services)
    {
        var users = services.GetRequiredService<UserManager<User>>();
        var names = All.Select(person => users.NormalizeName(person.UserName)!).ToList();
        var found = await services
            .GetRequiredService<ReserveDb>()
            .Set<User>()
            .Where(user => !user.Disabled && (user.IsDemo || names.Contains(user.NormalizedUserName!)))
            .OrderBy(user => user.UserName)
            .ToListAsync();
        var disabled = new List<string>();
        foreach (var user in found.Where(user => IsDemo(users, user)))
        {
            user.IsDemo = true;
            user.Disabled = true;
            Must(await users.UpdateSecurityStampAsync(user), user.UserName!);
            disabled.Add(user.UserName!);
        }

        return disabled;
    }

    private static bool IsDemo(UserManager<User> users, User user) =>
        user.IsDemo
        || (
            user.PasswordHash is { } hash
            && users.PasswordHasher.VerifyHashedPassword(user, hash, Password) != PasswordVerificationResult.Failed
        );

    private static void Must(IdentityResult outcome, object who)
    {
        if (!outcome.Succeeded)
            throw new InvalidOperationException($"Demonstration user {who}: {string.Join(", ", outcome.Errors.Select(it => it.Code))}");
    }
}
