using Reserve.Web.Commands;

namespace Reserve.Web.Features.Persons;

internal enum PostRefusal
{
    [Says("Должность не найдена.")]
    NotFound,

    [Says("Такая должность в справочнике уже есть.")]
    Known,

    [Says("Эту должность меняют те, за чьей территорией она записана.")]
    NotYours,

    [Says("Это не предложение: должность уже в справочнике.")]
    NotProposed,

    [Says("В базе двое занимали эту должность одновременно: сначала исправьте сроки.")]
    HeldByTwo,

    [Says("Последний день раньше первого.")]
    BadTerm,
}
