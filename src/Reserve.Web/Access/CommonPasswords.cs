using System.Collections.Frozen;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace Reserve.Web.Access;

/// <summary>
/// Refuses what others try first, instead of asking for kinds of characters: passwords from lists of the most used ones, Russian ones
/// also when typed with the other keyboard layout, with digits and signs around them, repeated, or with look-alike signs; digits only;
/// and the user's own name.
/// </summary>
internal sealed class CommonPasswords : IPasswordValidator<User>
{
    public const int Shortest = 12;
    public const int Longest = 256;
    public const string TooLong = "PasswordTooLong";
    public const string Common = "PasswordCommon";
    public const string IsOnlyName = "PasswordIsOnlyName";

    /// <summary>What is left around a common word has to be this long to count as a password of its own.</summary>
    private const int OwnPart = 8;

    private const string RussianKeys = "йцукенгшщзхъфывапролджэячсмитьбюё";
    private const string LatinKeys = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";

    private static readonly FrozenSet<string> Known = Lists()
        .Append(Demonstration)
        .Select(word => OnLatinKeys(word.ToLowerInvariant()))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Stands in README and on the terminal.</summary>
    private const string Demonstration = "reserve";

    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password) =>
        Task.FromResult(
            password is null ? IdentityResult.Success
            : password.Length > Longest ? Refuse(TooLong)
            : IsCommon(password) ? Refuse(Common)
            : IsName(password, user) ? Refuse(IsOnlyName)
            : IdentityResult.Success
        );

    internal static bool IsCommon(string password)
    {
        var lower = password.Trim().ToLowerInvariant();
        return !lower.Any(char.IsLetter)
            || Forms(lower).Any(form => Known.Contains(form) || Known.Contains(OnLatinKeys(form)) || Known.Contains(LettersFor(form)));
    }

    private static bool IsName(string password, User user) =>
        user
            .DisplayName.Split(' ')
            .Append(user.UserName ?? "")
            .Any(name =>
                name.Length > 3 && password.Contains(name, StringComparison.OrdinalIgnoreCase) && password.Length - name.Length < OwnPart
            );

    private static IEnumerable<string> Forms(string lower)
    {
        var core = Core(lower);
        yield return lower;
        yield return core;
        yield return Once(lower);
        yield return Once(core);
        yield return Core(LettersFor(lower));
    }

    private static string Core(string text)
    {
        var from = text.TakeWhile(sign => !char.IsLetter(sign)).Count();
        var till = text.Reverse().TakeWhile(sign => !char.IsLetter(sign)).Count();
        return from + till >= text.Length ? "" : text[from..^till];
    }

    /// <summary>The part that a text repeats; the text itself when it repeats none.</summary>
    private static string Once(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
        {
            if (text.Length % length == 0 && Enumerable.Range(0, text.Length).All(at => text[at] == text[at % length]))
                return text[..length];
        }

        return text;
    }

    private static string LettersFor(string text) =>
        text.Replace('@', 'a').Replace('4', 'a').Replace('0', 'o').Replace('3', 'e').Replace('1', 'i').Replace('$', 's').Replace('5', 's');

    private static string OnLatinKeys(string text)
    {
        var typed = new StringBuilder(text.Length);
        foreach (var letter in text)
            typed.Append(RussianKeys.IndexOf(letter) is >= 0 and var key ? LatinKeys[key] : letter);
        return typed.ToString();
    }

    private static IEnumerable<string> Lists()
    {
        foreach (var name in (string[])["common-passwords.txt", "russian-passwords.txt"])
        {
            using var reader = new StreamReader(
                typeof(CommonPasswords).Assembly.GetManifestResourceStream("passwords/" + name)
                    ?? throw new InvalidOperationException($"{name} is not embedded.")
            );
            while (reader.ReadLine() is { } line)
            {
                if (line.Length > 0)
                    yield return line;
            }
        }
    }

    private static IdentityResult Refuse(string code) => IdentityResult.Failed(new IdentityError { Code = code, Description = code });
}
