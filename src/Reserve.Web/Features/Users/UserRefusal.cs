using Reserve.Web.Commands;

namespace Reserve.Web.Features.Users;

internal enum UserRefusal
{
    [Says("Такого пользователя нет.")]
    NotFound,

    [Says("Такое имя для входа уже занято.")]
    NameTaken,

    [Says("Пароль слишком прост: нужно не меньше 12 знаков, не из частых паролей и не имя.")]
    WeakPassword,

    [Says("Нельзя лишить прав самого себя.")]
    Self,

    [Says("Пользователь отключён: сначала включите его.")]
    Disabled,

    [Says("Имя для входа или адрес записаны неверно.")]
    Malformed,
}
