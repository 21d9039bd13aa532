using System.Globalization;
using System.Text.Json;
using Reserve.Documents.Papers;

namespace Reserve.Documents.Templates.Formats;

/// <summary>Numbers, counted words and roubles.</summary>
internal static class NumberFormats
{
    private const char Joint = '\u00A0';
    private static readonly string[] Genders = ["мужской", "женский", "средний"];
    private static readonly FormatArgument Decimals = new("знаков после запятой", Required: false, IsNumber: true);

    private static readonly FormatArgument[] Forms =
    [
        new("слово после 1 (голос)"),
        new("слово после 2 (голоса)"),
        new("слово после 5 (голосов)"),
    ];

    public static IReadOnlyList<TemplateFormat> All { get; } =
    [
        Of(
            "число",
            "число с запятой и разрядами; с аргументом – округлённое до стольких знаков",
            "{sum | число: 2} → 12 345,50",
            (number, arguments) => Figure(number, arguments),
            Decimals
        ),
        Of(
            "со знаком",
            "число с плюсом или минусом",
            "{change | со знаком} → +3,5",
            (number, arguments) => (number > 0 ? "+" : "") + Figure(number, arguments),
            Decimals
        ),
        Of(
            "процент",
            "число со знаком процента",
            "{percent | процент} → 61,5 %",
            (number, arguments) => Figure(number, arguments) + Joint + "%",
            Decimals
        ),
        Whole(
            "число словами",
            "целое число прописью; аргумент – род слова, к которому оно стоит",
            "{count | число словами: женский} → двадцать одна",
            (number, arguments) => NumberWords.Of(number, (WordGender)Math.Max(0, Array.IndexOf(Genders, arguments.ElementAtOrDefault(0)))),
            new FormatArgument("род", Genders, Required: false)
        ),
        Whole(
            "счёт",
            "число и слово в нужной форме",
            "{hours | счёт: час, часа, часов} → 48 часов",
            (number, arguments) => RussianText.Count(number, arguments[0], arguments[1], arguments[2]),
            Forms
        ),
        Whole(
            "слово",
            "только слово в той форме, которой требует число",
            "{hours | слово: час, часа, часов} → часов",
            (number, arguments) => RussianText.Form(number, arguments[0], arguments[1], arguments[2]),
            Forms
        ),
        Money("рубли", "деньги цифрами", "{sum | рубли} → 1 234,50 руб.", number => $"{RussianText.Fixed(number, 2)}{Joint}руб."),
        Money("рубли словами", "деньги прописью", "{sum | рубли словами} → одна тысяча двести тридцать четыре рубля 50 копеек", InWords),
        Money(
            "рубли полностью",
            "деньги цифрами и прописью, как в договоре",
            "{sum | рубли полностью} → 1 234 (одна тысяча двести тридцать четыре) рубля 50 копеек",
            InFiguresAndWords
        ),
    ];

    public static decimal? TryNumber(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : null;

    private static string Figure(decimal number, IReadOnlyList<string> arguments) =>
        arguments.Count == 0
            ? RussianText.Number(number)
            : RussianText.Fixed(number, int.Parse(arguments[0], CultureInfo.InvariantCulture));

    private static string InWords(decimal sum)
    {
        var (roubles, kopecks) = Split(sum);
        return $"{Minus(sum)}{NumberWords.Of(roubles, WordGender.Masculine)} {Roubles(roubles)} {Kopecks(kopecks)}";
    }

    private static string InFiguresAndWords(decimal sum)
    {
        var (roubles, kopecks) = Split(sum);
        var words = NumberWords.Of(roubles, WordGender.Masculine);
        return $"{RussianText.Number(Math.Sign(sum) * roubles)} ({Minus(sum)}{words}) {Roubles(roubles)} {Kopecks(kopecks)}";
    }

    private static string Minus(decimal sum) => sum < 0 ? "минус " : "";

    private static (long Roubles, int Kopecks) Split(decimal sum)
    {
        var all = Math.Round(Math.Abs(sum), 2, MidpointRounding.AwayFromZero);
        var roubles = (long)decimal.Truncate(all);
        return (roubles, (int)((all - roubles) * 100));
    }

    private static string Roubles(long count) => RussianText.Form(count, "рубль", "рубля", "рублей");

    private static string Kopecks(int count) => $"{count:00} {RussianText.Form(count, "копейка", "копейки", "копеек")}";

    private static TemplateFormat Of(
        string name,
        string description,
        string example,
        Func<decimal, IReadOnlyList<string>, string> write,
        params FormatArgument[] arguments
    ) =>
        new(
            name,
            description,
            example,
            (value, given) => TryNumber(value) is { } number ? FormatOutcome.Of(write(number, given)) : FormatOutcome.Wrong("число", value),
            arguments
        );

    private static TemplateFormat Whole(
        string name,
        string description,
        string example,
        Func<long, IReadOnlyList<string>, string> write,
        params FormatArgument[] arguments
    ) =>
        new(
            name,
            description,
            example,
            (value, given) =>
                TryNumber(value) is { } number && number == decimal.Truncate(number) && Math.Abs(number) < NumberWords.Limit
                    ? FormatOutcome.Of(write((long)number, given))
                    : FormatOutcome.Wrong("целое число меньше тысячи триллионов", value),
            arguments
        );

    private static TemplateFormat Money(string name, string description, string example, Func<decimal, string> write) =>
        new(
            name,
            description,
            example,
            (value, _) =>
                TryNumber(value) is { } number && Math.Abs(number) < NumberWords.Limit
                    ? FormatOutcome.Of(write(number))
                    : FormatOutcome.Wrong("число меньше тысячи триллионов", value)
        );
}
