using Reserve.Documents.Papers;

namespace Reserve.Documents.Templates.Formats;

internal enum WordGender
{
    Masculine,
    Feminine,
    Neuter,
}

/// <summary>Whole numbers in Russian words, nominative.</summary>
internal static class NumberWords
{
    /// <summary>The first number without words.</summary>
    public const long Limit = 1_000_000_000_000_000;

    private static readonly string[] Units =
    [
        "",
        "",
        "",
        "три",
        "четыре",
        "пять",
        "шесть",
        "семь",
        "восемь",
        "девять",
        "десять",
        "одиннадцать",
        "двенадцать",
        "тринадцать",
        "четырнадцать",
        "пятнадцать",
        "шестнадцать",
        "семнадцать",
        "восемнадцать",
        "девятнадцать",
    ];

    private static readonly string[] Tens =
    [
        "",
        "",
        "двадцать",
        "тридцать",
        "сорок",
        "пятьдесят",
        "шестьдесят",
        "семьдесят",
        "восемьдесят",
        "девяносто",
    ];

    private static readonly string[] Hundreds =
    [
        "",
        "сто",
        "двести",
        "триста",
        "четыреста",
        "пятьсот",
        "шестьсот",
        "семьсот",
        "восемьсот",
        "девятьсот",
    ];

    private static readonly (string One, string Few, string Many)[] Powers =
    [
        ("", "", ""),
        ("тысяча", "тысячи", "тысяч"),
        ("миллион", "миллиона", "миллионов"),
        ("миллиард", "миллиарда", "миллиардов"),
        ("триллион", "триллиона", "триллионов"),
    ];

    /// <summary>The number in words.</summary>
    /// <param name="number">Nearer to zero than <see cref="Limit"/>.</param>
    /// <param name="gender">Of the word that it counts.</param>
    public static string Of(long number, WordGender gender)
    {
        if (number == 0)
            return "ноль";
        var words = new List<string>();
        if (number < 0)
            words.Add("минус");
        var rest = Math.Abs(number);
        var scale = 1_000_000_000_000;
        for (var power = Powers.Length - 1; power >= 0; power--, scale /= 1000)
        {
            var group = (int)(rest / scale);
            rest %= scale;
            if (group == 0)
                continue;
            Group(
                group,
                power switch
                {
                    0 => gender,
                    1 => WordGender.Feminine,
                    _ => WordGender.Masculine,
                },
                words
            );
            if (power > 0)
                words.Add(RussianText.Form(group, Powers[power].One, Powers[power].Few, Powers[power].Many));
        }

        return string.Join(' ', words);
    }

    private static void Group(int group, WordGender gender, List<string> words)
    {
        var tail = group % 100;
        Add(Hundreds[group / 100]);
        if (tail >= 20)
        {
            Add(Tens[tail / 10]);
            tail %= 10;
        }

        Add(
            (tail, gender) switch
            {
                (1, WordGender.Masculine) => "один",
                (1, WordGender.Feminine) => "одна",
                (1, WordGender.Neuter) => "одно",
                (2, WordGender.Feminine) => "две",
                (2, _) => "два",
                _ => Units[tail],
            }
        );

        void Add(string word)
        {
            if (word.Length > 0)
                words.Add(word);
        }
    }
}
