namespace Reserve.Documents.Declension;

/// <summary>
/// Names of people in six cases by the rules of the written language (Rosenthal, §§ 13 and 76; the academic grammar of 1980, §§ 1177–1203).
/// Double names decline part by part; a name that does not decline comes back as it is. Nothing here throws on strange names: what has no
/// rule stays as it is and is not <see cref="Inflected.Sure"/>. All methods may be called from many threads.
/// </summary>
public static class NameDeclension
{
    private static readonly EndingTable Surnames = EndingTable.Read("surnames", "mf");
    private static readonly EndingTable FirstNames = EndingTable.Read("firstnames", "mf");
    private static readonly EndingTable Patronymics = EndingTable.Read("patronymics", "mf");
    private static readonly WordList FrozenFirstParts = new("frozen-first-parts");
    private static readonly WordList KinshipWords = new("kinship-words");

    /// <summary>A surname in a case.</summary>
    /// <param name="surname">The nominative.</param>
    /// <param name="gender">The bearer's gender; unknown, it is found from the surname where its ending tells.</param>
    /// <param name="to">The case.</param>
    public static Inflected Surname(string surname, Gender gender, GrammaticalCase to) => Decline(NamePart.Surname, surname, gender, to);

    /// <summary>A first name in a case.</summary>
    /// <param name="firstName">The nominative.</param>
    /// <param name="gender">The bearer's gender; unknown, it is found from the name.</param>
    /// <param name="to">The case.</param>
    public static Inflected FirstName(string firstName, Gender gender, GrammaticalCase to) =>
        Decline(NamePart.FirstName, firstName, gender, to);

    /// <summary>A patronymic in a case; «Вагиф оглы» and «Вагиф кызы» stay as they are.</summary>
    /// <param name="patronymic">The nominative.</param>
    /// <param name="gender">The bearer's gender; unknown, it is found from the patronymic.</param>
    /// <param name="to">The case.</param>
    public static Inflected Patronymic(string patronymic, Gender gender, GrammaticalCase to) =>
        Decline(NamePart.Patronymic, patronymic, gender, to);

