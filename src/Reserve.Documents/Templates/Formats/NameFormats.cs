using System.Text.Json;
using Reserve.Documents.Declension;
using Reserve.Documents.Papers;

namespace Reserve.Documents.Templates.Formats;

/// <summary>
/// Persons, posts, authorities and municipalities in six cases. A person is a text «Фамилия Имя Отчество» or an object with
/// <c>surname</c>, <c>firstName</c>, <c>patronymic</c> and perhaps <c>gender</c> (<c>male</c>, <c>female</c>).
/// </summary>
internal static class NameFormats
{
    private static readonly string[] Cases = ["именительный", "родительный", "дательный", "винительный", "творительный", "предложный"];
    private static readonly FormatArgument Case = new("падеж", Cases);
    private static readonly FormatArgument PerhapsCase = new("падеж", Cases, Required: false);

    public static IReadOnlyList<TemplateFormat> All { get; } =
    [
        Short(
            "инициалы",
            "инициалы и фамилия, как в подписи; аргумент – падеж",
            "{fullName | инициалы} → И. И. Иванов",
            RussianText.InitialsFirst,
            NameDeclension.InitialsAndSurname
        ),
        Short(
            "фамилия и инициалы",
            "фамилия и инициалы, как в тексте; аргумент – падеж",
            "{fullName | фамилия и инициалы: дательный} → Иванову И. И.",
            RussianText.SurnameFirst,
            NameDeclension.SurnameAndInitials
        ),
        Of(
            "лицо",
            "фамилия, имя и отчество в падеже",
            "{fullName | лицо: дательный} → Иванову Ивану Ивановичу",
            (name, to) => NameDeclension.Person(name, to).Text,
            Case
        ),
        Phrase("должность", "должность в падеже", "{post | должность: винительный} → директора школы № 5", PhraseDeclension.Post),
        Phrase(
            "орган",
            "орган или организация в падеже",
            "{body | орган: родительный} → министерства образования",
            PhraseDeclension.Authority
        ),
        Phrase(
            "муниципалитет",
            "муниципальное образование в падеже",
            "{place | муниципалитет: предложный} → Кусинском муниципальном районе",
            PhraseDeclension.Municipality
        ),
    ];

    private static GrammaticalCase CaseOf(IReadOnlyList<string> arguments) =>
        arguments.Count == 0 ? GrammaticalCase.Nominative : (GrammaticalCase)Array.IndexOf(Cases, arguments[0]);

    /// <summary>A name with initials: as it is written, or declined; it never breaks over lines.</summary>
    private static TemplateFormat Short(
        string name,
        string description,
        string example,
        Func<string, string> nominative,
        Func<PersonName, GrammaticalCase, Inflected> declined
    ) =>
        Of(
            name,
            description,
            example,
            (person, to) =>
                to == GrammaticalCase.Nominative ? nominative(FullName(person)) : declined(person, to).Text.Replace(' ', '\u00A0'),
            PerhapsCase
        );

    private static TemplateFormat Of(
        string name,
        string description,
        string example,
        Func<PersonName, GrammaticalCase, string> write,
        FormatArgument argument
    ) =>
        new(
            name,
            description,
            example,
            (value, arguments) =>
                Person(value) is { } person
                    ? FormatOutcome.Of(write(person, CaseOf(arguments)))
                    : FormatOutcome.Wrong("фамилия, имя и отчество (текстом или объектом с surname, firstName, patronymic)", value),
            argument
        );

    private static TemplateFormat Phrase(string name, string description, string example, Func<string, GrammaticalCase, Inflected> write) =>
        new(
            name,
            description,
            example,
            (value, arguments) =>
                value.ValueKind == JsonValueKind.String
                    ? FormatOutcome.Of(write(value.GetString()!, CaseOf(arguments)).Text)
                    : FormatOutcome.Wrong("текст", value),
            Case
        );

    private static PersonName? Person(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            var words = value.GetString()!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            return new(words.ElementAtOrDefault(0) ?? "", words.ElementAtOrDefault(1) ?? "", string.Join(' ', words.Skip(2)));
        }

        if (value.ValueKind != JsonValueKind.Object || Field(value, "surname") is not { } surname)
            return null;
        var gender = Field(value, "gender")?.ToUpperInvariant() switch
        {
            "MALE" => Gender.Male,
            "FEMALE" => Gender.Female,
            _ => Gender.Unknown,
        };
        return new(surname, Field(value, "firstName") ?? "", Field(value, "patronymic") ?? "", gender);
    }

    private static string? Field(JsonElement value, string name) =>
        value.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.String ? field.GetString() : null;

    private static string FullName(PersonName name) => $"{name.Surname} {name.FirstName} {name.Patronymic}".Trim();
}
