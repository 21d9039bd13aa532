namespace Reserve.Documents.Declension;

/// <summary>A person's name in its fields, all in the nominative; any of them may be empty.</summary>
/// <param name="Surname">Фамилия, double ones with a hyphen.</param>
/// <param name="FirstName">Имя.</param>
/// <param name="Patronymic">Отчество.</param>
/// <param name="Gender">
/// The gender where it is known; otherwise it is found from the names (<see cref="NameDeclension.GenderOf(PersonName)"/>).
/// </param>
public sealed record PersonName(string Surname, string FirstName, string Patronymic = "", Gender Gender = Gender.Unknown)
{
    /// <summary>The surname's forms where a person has decided them: they stand before the rules.</summary>
    public CaseForms? KnownSurname { get; init; }

    /// <summary>The first name's forms where a person has decided them.</summary>
    public CaseForms? KnownFirstName { get; init; }

    /// <summary>The patronymic's forms where a person has decided them.</summary>
    public CaseForms? KnownPatronymic { get; init; }

    internal string Of(NamePart part) =>
        part switch
        {
            NamePart.Surname => Surname,
            NamePart.FirstName => FirstName,
            _ => Patronymic,
        };

    internal CaseForms? Known(NamePart part) =>
        part switch
        {
            NamePart.Surname => KnownSurname,
            NamePart.FirstName => KnownFirstName,
            _ => KnownPatronymic,
        };
}
