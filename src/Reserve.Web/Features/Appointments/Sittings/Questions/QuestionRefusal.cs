using Reserve.Web.Commands;

namespace Reserve.Web.Features.Appointments.Sittings.Questions;

/// <summary>Why an activity about a question was refused.</summary>
internal enum QuestionRefusal
{
    [Says("Вопрос не найден.")]
    UnknownQuestion,

    [Says("Такого кандидата нет.")]
    UnknownCandidate,

    [Says("Для вопроса об аттестации нужен результат тестирования от 0 до 100 процентов.")]
    TestMissing,

    [Says("Вопрос не стоит в повестке заседания.")]
    NotOnAgenda,
}
