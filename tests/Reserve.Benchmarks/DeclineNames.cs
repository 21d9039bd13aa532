using System.Diagnostics;
using System.Globalization;
using Reserve.Documents.Declension;

namespace Reserve.Benchmarks;

/// <summary>
/// Surnames, first names and patronymics of both genders into five cases each, on one thread, beside petrovich and lvovich on Node with the
/// same names. The rate is that of forms.
/// </summary>
internal static class DeclineNames
{
    private const double Target = 10;
    private const int Seconds = 3;

    private static readonly GrammaticalCase[] Oblique =
    [
        GrammaticalCase.Genitive,
        GrammaticalCase.Dative,
        GrammaticalCase.Accusative,
        GrammaticalCase.Instrumental,
        GrammaticalCase.Prepositional,
    ];

    private static readonly (NamePart Part, Gender Gender, string Names)[] Lists =
    [
        (NamePart.Surname, Gender.Male, "Кедров Заболоцкий Мороз Лысенко Коваль Седых Буткевич Гайдай Соловей Луговской Кравец Сирота"),
        (
            NamePart.Surname,
            Gender.Female,
            "Кедрова Заболоцкая Мороз Лысенко Коваль Седых Буткевич Гайдай Калитина Луговская Сирота Петрова-Мороз"
        ),
        (NamePart.FirstName, Gender.Male, "Александр Илья Пётр Юрий Игорь Лев Павел Никита Руслан Андрей Тимофей Ринат"),
        (NamePart.FirstName, Gender.Female, "Мария Анна Любовь Ольга Софья Наталья Ирина Алия Дарья Гузель Елена Анна-Мария"),
        (NamePart.Patronymic, Gender.Male, "Иванович Ильич Андреевич Сергеевич Петрович Юрьевич Кузьмич Рашидович"),
        (NamePart.Patronymic, Gender.Female, "Ивановна Ильинична Андреевна Сергеевна Петровна Юрьевна Кузьминична Рашидовна"),
    ];

    public static async Task Run()
    {
        var names = Lists.SelectMany(list => list.Names.Split(' ').Select(name => (list.Part, list.Gender, Name: name))).ToArray();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(
                file,
                names.Select(name => $"{name.Part.ToString().ToLowerInvariant()}\t{name.Name}\t{name.Gender.ToString().ToLowerInvariant()}")
            );
            foreach (var peer in (string[])["petrovich", "lvovich"])
            {
                var before = Ours(names);
                var answer = await Peer.Node("decline-names.js", peer, file, Seconds.ToString(CultureInfo.InvariantCulture));
                var theirs = double.Parse(answer.Split(' ')[0], CultureInfo.InvariantCulture);
                var ours = (before + Ours(names)) / 2;
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"decline-names ours={ours:0}/s peer={theirs:0}/s ratio={ours / theirs:0.0} target={Target:0.0} "
                            + $"{(ours / theirs >= Target ? "ok" : "short")} ({peer}; {names.Length} names in five cases)"
                    )
                );
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static double Ours((NamePart Part, Gender Gender, string Name)[] names)
    {
        All(names);
        long rounds = 0;
        var watch = Stopwatch.StartNew();
        for (; watch.Elapsed.TotalSeconds < Seconds; rounds++)
            All(names);
        return rounds * names.Length * Oblique.Length / watch.Elapsed.TotalSeconds;
    }

    private static int All((NamePart Part, Gender Gender, string Name)[] names)
    {
        var letters = 0;
        foreach (var (part, gender, name) in names)
        {
            foreach (var to in Oblique)
                letters += NameDeclension.Decline(part, name, gender, to).Text.Length;
        }

        return letters;
    }
}
