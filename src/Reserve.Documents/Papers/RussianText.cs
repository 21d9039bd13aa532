using System.Globalization;

namespace Reserve.Documents.Papers;

/// <summary>How papers write dates, numbers and names in Russian.</summary>
public static class RussianText
{
    private const char Joint = '\u00A0';

    private static readonly string[] Months =
    [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ];

    private static readonly string[] MonthNames =
    [
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ];

    /// <summary>«22 ноября 2026 г.», with spaces that do not break.</summary>
    /// <param name="date">The date.</param>
    public static string Date(DateOnly date) =>
        string.Create(CultureInfo.InvariantCulture, $"{date.Day}{Joint}{Months[date.Month - 1]} {date.Year}{Joint}г.");

    /// <summary>The month as it follows a day: «ноября».</summary>
    /// <param name="date">A date in it.</param>
    public static string MonthOf(DateOnly date) => Months[date.Month - 1];

    /// <summary>The month by itself: «ноябрь».</summary>
    /// <param name="date">A date in it.</param>
    public static string MonthName(DateOnly date) => MonthNames[date.Month - 1];

    /// <summary>«22.11.2026».</summary>
    /// <param name="date">The date.</param>
    public static string ShortDate(DateOnly date) => date.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    /// <summary>«22.11.2026 в 10:05 (UTC+3)»: the zone is named, because a paper travels.</summary>
    /// <param name="moment">The moment in the zone in which it is to be read.</param>
    public static string Moment(DateTimeOffset moment)
    {
        var offset = moment.Offset;
        var minutes = offset.Minutes == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{Math.Abs(offset.Minutes):00}");
        var zone =
            offset == TimeSpan.Zero
                ? "UTC"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"UTC{(offset < TimeSpan.Zero ? '−' : '+')}{Math.Abs(offset.Hours)}{minutes}"
                );
        return $"{moment.ToString("dd.MM.yyyy 'в' HH:mm", CultureInfo.InvariantCulture)} ({zone})";
    }

    /// <summary>The number with the word in its case: 1 голос, 2 голоса, 5 голосов.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The word after 1, 21, 31…</param>
    /// <param name="few">The word after 2–4, 22–24…</param>
    /// <param name="many">The word after the others.</param>
    public static string Count(long count, string one, string few, string many) => $"{Number(count)}{Joint}{Form(count, one, few, many)}";

    /// <summary>The word in the case that follows the number.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">After 1, 21, 31…</param>
    /// <param name="few">After 2–4, 22–24…</param>
    /// <param name="many">After the others.</param>
    public static string Form(long count, string one, string few, string many)
    {
        var (hundred, ten) = (Math.Abs(count % 100), Math.Abs(count % 10));
        return hundred is >= 11 and <= 14
            ? many
            : ten switch
            {
                1 => one,
                2 or 3 or 4 => few,
                _ => many,
            };
    }

    /// <summary>A number with a decimal comma and thousands apart: 12 345,5.</summary>
    /// <param name="number">The number.</param>
    public static string Number(decimal number)
    {
        var text = Math.Abs(number).ToString("#,0.##########", CultureInfo.InvariantCulture).Replace(',', Joint).Replace('.', ',');
        return number < 0 ? "−" + text : text;
    }

    /// <summary>A number with so many digits after the comma, rounded away from zero: 12 345,50.</summary>
    /// <param name="number">The number.</param>
    /// <param name="decimals">How many digits, 28 at most.</param>
    public static string Fixed(decimal number, int decimals)
    {
        var rounded = Math.Round(number, Math.Min(decimals, 28), MidpointRounding.AwayFromZero);
        var text = Math.Abs(rounded)
            .ToString("N" + Math.Min(decimals, 28).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            .Replace(',', Joint)
            .Replace('.', ',');
        return rounded < 0 ? "−" + text : text;
    }

    /// <summary>«Иванов И. И.» of «Иванов Иван Иванович», as texts are written.</summary>
    /// <param name="fullName">Surname, given name, patronymic.</param>
    public static string SurnameFirst(string fullName)
    {
        var (surname, initials) = Parts(fullName);
        return initials.Length == 0 ? surname : $"{surname}{Joint}{initials}";
    }

    /// <summary>«И. И. Иванов» of «Иванов Иван Иванович», as signatures are written.</summary>
    /// <param name="fullName">Surname, given name, patronymic.</param>
    public static string InitialsFirst(string fullName)
    {
        var (surname, initials) = Parts(fullName);
        return initials.Length == 0 ? surname : $"{initials}{Joint}{surname}";
    }

    private static (string Surname, string Initials) Parts(string fullName)
    {
        var words = fullName.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
            return ("", "");
        var initials = words
            .Skip(1)
            .Select(word =>
                word.EndsWith('.') || word is "оглы" or "кызы" or "Оглы" or "Кызы"
                    ? word
                    : string.Join(
                        '-',
                        word.Split('-', StringSplitOptions.RemoveEmptyEntries)
                            .Select(half => $"{char.ToUpper(half[0], CultureInfo.InvariantCulture)}.")
                    )
            );
        return (words[0], string.Join(Joint, initials));
    }
}
