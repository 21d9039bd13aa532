using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Npgsql;

namespace Reserve.Web.Audit;

/// <summary>A row of the journal as a seal holds it: its id and the SHA-256 of all that it says (docs/security.md).</summary>
internal readonly record struct SealedRow(long Id, byte[] Hash)
{
    /// <summary>What a seal covers, in its order.</summary>
    public const string Columns =
        "id, at, user_id, user_name, by_system, command, subjects, territory, outcome, refusal, address, changes_hash";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The row under the reader, which has <see cref="Columns"/> first: one JSON array of texts, hashed.</summary>
    public static SealedRow Read(NpgsqlDataReader reader)
    {
        var told = new ArrayBufferWriter<byte>(400);
        var id = reader.GetInt64(0);
        using (var json = new Utf8JsonWriter(told, Plain))
        {
            json.WriteStartArray();
            json.WriteNumberValue(id);
            json.WriteStringValue(reader.GetFieldValue<DateTimeOffset>(1).UtcDateTime.ToString("O"));
            Write(json, reader.IsDBNull(2) ? null : reader.GetGuid(2).ToString());
            json.WriteStringValue(reader.GetString(3));
            json.WriteBooleanValue(reader.GetBoolean(4));
            json.WriteStringValue(reader.GetString(5));
            json.WriteStringValue(string.Join(' ', reader.GetFieldValue<Guid[]>(6)));
            json.WriteStringValue(reader.GetString(7));
            json.WriteStringValue(reader.GetString(8));
            Write(json, reader.IsDBNull(9) ? null : reader.GetString(9));
            Write(json, reader.IsDBNull(10) ? null : reader.GetString(10));
            Write(json, reader.IsDBNull(11) ? null : Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(11)));
            json.WriteEndArray();
        }

        return new SealedRow(id, SHA256.HashData(told.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter json, string? value)
    {
        if (value is null)
            json.WriteNullValue();
        else
            json.WriteStringValue(value);
    }
}
