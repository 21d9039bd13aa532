using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Reserve.Documents.Papers;

namespace Reserve.Web.Features.Papers;

/// <summary>The data of a paper that a process issues: what it gives, and the head that the archive gives.</summary>
internal static class PaperData
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The data with <c>head</c> beside them, unless they have one; what is no object stays what it is.</summary>
    public static JsonElement WithHead(JsonElement data, PaperHead head)
    {
        if (data.ValueKind != JsonValueKind.Object || data.TryGetProperty("head", out _))
            return data;
        var whole = JsonObject.Create(data)!;
        whole["head"] = JsonSerializer.SerializeToNode(head, Json);
        return JsonSerializer.SerializeToElement(whole, Json);
    }
}
