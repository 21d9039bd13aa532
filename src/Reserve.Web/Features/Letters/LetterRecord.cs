using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Reserve.Documents.Papers;

namespace Reserve.Web.Features.Letters;

/// <summary>
/// What a letter is filled with: properties in camel case, dates as <c>2026-09-01</c>, moments with their zone, addresses whole. Each
/// property says in Russian what it is (<see cref="FieldAttribute"/>), for whoever writes the letter.
/// </summary>
internal abstract record LetterRecord
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>The record as the data of a letter.</summary>
    public JsonElement Data() => JsonSerializer.SerializeToElement(this, GetType(), Json);

    /// <summary>The names that a letter of this record may use, in the order of the record.</summary>
    public IReadOnlyList<LetterName> Names()
    {
        var data = Data();
        return
        [
            .. RecordField
                .Of(GetType())
                .Fields.Select(field => new LetterName(field.Name, field.Meaning, ExampleOf(data.GetProperty(field.Name)))),
        ];
    }

    private static string ExampleOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : JsonSerializer.Serialize(value, Json);
}

/// <summary>A name that a letter may use.</summary>
/// <param name="Name">As it stands in a tag.</param>
/// <param name="Description">What it is, in Russian.</param>
/// <param name="Example">A value.</param>
public sealed record LetterName(string Name, string Description, string Example);
