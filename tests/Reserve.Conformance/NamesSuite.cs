using Reserve.Documents.Declension;

namespace Reserve.Conformance;

/// <summary>
/// Names in cases: <c>cases.tsv</c> (one form a line), <c>agree.tsv</c> (five forms) and <c>people.tsv</c> (whole names in one case).
/// Forms are compared without regard to capitals and to <c>ё</c>, because the first of them is written without.
/// </summary>
internal static class NamesSuite
{
    private static readonly GrammaticalCase[] Oblique =
    [
        GrammaticalCase.Genitive,
        GrammaticalCase.Dative,
        GrammaticalCase.Accusative,
        GrammaticalCase.Instrumental,
        GrammaticalCase.Prepositional,
    ];

    public static IEnumerable<CaseResult> Run(string folder) => [.. Cases(folder), .. Agreed(folder), .. People(folder)];

    private static IEnumerable<CaseResult> Cases(string folder) =>
        Rows(folder, "cases.tsv")
            .Select(row =>
                Result(
                    $"cases {row["kind"]} {row["lemma"]} {row["gender"]} {row["case"]}",
                    [row["form"]],
                    [
                        NameDeclension.Decline(
                            Part(row),
                            row["lemma"],
                            GenderOf(row),
                            Enum.Parse<GrammaticalCase>(row["case"], ignoreCase: true)
                        ),
                    ]
                )
            );

    private static IEnumerable<CaseResult> Agreed(string folder) =>
        Rows(folder, "agree.tsv")
            .Select(row =>
                Result(
                    $"agree {row["kind"]} {row["lemma"]} {row["gender"]}",
                    Oblique.Select(to => row[to.ToString().ToLowerInvariant()]),
                    Oblique.Select(to => NameDeclension.Decline(Part(row), row["lemma"], GenderOf(row), to))
                )
            );

    private static IEnumerable<CaseResult> People(string folder) =>
        Rows(folder, "people.tsv")
            .Select(row =>
            {
                var person = new PersonName(row["lastname"], row["firstname"], row["midname"]);
                var grammemes = row["grammemes"].Split(',');
                var to = grammemes.Select(CaseOf).Single(found => found is not null)!.Value;
                if (person.Patronymic.Length == 0 && NameDeclension.GenderOf(person) == Gender.Unknown)
                    person = person with { Gender = grammemes.Contains("жр") ? Gender.Female : Gender.Male };
                return Result(
                    "people "
                        + string.Join(' ', new[] { person.Surname, person.FirstName, person.Patronymic }.Where(name => name.Length > 0))
                        + $" {to}",
                    [
                        string.Join(
                            ' ',
                            new[] { row["lastname_expected"], row["firstname_expected"], row["middlename_expected"] }.Where(name =>
                                name.Length > 0
                            )
                        ),
                    ],
                    [NameDeclension.Person(person, to)]
                );
            });

    private static CaseResult Result(string name, IEnumerable<string> expected, IEnumerable<Inflected> got)
    {
        var (wanted, found) = (string.Join(' ', expected), got.ToList());
        var text = string.Join(' ', found);
        return new(
            name,
            Plain(wanted) == Plain(text),
            $"{wanted} expected, {text} got ({(found.All(form => form.Sure) ? "sure" : "unsure")})"
        );
    }

    private static string Plain(string text) => text.ToUpperInvariant().Replace('Ё', 'Е');

    private static NamePart Part(Dictionary<string, string> row) =>
        row["kind"] switch
        {
            "surname" => NamePart.Surname,
            "firstname" => NamePart.FirstName,
            "patronymic" => NamePart.Patronymic,
            var other => throw new InvalidDataException($"Not a kind of name: {other}"),
        };

    private static Gender GenderOf(Dictionary<string, string> row) =>
        row["gender"].Length == 0 ? Gender.Unknown : Enum.Parse<Gender>(row["gender"], ignoreCase: true);

    private static GrammaticalCase? CaseOf(string grammeme) =>
        grammeme switch
        {
            "им" => GrammaticalCase.Nominative,
            "рд" => GrammaticalCase.Genitive,
            "дт" => GrammaticalCase.Dative,
            "вн" => GrammaticalCase.Accusative,
            "тв" => GrammaticalCase.Instrumental,
            "пр" => GrammaticalCase.Prepositional,
            _ => null,
        };

    private static IEnumerable<Dictionary<string, string>> Rows(string folder, string name)
    {
        var lines = File.ReadAllLines(Path.Combine(folder, name));
        var columns = lines[0].Split('\t');
        return lines
            .Skip(1)
            .Where(line => line.Length > 0)
            .Select(line =>
            {
                var cells = line.Split('\t');
                return columns
                    .Select((column, at) => (column, cell: at < cells.Length ? cells[at] : ""))
                    .ToDictionary(pair => pair.column, pair => pair.cell, StringComparer.Ordinal);
            });
    }
}
