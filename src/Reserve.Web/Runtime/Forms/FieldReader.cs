using System.Globalization;
using System.Text.RegularExpressions;
using Reserve.Engine.Feel;

namespace Reserve.Web.Runtime.Forms;

/// <summary>Reads the answer to one field: its value, and what is wrong with it.</summary>
internal static class FieldReader
{
    public const int LongestFile = 20 * 1024 * 1024;
    private const int LongestText = 20_000;
    private const int MostFiles = 20;
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(200);

    /// <summary>An empty answer is null, an unticked box false. Whether a choice is an option is asked when those are known.</summary>
    public static (FeelValue Value, string? Problem) Read(FormField field, IReadOnlyList<string> texts, FormData data)
    {
        if (field.Kind == FieldKind.Checkbox)
        {
            var ticked = texts.Count > 0 && texts[0] is "true" or "on";
            return (FeelValue.From(ticked), field.Required && !ticked ? "Отметьте этот пункт." : null);
        }
        if (field.Kind is FieldKind.Checklist or FieldKind.Taglist)
            return (
                FeelValue.List([.. texts.Select(FeelValue.From)]),
                field.Required && texts.Count == 0 ? "Выберите хотя бы одно значение." : null
            );
        if (texts.Count == 0 || texts[0].Trim() is not { Length: > 0 } text)
            return (FeelValue.Null, field.Required ? "Заполните это поле." : null);
        return field.Kind switch
        {
            FieldKind.Number => ReadNumber(field, text),
            FieldKind.Date => ReadDate(field, text, data),
            FieldKind.Time => TimeOnly.TryParseExact(
                text,
                ["HH:mm", "HH:mm:ss"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var time
            )
                ? (FeelValue.From(time), null)
                : (FeelValue.Null, "Укажите время: ЧЧ:ММ."),
            FieldKind.DateTime => ReadMoment(field, text, data),
            FieldKind.Select or FieldKind.Radio => (FeelValue.From(text), null),
            _ => (FeelValue.From(text), TextProblem(field, text)),
        };
    }

    private static (FeelValue, string?) ReadNumber(FormField field, string text)
    {
        if (
            !decimal.TryParse(
                text.Replace(',', '.').Replace(" ", "", StringComparison.Ordinal),
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
            return (FeelValue.Null, "Укажите число.");
        return (
            FeelValue.From(number),
            number < field.Min ? $"Не меньше {Shown(field.Min)}."
            : number > field.Max ? $"Не больше {Shown(field.Max)}."
            : field.DecimalDigits is { } digits and >= 0 and <= 28 && decimal.Round(number, digits) != number
                ? digits == 0 ? "Укажите целое число."
                    : $"Не больше {digits} знаков после запятой."
            : null
        );
    }

    private static string Shown(decimal? number) => number!.Value.ToString("0.####", CultureInfo.GetCultureInfo("ru-RU"));

    private static (FeelValue, string?) ReadDate(FormField field, string text, FormData data)
    {
        if (!DateOnly.TryParseExact(text, ["yyyy-MM-dd", "dd.MM.yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return (FeelValue.Null, "Укажите дату: ДД.ММ.ГГГГ.");
        var today = DateOnly.FromDateTime(data.Clock.Local(data.Now).DateTime);
        return (FeelValue.From(date), field.OnlyFuture && date < today ? "Эта дата уже прошла." : null);
    }

    private static (FeelValue, string?) ReadMoment(FormField field, string text, FormData data)
    {
        string[] formats = ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "dd.MM.yyyy HH:mm"];
        if (!DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return (FeelValue.Null, "Укажите дату и время.");
        var moment = data.Clock.At(local);
        return (FeelValue.From(moment), field.OnlyFuture && moment < data.Now ? "Эта дата уже прошла." : null);
    }

    private static string? TextProblem(FormField field, string text) =>
        text.Length > (field.MaxLength ?? LongestText) ? $"Не длиннее {field.MaxLength ?? LongestText} знаков."
        : text.Length < field.MinLength ? $"Не короче {field.MinLength} знаков."
        : field.Pattern is { } pattern && !Matches(pattern, text) ? field.PatternMessage ?? "Значение не того вида."
        : null;

    private static bool Matches(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, $"^(?:{pattern})$", RegexOptions.CultureInvariant, PatternTime);
        }
        catch (Exception problem) when (problem is RegexMatchTimeoutException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Files as contexts of name, size and hash: a list of them where the field takes several.</summary>
    public static FeelValue Value(FormField field, IReadOnlyList<AttachedFile> files)
    {
        var values = files.Select(file =>
            FeelValue.Context(
                FeelContext.Of(
                    ("name", FeelValue.From(file.Name)),
                    ("size", FeelValue.From(file.Content.Length)),
                    ("sha256", FeelValue.From(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file.Content))))
                )
            )
        );
        return field.Multiple ? FeelValue.List([.. values]) : values.FirstOrDefault();
    }

    public static string? Problem(FormField field, IReadOnlyList<AttachedFile> files) =>
        files.Count == 0
            ? field.Required
                ? "Приложите файл."
                : null
            : files.Count > (field.Multiple ? MostFiles : 1)
                ? field.Multiple
                    ? $"Не больше {MostFiles} файлов."
                    : "Приложите один файл."
                : files.FirstOrDefault(file => file.Content.Length > LongestFile) is not null
                    ? "Файл больше 20 МБ."
                    : files.FirstOrDefault(file => !IsTaken(field, file)) is { } other
                        ? $"Файл «{other.Name}» не того вида: подходят {string.Join(", ", field.Accept)}."
                        : null;

    private static bool IsTaken(FormField field, AttachedFile file) =>
        field.Accept.Count == 0
        || field.Accept.Any(kind =>
            kind.StartsWith('.') ? file.Name.EndsWith(kind, StringComparison.OrdinalIgnoreCase)
            : kind.EndsWith("/*", StringComparison.Ordinal) ? file.ContentType.StartsWith(kind[..^1], StringComparison.OrdinalIgnoreCase)
            : file.ContentType.Equals(kind, StringComparison.OrdinalIgnoreCase)
        );
}
