using Microsoft.AspNetCore.Identity;
using Reserve.Web.Pages;

namespace Reserve.Web.Access;

/// <summary>What is said of a password that was refused, and beside which field.</summary>
internal static class PasswordWords
{
    public const string Rule = "Не короче 12 знаков; проще всего запомнить три-четыре слова подряд.";

    public static string Of(IdentityError error, Words words) =>
        words[
            error.Code switch
            {
                nameof(IdentityErrorDescriber.PasswordTooShort) => "Пароль короче 12 знаков.",
                nameof(IdentityErrorDescriber.PasswordRequiresUniqueChars) => "В пароле слишком мало разных знаков.",
                nameof(IdentityErrorDescriber.PasswordMismatch) => "Нынешний пароль неверен.",
                nameof(IdentityErrorDescriber.InvalidToken) => "Ссылка уже использована.",
                nameof(IdentityErrorDescriber.InvalidUserName) => "В имени для входа допустимы латинские буквы, цифры и знаки - . _ @",
                nameof(IdentityErrorDescriber.DuplicateUserName) => "Такое имя для входа уже занято.",
                CommonPasswords.TooLong => "Пароль длиннее 256 знаков.",
                CommonPasswords.Common => "Такой пароль угадывают первым: он из частых. Возьмите несколько слов, не связанных между собой.",
                CommonPasswords.IsOnlyName => "В пароле почти нет ничего, кроме имени.",
                _ => error.Description,
            }
        ].Value;

    public static string FieldOf(IdentityError error) =>
        error.Code switch
        {
            nameof(IdentityErrorDescriber.InvalidUserName) or nameof(IdentityErrorDescriber.DuplicateUserName) => "UserName",
            nameof(IdentityErrorDescriber.PasswordMismatch) => "CurrentPassword",
            _ when error.Code.StartsWith("Password", StringComparison.Ordinal) => "Password",
            _ => "",
        };
}
