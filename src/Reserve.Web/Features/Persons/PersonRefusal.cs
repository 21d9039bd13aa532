using Reserve.Web.Commands;

namespace Reserve.Web.Features.Persons;

internal enum PersonRefusal
{
    [Says("Запись о человеке не найдена.")]
    NotFound,

    [Says("Этот СНИЛС записан за другим человеком.")]
    SnilsTaken,

    [Says("Запись уже объединена с другой: откройте общую.")]
    Merged,

    [Says("Это одна и та же запись.")]
    Same,

    [Says("У этих людей разные СНИЛС: это не один человек.")]
    DifferentSnils,

    [Says("Оба занимают одну должность в одно и то же время: сначала исправьте сроки в базе руководителей.")]
    SamePostTwice,

    [Says("Это объединение уже отменено.")]
    AlreadyUndone,

    [Says("Пользователь не найден.")]
    NoUser,

    [Says("Этот пользователь уже записан за другим человеком.")]
    UserTaken,
}
