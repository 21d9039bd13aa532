namespace Reserve.Documents.Declension;

/// <summary>The gender that a name tells by its ending, or by being a known name.</summary>
internal static class GenderFinder
{
    private static readonly EndingTable Surnames = EndingTable.Read("gender-surnames");
    private static readonly EndingTable FirstNames = EndingTable.Read("gender-firstnames");
    private static readonly EndingTable Patronymics = EndingTable.Read("gender-patronymics");

    public static Gender Of(NamePart part, string name)
    {
        var word = name.AsSpan().Trim();
        // The last part tells: «Петрова-Водкина», «Анна-Мария»; of foreign particles and «Вагиф оглы» too.
        word = word[(word.LastIndexOfAny(' ', '-') + 1)..];
        var table = part switch
        {
            NamePart.Surname => Surnames,
            NamePart.FirstName => FirstNames,
            _ => Patronymics,
        };
        return table.Find(word)?.Kind switch
        {
            "m" => Gender.Male,
            "f" => Gender.Female,
            _ => Gender.Unknown,
        };
    }
}
