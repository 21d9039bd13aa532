using System.Globalization;
using Reserve.Documents.Declension;

namespace Reserve.Web.Access.Substitutions;

/// <summary>How substitutions are called.</summary>
internal static class SubstitutionWords
{
    public static string Of(InstrumentKind kind) =>
        kind switch
        {
            InstrumentKind.Order => "приказ",
            InstrumentKind.Directive => "распоряжение",
            InstrumentKind.Decree => "постановление",
            InstrumentKind.Decision => "решение",
            InstrumentKind.Proxy => "доверенность",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not an instrument."),
        };

    public static string Of(AbsenceReason reason) =>
        reason switch
        {
            AbsenceReason.Leave => "отпуск",
            AbsenceReason.Trip => "командировка",
            AbsenceReason.Illness => "болезнь",
            AbsenceReason.Study => "обучение",
            AbsenceReason.Vacancy => "должность свободна",
            AbsenceReason.Other => "иная причина",
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
        };

    /// <summary>«за Иванову А. П. по приказу № 12 от 01.12.2026».</summary>
    public static string For(string absent, Instrument instrument) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"за {Accusative(absent)} по {Dative(instrument.Kind)} № {instrument.Number} от {instrument.Date:dd.MM.yyyy}"
        );

    private static string Dative(InstrumentKind kind) =>
        kind switch
        {
            InstrumentKind.Order => "приказу",
            InstrumentKind.Directive => "распоряжению",
            InstrumentKind.Decree => "постановлению",
            InstrumentKind.Decision => "решению",
            InstrumentKind.Proxy => "доверенности",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not an instrument."),
        };

    /// <summary>Users have one name: a patronymic tells which word of it is the surname; of two words it is the second.</summary>
    private static string Accusative(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        PersonName? person = words switch
        {
            [var surname, var first, var patronymic] when IsPatronymic(patronymic) => new(surname, first, patronymic),
            [var first, var patronymic, var surname] when IsPatronymic(patronymic) => new(surname, first, patronymic),
            [var first, var surname] when !surname.Contains('.', StringComparison.Ordinal) => new(surname, first),
            [var surname, var initials] => new(surname, initials),
            _ => null,
        };
        if (person is null)
            return name;
        return words is [_, { } written] && written.Contains('.', StringComparison.Ordinal)
            ? $"{NameDeclension.Surname(person.Surname, Gender.Unknown, GrammaticalCase.Accusative)} {written}"
            : NameDeclension.SurnameAndInitials(person, GrammaticalCase.Accusative).Text;
    }

    private static bool IsPatronymic(string word) => NameDeclension.GenderOf(NamePart.Patronymic, word) != Gender.Unknown;
}
