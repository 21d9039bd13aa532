using Microsoft.AspNetCore.Identity;

namespace Reserve.Web.Access;

/// <summary>What ASP.NET Core Identity says, in Russian.</summary>
internal sealed class RussianIdentityErrors : IdentityErrorDescriber
{
    public override IdentityError DefaultError() => Error(nameof(DefaultError), "Не удалось сохранить.");

    public override IdentityError ConcurrencyFailure() => Error(nameof(ConcurrencyFailure), "Запись изменил другой пользователь.");

    public override IdentityError DuplicateUserName(string userName) => Error(nameof(DuplicateUserName), "Такое имя для входа уже занято.");

    public override IdentityError InvalidUserName(string? userName) =>
        Error(nameof(InvalidUserName), "В имени для входа допустимы латинские буквы, цифры и знаки - . _ @");

    public override IdentityError InvalidEmail(string? email) => Error(nameof(InvalidEmail), "Неверный адрес электронной почты.");

    public override IdentityError PasswordTooShort(int length) => Error(nameof(PasswordTooShort), $"Пароль короче {length} знаков.");

    public override IdentityError PasswordRequiresUniqueChars(int uniqueChars) =>
        Error(nameof(PasswordRequiresUniqueChars), $"В пароле меньше {uniqueChars} разных знаков.");

    public override IdentityError PasswordRequiresDigit() => Error(nameof(PasswordRequiresDigit), "В пароле нет цифры.");

    public override IdentityError PasswordRequiresLower() => Error(nameof(PasswordRequiresLower), "В пароле нет строчной латинской буквы.");

    public override IdentityError PasswordRequiresUpper() =>
        Error(nameof(PasswordRequiresUpper), "В пароле нет прописной латинской буквы.");

    private static IdentityError Error(string code, string description) => new() { Code = code, Description = description };
}
