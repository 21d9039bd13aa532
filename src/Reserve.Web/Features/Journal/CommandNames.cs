using System.Reflection;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Journal;

/// <summary>How the journal calls commands and other acts.</summary>
public sealed class CommandNames
{
    private readonly Dictionary<string, string> names = CommandRegistration
        .CommandTypes()
        .Select(type => (type.Name, Title: TitleOf(type) ?? type.Name))
        .Concat(Reads())
        .Append((PageDenials.Act, "Отказ в странице"))
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
        // What the program called it before.
        .Append(("ReadIssuedPaper", "Получение документа кандидата"))
        .DistinctBy(pair => pair.Item1)
        .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    public string Of(string command) => names.GetValueOrDefault(command, command);

    public IEnumerable<KeyValuePair<string, string>> All =>
        names.OrderBy(pair => pair.Value, StringComparer.Create(System.Globalization.CultureInfo.GetCultureInfo("ru-RU"), true));

    private static string? TitleOf(Type command) =>
        command.GetCustomAttribute<SaysAttribute>()?.Text ?? command.GetCustomAttribute<Runtime.ActivityAttribute>()?.Title;

    private static IEnumerable<(string Act, string Title)> Reads() =>
        typeof(CommandNames)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<ReadsAttribute>())
            .OfType<ReadsAttribute>()
            .Select(reads => (reads.Act, reads.Says));
}
