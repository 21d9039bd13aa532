using Reserve.Web.Features.Persons.Import;

namespace Reserve.Web.Features.Candidates.Import;

/// <summary>The columns of a file of candidates.</summary>
internal static class CandidateSheet
{
    /// <summary>The columns, by their headings; those of <see cref="Required"/> must be there.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "Территория",
        "Фамилия",
        "Имя",
        "Отчество",
        "Дата рождения",
        "СНИЛС",
        "Место работы",
        "Должность",
        "Кем представлен",
        "Дата согласия",
        "Электронная почта",
        "Телефон",
    ];

    public static readonly IReadOnlyList<string> Required =
    [
        "Территория",
        "Фамилия",
        "Имя",
        "Дата рождения",
        "СНИЛС",
        "Место работы",
        "Должность",
        "Дата согласия",
    ];

    public static SheetReading Read(byte[] content) => TableSheet.Read(content, Required);
}
