using System.Security.Claims;
using static Reserve.Web.Access.Roles;

namespace Reserve.Web.Pages;

/// <summary>The menu words in their order, with the roles that see each; the pages themselves check again.</summary>
internal static class Menu
{
    public sealed record Entry(string Word, string Href, string Icon, char Key, IReadOnlyList<string> Roles)
    {
        public bool IsFor(ClaimsPrincipal user) => Roles.Any(user.IsInRole);

        public bool IsCurrent(PathString path) => path.StartsWithSegments(Href, StringComparison.OrdinalIgnoreCase);
    }

    public static IReadOnlyList<Entry> Entries { get; } =
    [
        new(
            "Мои задачи",
            "/tasks",
            "checklist",
            't',
            [
                HrOfficer,
                CommissionMember,
                CommissionSecretary,
                CommissionChair,
                RegionalAuthority,
                MunicipalAuthority,
                Department,
                Administrator,
                Candidate,
            ]
        ),
        new(
            "Кандидаты",
            "/candidates",
            "users",
            'c',
            [
                HrOfficer,
                CommissionMember,
                CommissionSecretary,
                CommissionChair,
                RegionalAuthority,
                MunicipalAuthority,
                Administrator,
                Auditor,
            ]
        ),
        new("Люди", "/people", "user", 'e', [HrOfficer, CommissionSecretary, Administrator, Auditor]),
        new(
            "Согласование назначений",
            "/appointments",
            "gavel",
            'a',
            [
                HrOfficer,
                CommissionMember,
                CommissionSecretary,
                CommissionChair,
                RegionalAuthority,
                MunicipalAuthority,
                Administrator,
                Auditor,
            ]
        ),
        new("Справки", "/briefs", "file-text", 'b', [HrOfficer, RegionalAuthority, Administrator, Auditor]),
        new(
            "Мониторинг",
            "/monitoring",
            "chart-bar",
            'm',
            [
                HrOfficer,
                CommissionMember,
                CommissionSecretary,
                CommissionChair,
                RegionalAuthority,
                MunicipalAuthority,
                Department,
                Administrator,
                Auditor,
            ]
        ),
        new(
            "Замещения",
            "/substitutions",
            "user-check",
            'z',
            [
                HrOfficer,
                CommissionMember,
                CommissionSecretary,
                CommissionChair,
                RegionalAuthority,
                MunicipalAuthority,
                Department,
                Administrator,
                Auditor,
            ]
        ),
        new("Письма", "/letters", "mail", 'l', [HrOfficer, Administrator]),
        new("Процессы", "/processes", "sitemap", 'p', [Administrator, Auditor]),
        new("Правила", "/rules", "table", 'r', [Administrator, Auditor]),
        new("Рабочий календарь", "/calendar", "calendar-event", 'k', [HrOfficer, CommissionSecretary, Administrator, Auditor]),
        new("Журнал", "/journal", "history", 'j', [Administrator, Auditor]),
        new("Пользователи", "/users", "users-group", 'u', [Administrator]),
        new("Состояние", "/state", "report-analytics", 's', [Administrator]),
        new("Хранение", "/retention", "clock", 'h', [Administrator]),
    ];
}
