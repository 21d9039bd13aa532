using System.Globalization;
using System.Text.RegularExpressions;
using Reserve.Engine.Feel;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Runtime.Forms;

/// <summary>A file that came with a form.</summary>
internal sealed record AttachedFile(string Key, string Name, string ContentType, byte[] Content);

/// <summary>What a person wrote into a form, as the browser sent it.</summary>
internal sealed record RawAnswers(IReadOnlyDictionary<string, string[]> Values, IReadOnlyList<AttachedFile> Files)
{
    public static RawAnswers None { get; } = new(new Dictionary<string, string[]>(), []);

    public string? One(string key) => Values.GetValueOrDefault(key)?.FirstOrDefault(value => value.Length > 0);

    public IReadOnlyList<string> All(string key) => [.. (Values.GetValueOrDefault(key) ?? []).Where(value => value.Length > 0)];
}

/// <summary>Answers as values of the process, or every problem beside its field.</summary>
internal sealed record FormAnswers(FeelContext Values, IReadOnlyList<Problem> Problems)
{
    public const int LongestFile = 20 * 1024 * 1024;
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(200);

    /// <summary>Reads and checks every field; an empty answer is null, an unticked box false.</summary>
    internal static FormAnswers Read(TaskForm form, RawAnswers raw, ProcessClock clock)
    {
        var values = new List<KeyValuePair<string, FeelValue>>();
        var problems = new List<Problem>();
        foreach (var field in form.Fields.Where(field => field.Kind != FieldKind.Text))
        {
            var (value, problem) = Read(field, raw, clock);
            values.Add(KeyValuePair.Create(field.Key, value));
            if (problem is not null)
                problems.Add(new Problem(field.Key, problem));
        }
        return new FormAnswers(FeelContext.From(values), problems);
    }

    private static (FeelValue Value, string? Problem) Read(FormField field, RawAnswers raw, ProcessClock clock)
    {
        switch (field.Kind)
        {
            case FieldKind.Checkbox:
                var ticked = raw.One(field.Key) is "true" or "on";
                return (FeelValue.From(ticked), field.Required && !ticked ? "Отметьте этот пункт." : null);
            case FieldKind.Checklist or FieldKind.Taglist:
                var chosen = raw.All(field.Key);
                return (
                    FeelValue.List([.. chosen.Select(FeelValue.From)]),
                    chosen.Any(value => field.Options.All(option => option.Value != value)) ? "Выберите значения из списка."
                    : field.Required && chosen.Count == 0 ? "Выберите хотя бы одно значение."
                    : null
                );
            case FieldKind.FilePicker:
                return ReadFile(field, raw);
        }
        if (raw.One(field.Key)?.Trim() is not { Length: > 0 } text)
            return (FeelValue.Null, field.Required ? "Заполните это поле." : null);
        return field.Kind switch
        {
            FieldKind.Number => ReadNumber(field, text),
            FieldKind.Date => DateOnly.TryParseExact(
                text,
                ["yyyy-MM-dd", "dd.MM.yyyy"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date
            )
                ? (FeelValue.From(date), null)
                : (FeelValue.Null, "Укажите дату: ДД.ММ.ГГГГ."),
            FieldKind.Time => TimeOnly.TryParseExact(
                text,
                ["HH:mm", "HH:mm:ss"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var time
            )
                ? (FeelValue.From(time), null)
                : (FeelValue.Null, "Укажите время: ЧЧ:ММ."),
            FieldKind.DateTime => ReadMoment(text, clock),
            FieldKind.Select or FieldKind.Radio => field.Options.Any(option => option.Value == text)
                ? (FeelValue.From(text), null)
                : (FeelValue.Null, "Выберите значение из списка."),
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
        if (number < field.Min)
            return (FeelValue.Null, $"Не меньше {Shown(field.Min)}.");
        if (number > field.Max)
            return (FeelValue.Null, $"Не больше {Shown(field.Max)}.");
        if (field.DecimalDigits is { } digits && decimal.Round(number, digits) != number)
            return (FeelValue.Null, digits == 0 ? "Укажите целое число." : $"Не больше {digits} знаков после запятой.");
        return (FeelValue.From(number), null);
    }

    private static string Shown(decimal? number) => number!.Value.ToString("0.####", CultureInfo.GetCultureInfo("ru-RU"));

    private static (FeelValue, string?) ReadMoment(string text, ProcessClock clock) =>
        DateTime.TryParseExact(
            text,
            ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "dd.MM.yyyy HH:mm"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var local
        )
            ? (FeelValue.From(clock.At(local)), null)
            : (FeelValue.Null, "Укажите дату и время.");

    private static string? TextProblem(FormField field, string text)
    {
        if (text.Length > (field.MaxLength ?? 20_000))
            return $"Не длиннее {field.MaxLength ?? 20_000} знаков.";
        if (text.Length < field.MinLength)
            return $"Не короче {field.MinLength} знаков.";
        return field.Pattern is { } pattern && !Matches(pattern, text) ? "Значение не того вида." : null;
    }

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

    private static (FeelValue, string?) ReadFile(FormField field, RawAnswers raw)
    {
        var file = raw.Files.FirstOrDefault(file => file.Key == field.Key && file.Content.Length > 0);
        if (file is null)
            return (FeelValue.Null, field.Required ? "Приложите файл." : null);
        return (
            FeelValue.Context(
                FeelContext.Of(
                    ("name", FeelValue.From(file.Name)),
                    ("size", FeelValue.From(file.Content.Length)),
                    ("sha256", FeelValue.From(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file.Content))))
                )
            ),
            file.Content.Length > LongestFile ? "Файл больше 20 МБ." : null
        );
    }
}
