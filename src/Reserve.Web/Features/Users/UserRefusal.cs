using Reserve.Web.Commands;

namespace Reserve.Web.Features.Users;

internal enum UserRefusal
{
    [Says("Такого пользователя нет.")]
    NotFound,

    [Says("Такое имя для входа уже занято.")]
    NameTaken,

    [Says("Пароль слишком прост: не короче 10 знаков, с цифрой, строчной и прописной латинской буквой.")]
    WeakPassword,

    [Says("Нельзя лишить прав самого себя.")]
    Self,

    [Says("Имя для входа или адрес записаны неверно.")]
    Malformed,
}
