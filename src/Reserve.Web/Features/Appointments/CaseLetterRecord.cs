using Reserve.Documents.Papers;
using Reserve.Web.Features.Letters;

namespace Reserve.Web.Features.Appointments;

/// <summary>What a letter about a case may say. It names the case and the municipality, never the person.</summary>
internal sealed record CaseLetterRecord : LetterRecord
{
    [Field("номер дела")]
    public required string Number { get; init; }

    [Field("муниципальное образование")]
    public required string Municipality { get; init; }

    [Field("должность, на которую назначают")]
    public required string Position { get; init; }

    [Field("когда запрос зарегистрирован")]
    public required DateOnly Registered { get; init; }

    [Field("срок ответа")]
    public required DateOnly Deadline { get; init; }

    [Field("замечания к документам, список строк")]
    public required IReadOnlyList<string> Defects { get; init; }

    [Field("примечание: что написал проверяющий или чем обосновано решение; может быть пусто")]
    public string? Note { get; init; }

    [Field("сколько бумаг приложено к письму")]
    public required int Attached { get; init; }

    [Field("сколько бумаг не приложено, потому что адрес уже не зарегистрирован; они остаются в кабинете")]
    public required int Elsewhere { get; init; }

    [Field("почему не приняты файлы, пришедшие письмами; список строк, может быть пуст")]
    public required IReadOnlyList<string> NotTaken { get; init; }

    [Field("адрес дела в личном кабинете")]
    public required string Page { get; init; }

    public static CaseLetterRecord Example { get; } =
        new()
        {
            Number = "2026-0003",
            Municipality = "Златоустовский городской округ",
            Position = "руководитель муниципального органа управления образованием",
            Registered = new(2026, 8, 3),
            Deadline = new(2026, 9, 1),
            Defects = ["нет копии паспорта", "нет программы развития"],
            Note = "Программа развития представлена не полностью.",
            Attached = 1,
            Elsewhere = 1,
            NotTaken = ["Файл «архив.zip» — архив: приложите файлы по отдельности."],
            Page = "https://reserve.example/appointments/case/00000000-0000-0000-0000-000000000000",
        };
}