    /// <summary>One name of a person in a case.</summary>
    /// <param name="part">Which name it is.</param>
    /// <param name="name">The nominative.</param>
    /// <param name="gender">The bearer's gender; unknown, it is found from the name where that tells.</param>
    /// <param name="to">The case.</param>
    public static Inflected Decline(NamePart part, string name, Gender gender, GrammaticalCase to)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (to == GrammaticalCase.Nominative || name.Length == 0)
            return new(name, true);
        if (gender != Gender.Unknown)
            return Oblique(part, name, gender, to);
        var found = GenderFinder.Of(part, name);
        if (found != Gender.Unknown)
            return Oblique(part, name, found, to);
        var (male, female) = (Oblique(part, name, Gender.Male, to), Oblique(part, name, Gender.Female, to));
        return male with { Sure = male.Sure && female.Sure && male.Text == female.Text };
    }

    /// <summary>All six forms of one name of a person.</summary>
    /// <param name="part">Which name it is.</param>
    /// <param name="name">The nominative.</param>
    /// <param name="gender">The bearer's gender; unknown, it is found from the name where that tells.</param>
    public static CaseForms Forms(NamePart part, string name, Gender gender) => CaseForms.From(to => Decline(part, name, gender, to));

    /// <summary>«Иванову Ивану Ивановичу»: the names in the order surname, first name, patronymic; empty ones are left out.</summary>
    /// <param name="person">The person's fields. Forms that a person has decided stand before the rules.</param>
    /// <param name="to">The case.</param>
    public static Inflected Person(PersonName person, GrammaticalCase to)
    {
        ArgumentNullException.ThrowIfNull(person);
        var gender = GenderOf(person);
        var (surname, first, patronymic) = (
            Part(person, NamePart.Surname, gender, to),
            Part(person, NamePart.FirstName, gender, to),
            Part(person, NamePart.Patronymic, gender, to)
        );
        return new(Joined(Joined(surname.Text, first.Text), patronymic.Text), surname.Sure && first.Sure && patronymic.Sure);
    }

    /// <summary>All six forms of <see cref="Person"/>.</summary>
    /// <param name="person">The person's fields.</param>
    public static CaseForms Forms(PersonName person) => CaseForms.From(to => Person(person, to));

    /// <summary>«Иванову И. И.»: the initials are those of the fields.</summary>
    /// <param name="person">The person's fields.</param>
    /// <param name="to">The case of the surname.</param>
    public static Inflected SurnameAndInitials(PersonName person, GrammaticalCase to)
    {
        ArgumentNullException.ThrowIfNull(person);
        var surname = Part(person, NamePart.Surname, GenderOf(person), to);
        return surname with { Text = Joined(surname.Text, Initials(person)) };
    }

    /// <summary>«И. И. Иванову»: the initials are those of the fields.</summary>
    /// <param name="person">The person's fields.</param>
    /// <param name="to">The case of the surname.</param>
    public static Inflected InitialsAndSurname(PersonName person, GrammaticalCase to)
    {
        ArgumentNullException.ThrowIfNull(person);
        var surname = Part(person, NamePart.Surname, GenderOf(person), to);
        return surname with { Text = Joined(Initials(person), surname.Text) };
    }

    /// <summary>«И. И.», «А.-М. С.»: of the first name and the patronymic; empty fields give none.</summary>
    /// <param name="person">The person's fields.</param>
    public static string Initials(PersonName person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return Joined(Initial(person.FirstName), Initial(person.Patronymic));
    }

    /// <summary>
    /// The person's gender: as given; else by the patronymic; else by the first name; else by the surname. Unknown when none of them tells
    /// («Саша Ким»).
    /// </summary>
    /// <param name="person">The person's fields.</param>
    public static Gender GenderOf(PersonName person)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (person.Gender != Gender.Unknown)
            return person.Gender;
        foreach (var part in (ReadOnlySpan<NamePart>)[NamePart.Patronymic, NamePart.FirstName, NamePart.Surname])
        {
            if (GenderFinder.Of(part, person.Of(part)) is not Gender.Unknown and var found)
                return found;
        }

        return Gender.Unknown;
    }

    /// <summary>The gender that one name tells, or unknown.</summary>
    /// <param name="part">Which name it is.</param>
    /// <param name="name">The nominative.</param>
    public static Gender GenderOf(NamePart part, string name) => GenderFinder.Of(part, name);

    internal static bool IsKinshipWord(ReadOnlySpan<char> word) => KinshipWords.Has(word);

    private static Inflected Part(PersonName person, NamePart part, Gender gender, GrammaticalCase to) =>
        person.Known(part)?.In(to) ?? Decline(part, person.Of(part).Trim(), gender, to);

    private static Inflected Oblique(NamePart part, string name, Gender gender, GrammaticalCase to) =>
        name.AsSpan().ContainsAny(' ', '-') ? Compound(part, name, gender, to) : Simple(part, name, gender, to);

    private static Inflected Simple(NamePart part, string word, Gender gender, GrammaticalCase to)
    {
        var table = part switch
        {
            NamePart.Surname => Surnames,
            NamePart.FirstName => FirstNames,
            _ => Patronymics,
        };
        return table.Find(word, gender == Gender.Female ? 1 : 0) is { } ending
            ? new(ending.Apply(word, to), ending.Sure && (word.Length > 1 || !ending.Declines))
            : new(word, false);
    }

    private static Inflected Compound(NamePart part, string name, Gender gender, GrammaticalCase to)
    {
        var lastBreak = name.AsSpan().LastIndexOfAny(' ', '-');
        if (IsKinshipWord(name.AsSpan(lastBreak + 1)))
            return new(name, true);
        var text = new System.Text.StringBuilder(name.Length + 4);
        var sure = true;
        for (var start = 0; start <= name.Length; )
        {
            var length = name.AsSpan(start).IndexOfAny(' ', '-');
            var end = length < 0 ? name.Length : start + length;
            var word = name[start..end];
            if (end == name.Length || !StaysBeforeAnother(word))
            {
                var inflected = Simple(part, word, gender, to);
                // «Сим-Петров»: a short first part may be no surname of its own. «Гаджи-Курбанович»: nothing but the end declines.
                sure &=
                    end == name.Length
                        ? inflected.Sure
                        : part == NamePart.Patronymic || (inflected.Sure && (part != NamePart.Surname || word.Length > 3));
                text.Append(inflected.Text);
            }
            else
                text.Append(word);

            if (end < name.Length)
                text.Append(name[end]);
            start = end + 1;
        }

        return new(text.ToString(), sure);
    }

    private static bool StaysBeforeAnother(string word) => word.Length < 2 || FrozenFirstParts.Has(word) || word.EndsWith('\'');

    private static string Initial(string name)
    {
        var text = "";
        var begins = true;
        for (var at = 0; at < name.Length; at++)
        {
            if (name[at] == ' ' && text.Length > 0)
                break;
            if (begins && char.IsLetter(name[at]))
                text += (text.Length > 0 ? "-" : "") + char.ToUpperInvariant(name[at]) + ".";
            begins = name[at] == '-';
            if (text.Length == 0)
                begins = true;
        }

        return text;
    }

    private static string Joined(string left, string right) =>
        left.Length == 0 ? right
        : right.Length == 0 ? left
        : left + ' ' + right;
}
