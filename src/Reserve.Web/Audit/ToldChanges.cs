using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Reserve.Web.Data;

namespace Reserve.Web.Audit;

/// <summary>
/// What a command changed, as it lies in <c>audit_changes</c>. The journal's row carries <see cref="Hash"/> only: with the values and their
/// salt erased, nobody finds them again by trying, and the chain holds.
/// </summary>
internal sealed record ToldChanges(byte[] Salt, string Text)
{
    /// <summary>The most changes that are written beside one row; of more it says how many there were.</summary>
    public const int Most = 500;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ToldChanges Of(RowChange[] changes)
    {
        var told = changes.Length <= Most ? changes : [.. changes.Take(Most), new RowChange("", "", "", null, $"{changes.Length - Most}")];
        return new ToldChanges(RandomNumberGenerator.GetBytes(16), JsonSerializer.Serialize(told, Json));
    }

    /// <summary>SHA-256 of the salt and the text.</summary>
    public byte[] Hash() => SHA256.HashData([.. Salt, .. Encoding.UTF8.GetBytes(Text)]);

    public RowChange[] Read() => JsonSerializer.Deserialize<RowChange[]>(Text, Json) ?? [];
}
