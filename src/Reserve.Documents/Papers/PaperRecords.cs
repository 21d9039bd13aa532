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
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Who issues it, its number and date.</summary>
    public PaperHead Head { get; init; } = PaperHead.Unissued;

    /// <summary>The record as the data of a template.</summary>
    public JsonElement Data() => JsonSerializer.SerializeToElement(this, GetType(), Json);
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
    public required IReadOnlyList<string> Organization { get; init; }

    /// <summary>The lines above the last one.</summary>
    public IEnumerable<string> Above => Organization.SkipLast(1);

    /// <summary>The last line: who issues it.</summary>
    public string Issuer => Organization.Count == 0 ? "" : Organization[^1];

    /// <summary>The registration number.</summary>
    public required string Number { get; init; }

    /// <summary>The date of the paper.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Where it is issued; may be empty.</summary>
    public string Place { get; init; } = "";
}

/// <summary>A person under a paper.</summary>
/// <param name="Post">In which capacity: "Председатель комиссии".</param>
/// <param name="FullName">Surname, given name, patronymic.</param>
public sealed record Signatory(string Post, string FullName);

/// <summary>The result of a vote.</summary>
/// <param name="For">За.</param>
/// <param name="Against">Против.</param>
/// <param name="Abstained">Воздержались.</param>
public sealed record VoteCount(int For, int Against, int Abstained);

/// <summary>A dissenting opinion.</summary>
/// <param name="FullName">Whose.</param>
/// <param name="Text">What it says.</param>
public sealed record Dissent(string FullName, string Text);

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
