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
        .Concat(Enum.GetValues<SignInJournal.Act>().Select(act => (act.ToString(), TitleOf(act))))
        .Append(("TryTemplate", "Проверка шаблона на прежних бумагах"))
        // What the program called it before.
        .Append(("ReadIssuedPaper", "Получение документа кандидата"))
        .DistinctBy(pair => pair.Item1)
        .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    public string Of(string command) => names.GetValueOrDefault(command, command);

    public IEnumerable<KeyValuePair<string, string>> All =>
        names.OrderBy(pair => pair.Value, StringComparer.Create(System.Globalization.CultureInfo.GetCultureInfo("ru-RU"), true));

    private static string? TitleOf(Type command) =>
        command.GetCustomAttribute<SaysAttribute>()?.Text ?? command.GetCustomAttribute<Runtime.Activities.ActivityAttribute>()?.Title;

    private static string TitleOf(SignInJournal.Act act) =>
        act switch
        {
            SignInJournal.Act.SignIn => "Вход",
            SignInJournal.Act.SignInWithCode => "Вход с кодом второго фактора",
            SignInJournal.Act.SignOut => "Выход",
            SignInJournal.Act.ProvePassword => "Повторный ввод пароля",
            SignInJournal.Act.UseSignInLink => "Пароль по ссылке",
            SignInJournal.Act.BecomeFirstAdministrator => "Первый администратор по ссылке",
            SignInJournal.Act.ChangeOwnPassword => "Сменить свой пароль",
            SignInJournal.Act.EndOwnSessions => "Завершить свои сеансы",
            SignInJournal.Act.SetUpSecondFactor => "Включить второй фактор",
            SignInJournal.Act.RemoveOwnSecondFactor => "Отключить свой второй фактор",
            SignInJournal.Act.UseRecoveryCode => "Вход по запасному коду",
            SignInJournal.Act.MakeRecoveryCodes => "Новые запасные коды",
            SignInJournal.Act.SignInByPasskey => "Вход по ключу доступа",
            SignInJournal.Act.ProveByPasskey => "Подтверждение ключом доступа",
            SignInJournal.Act.AddPasskey => "Добавить ключ доступа",
            SignInJournal.Act.RenamePasskey => "Переименовать ключ доступа",
            SignInJournal.Act.RemovePasskey => "Удалить ключ доступа",
        };

    private static IEnumerable<(string Act, string Title)> Reads() =>
        typeof(CommandNames)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<ReadsAttribute>())
            .OfType<ReadsAttribute>()
            .Select(reads => (reads.Act, reads.Says));
}
