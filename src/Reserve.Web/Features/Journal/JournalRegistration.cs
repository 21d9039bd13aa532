using System.Reflection;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Features.Journal;

internal static class JournalRegistration
{
    public const string Policy = "Journal";

    public static IServiceCollection AddJournal(this IServiceCollection services) =>
        services.AddPolicy(Policy, Roles.Administrator, Roles.Auditor).AddSingleton<CommandNames>();
}

/// <summary>How the journal calls commands.</summary>
public sealed class CommandNames
{
    private readonly Dictionary<string, string> names = CommandRegistration
        .CommandTypes()
        .Select(type =>
            (
                type.Name,
                Title: type.GetCustomAttribute<SaysAttribute>()?.Text
                    ?? type.GetCustomAttribute<Runtime.ActivityAttribute>()?.Title
                    ?? type.Name
            )
        )
        .Append(("SignIn", "Вход"))
        .Append(("SignOut", "Выход"))
        .Append(("ProvePassword", "Повторный ввод пароля"))
        .Append(("UseSignInLink", "Пароль по ссылке"))
        .Append(("BecomeFirstAdministrator", "Первый администратор по ссылке"))
        .Append(("ChangeOwnPassword", "Сменить свой пароль"))
        .Append(("EndOwnSessions", "Завершить свои сеансы"))
        .Append(("SetUpSecondFactor", "Включить второй фактор"))
        .Append(("RemoveOwnSecondFactor", "Отключить свой второй фактор"))
        .Append(("UseRecoveryCode", "Вход по запасному коду"))
        .Append(("ViewCandidate", "Просмотр карточки кандидата"))
        .Append(("ReadPaper", "Получение документа кандидата"))
        .DistinctBy(pair => pair.Item1)
        .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    public string Of(string command) => names.GetValueOrDefault(command, command);

    public IEnumerable<KeyValuePair<string, string>> All =>
        names.OrderBy(pair => pair.Value, StringComparer.Create(System.Globalization.CultureInfo.GetCultureInfo("ru-RU"), true));
}
