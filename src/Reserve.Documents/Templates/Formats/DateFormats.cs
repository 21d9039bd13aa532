using System.Globalization;
using System.Text.Json;
using Reserve.Documents.Papers;

namespace Reserve.Documents.Templates.Formats;

/// <summary>Dates (<c>2026-09-01</c>) and moments (<c>2026-09-01T10:05:00+05:00</c>), RFC 3339.</summary>
internal static class DateFormats
{
    public static IReadOnlyList<TemplateFormat> All { get; } =
    [
        Of("дата", "дата цифрами", "{date | дата} → 01.09.2026", RussianText.ShortDate),
        Of("дата словами", "дата с месяцем словом", "{date | дата словами} → 1 сентября 2026 г.", RussianText.Date),
        Of(
            "дата в кавычках",
            "дата, как пишут её в приказах и договорах",
            "{date | дата в кавычках} → «01» сентября 2026 г.",
            date => $"«{date.Day:00}»\u00A0{RussianText.MonthOf(date)} {date.Year}\u00A0г."
        ),
        Of("месяц", "месяц и год", "{date | месяц} → сентябрь 2026 г.", date => $"{RussianText.MonthName(date)} {date.Year}\u00A0г."),
        Of("год", "год числом", "{date | год} → 2026", date => date.Year.ToString(CultureInfo.InvariantCulture)),
        new(
            "момент",
            "дата и время с часовым поясом, как они записаны в данных",
            "{moment | момент} → 01.09.2026 в 10:05 (UTC+5)",
            (value, _) =>
                TryMoment(value) is { } moment
                    ? FormatOutcome.Of(RussianText.Moment(moment))
                    : FormatOutcome.Wrong("время с поясом вида 2026-09-01T10:05:00+05:00", value)
        ),
        new(
            "время",
            "часы и минуты, как они записаны в данных",
            "{moment | время} → 10:05",
            (value, _) =>
                TryTime(value) is { } time
                    ? FormatOutcome.Of(time.ToString("HH:mm", CultureInfo.InvariantCulture))
                    : FormatOutcome.Wrong("время вида 2026-09-01T10:05:00+05:00 или 10:05", value)
        ),
    ];

    /// <summary>A date, or the date of a moment as it is written; null when the text is neither.</summary>
    public static DateOnly? TryDate(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: >= 10 } text)
            return null;
        if (text.Length > 10 && (text[10] != 'T' || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _)))
            return null;
        return DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;
    }

    /// <summary>A moment with its zone; null when the text is none.</summary>
    public static DateTimeOffset? TryMoment(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && value.GetString() is { } text
        && text.Length > 11
        && text[10] == 'T'
        && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var moment)
            ? moment
            : null;

    /// <summary>The time of a moment as it is written, or a time; null when the text is neither.</summary>
    public static TimeOnly? TryTime(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } text)
            return null;
        if (text.Length > 11 && text[10] == 'T' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var moment))
            return TimeOnly.FromDateTime(moment.DateTime);
        return TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : null;
    }

    private static TemplateFormat Of(string name, string description, string example, Func<DateOnly, string> write) =>
        new(
            name,
            description,
            example,
            (value, _) => TryDate(value) is { } date ? FormatOutcome.Of(write(date)) : FormatOutcome.Wrong("дата вида 2026-09-01", value)
        );
}
