using Reserve.Web.Commands;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>Why nothing was done with a document.</summary>
internal enum DocumentRefusal
{
    [Says("Дело не найдено.")]
    UnknownCase,

    [Says("Документ не найден.")]
    UnknownDocument,

    [Says("Материалы дела закрыты: документы больше не меняются.")]
    Locked,

    [Says("Приложите хотя бы один файл.")]
    NoFiles,

    [Says("Такого документа в перечне нет.")]
    UnknownKind,

    [Says("Сначала откройте документ: отметка ставится по просмотренному.")]
    NotLookedAt,

    [Says("Сначала выберите, что это за документ.")]
    NoKind,

    [Says("Вместо этого документа уже представлен другой.")]
    Superseded,

    [Says("Документ ещё не проверен на вирусы.")]
    Quarantined,

    [Says("В файле найден вирус: он не выдаётся.")]
    Infected,
}
