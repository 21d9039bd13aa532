using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reserve.Documents.Papers;

/// <summary>
/// What a paper says, as the data of its template: properties in camel case, dates as <c>2026-09-01</c>, moments with their zone.
/// What can be told from the rest is a property too, so that a template needs no formulas for it.
/// </summary>
public abstract record PaperRecord
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // Kept with the paper, where people read it.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Who issues it, its number and date.</summary>
    [Field("Кто, где и когда выдаёт бумагу")]
    public PaperHead Head { get; init; } = PaperHead.Unissued;

    /// <summary>The record as the data of a template.</summary>
    public JsonElement Data() => JsonSerializer.SerializeToElement(this, GetType(), Json);

    /// <summary>A record from the data that a paper was filled with; null when they are not, or no longer, of this kind.</summary>
    /// <param name="data">The JSON.</param>
    /// <typeparam name="T">The kind of record.</typeparam>
    public static T? Of<T>(string data)
        where T : PaperRecord
    {
        try
        {
            return JsonSerializer.Deserialize<T>(data, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The head of every paper.</summary>
public sealed record PaperHead
{
    /// <summary>The head of a paper whose number and date whoever issues it will give.</summary>
    public static PaperHead Unissued { get; } =
        new()
        {
            Organization = [],
            Number = "",
            Date = default,
        };

    /// <summary>Who issues it, one line each, the highest first.</summary>
    [Field("Кто выдаёт, по строкам, старший первым")]
    public required IReadOnlyList<string> Organization { get; init; }

    /// <summary>The lines above the last one.</summary>
    [Field("Строки над последней")]
    public IEnumerable<string> Above => Organization.SkipLast(1);

    /// <summary>The last line: who issues it.</summary>
    [Field("Последняя строка: кто выдаёт")]
    public string Issuer => Organization.Count == 0 ? "" : Organization[^1];

    /// <summary>The registration number.</summary>
    [Field("Регистрационный номер")]
    public required string Number { get; init; }

    /// <summary>The date of the paper.</summary>
    [Field("Дата бумаги")]
    public required DateOnly Date { get; init; }

    /// <summary>Where it is issued; may be empty.</summary>
    [Field("Где выдана; бывает пусто")]
    public string Place { get; init; } = "";
}

/// <summary>A person under a paper.</summary>
/// <param name="Post">In which capacity: "Председатель комиссии".</param>
/// <param name="FullName">Surname, given name, patronymic.</param>
public sealed record Signatory(
    [property: Field("Кем подписывает")] string Post,
    [property: Field("Фамилия, имя, отчество")] string FullName
);

/// <summary>The result of a vote.</summary>
/// <param name="For">За.</param>
/// <param name="Against">Против.</param>
/// <param name="Abstained">Воздержались.</param>
public sealed record VoteCount(
    [property: Field("Сколько голосов «за»")] int For,
    [property: Field("Сколько голосов «против»")] int Against,
    [property: Field("Сколько воздержалось")] int Abstained
);

/// <summary>A dissenting opinion.</summary>
/// <param name="FullName">Whose.</param>
/// <param name="Text">What it says.</param>
public sealed record Dissent([property: Field("Чьё мнение")] string FullName, [property: Field("Что в нём сказано")] string Text);

/// <summary>How a commission decides.</summary>
public enum DecisionKind
{
    /// <summary>Согласовать.</summary>
    Approve,

    /// <summary>Отказать.</summary>
    Refuse,

    /// <summary>Отложить.</summary>
    Postpone,
}
