using System.Reflection;
using System.Runtime.CompilerServices;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Features.Journal;

/// <summary>How the journal words the code of a refusal; the code itself where it knows no better.</summary>
public sealed class RefusalNames
{
    private static readonly Dictionary<string, string> Common = new(StringComparer.Ordinal)
    {
        [nameof(Rejection.NotAllowed)] = "нет права по роли",
        [nameof(Rejection.OutsideTerritory)] = "не своя территория",
        [nameof(Rejection.NotThere)] = "нет такой записи, или она не своей территории",
        [nameof(Rejection.Invalid)] = "ошибки во введённом",
        [nameof(Rejection.ChangedMeanwhile)] = "запись изменил другой",
    };

    private readonly Dictionary<(string Command, string Code), string> own = CommandRegistration
        .CommandTypes()
        .SelectMany(command => Codes(command).Select(code => (command.Name, code.Code, code.Text)))
        .Where(line => line.Text is not null)
        .ToDictionary(line => (line.Name, line.Code), line => line.Text!);

    public string? Of(string command, string? code) =>
        code is null ? null
        : own.GetValueOrDefault((command, code)) is { } known ? known
        : Common.GetValueOrDefault(code) is { } common ? common
        : Enum.TryParse<SignInJournal.Why>(code, out var why) ? Of(why)
        : code;

    private static string Of(SignInJournal.Why why) =>
        why switch
        {
            SignInJournal.Why.UnknownName => "нет такого имени для входа",
            SignInJournal.Why.Closed => "вход закрыт после неверных попыток",
            SignInJournal.Why.Disabled => "пользователь отключён",
            SignInJournal.Why.WrongPassword => "неверный пароль",
            SignInJournal.Why.WrongCode => "неверный код второго фактора",
            SignInJournal.Why.CodeClosed => "ввод кода закрыт после неверных попыток",
            SignInJournal.Why.UnknownPasskey => "ничей ключ доступа",
            SignInJournal.Why.PasskeyOfAnother => "ключ доступа другого человека",
            SignInJournal.Why.WrongPasskey => "ключ доступа не подошёл",
            SignInJournal.Why.ChallengeGone => "время ответа ключа истекло",
            SignInJournal.Why.ChallengeUsed => "ответ ключа уже использован",
            SignInJournal.Why.CounterWentBack => "счётчик ключа идёт назад: возможно, это копия",
        };

    /// <summary>The codes that a command may be refused with, and their texts; no text where only the case itself gives one.</summary>
    internal static IEnumerable<(string Code, string? Text)> Codes(Type command)
    {
        var refusal = command
            .GetInterfaces()
            .Single(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IRequest<>))
            .GetGenericArguments()[0]
            .GetGenericArguments()[1];
        return refusal.IsEnum
            ? Enum.GetValues(refusal).Cast<Enum>().Select(member => (member.ToString(), (string?)RefusalText.Of(member)))
            : refusal
                .Assembly.GetTypes()
                .Where(type => type.IsAssignableTo(refusal) && !type.IsAbstract)
                .Select(type => (type.Name, type.GetCustomAttribute<SaysAttribute>()?.Text ?? Plain(type)));
    }

    /// <summary>The text of a refusal that needs nothing of the case.</summary>
    private static string? Plain(Type refusal)
    {
        if (refusal.GetProperties().Any(property => property.Name is not (nameof(IRefusal.Text) or "EqualityContract")))
            return null;
        return ((IRefusal)RuntimeHelpers.GetUninitializedObject(refusal)).Text;
    }
}
