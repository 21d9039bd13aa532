using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Reserve.Web.Tests.Access;

/// <summary>A device with one passkey, as WebAuthn describes it, without a body: it is told what its person would do.</summary>
internal sealed class Authenticator(Uri origin) : IDisposable
{
    private const byte Present = 1;
    private const byte Verified = 4;
    private const byte WithKey = 64;

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private string userHandle = "";

    public byte[] Id { get; } = RandomNumberGenerator.GetBytes(32);

    public string IdText => Base64Url.EncodeToString(Id);

    /// <summary>The page at which the person is; a browser never lies about it.</summary>
    public Uri Origin { get; set; } = origin;

    /// <summary>How often it has signed; those that share a key with other devices always say 0.</summary>
    public uint Counter { get; set; }

    public bool Counts { get; init; } = true;

    /// <summary>Whether it asked for a finger, a face or a code.</summary>
    public bool Verifies { get; set; } = true;

    public void Dispose() => key.Dispose();

    /// <summary>Makes the key and answers with it.</summary>
    public string Make(string options)
    {
        using var asked = JsonDocument.Parse(options);
        userHandle = asked.RootElement.GetProperty("user").GetProperty("id").GetString()!;
        var data = ClientData("webauthn.create", asked.RootElement);
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(3);
        writer.WriteTextString("fmt");
        writer.WriteTextString("none");
        writer.WriteTextString("attStmt");
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteTextString("authData");
        writer.WriteByteString([.. AuthenticatorData(WithKey), .. new byte[16], .. BigEndian((ushort)Id.Length), .. Id, .. PublicKey()]);
        writer.WriteEndMap();
        return Answer(
            new
            {
                clientDataJSON = Base64Url.EncodeToString(data),
                attestationObject = Base64Url.EncodeToString(writer.Encode()),
                transports = new[] { "internal" },
            }
        );
    }

    /// <summary>Signs the challenge.</summary>
    public string Sign(string options)
    {
        using var asked = JsonDocument.Parse(options);
        if (Counts)
            Counter++;
        var data = ClientData("webauthn.get", asked.RootElement);
        var own = AuthenticatorData(0);
        var signature = key.SignData([.. own, .. SHA256.HashData(data)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Answer(
            new
            {
                clientDataJSON = Base64Url.EncodeToString(data),
                authenticatorData = Base64Url.EncodeToString(own),
                signature = Base64Url.EncodeToString(signature),
                userHandle,
            }
        );
    }

    private string Answer(object response) =>
        JsonSerializer.Serialize(
            new
            {
                id = IdText,
                rawId = IdText,
                type = "public-key",
                clientExtensionResults = new { },
                response,
            }
        );

    private byte[] ClientData(string type, JsonElement asked) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                type,
                challenge = asked.GetProperty("challenge").GetString(),
                origin = Origin.GetLeftPart(UriPartial.Authority),
                crossOrigin = false,
            }
        );

    private byte[] AuthenticatorData(byte flags)
    {
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Counter);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Origin.Host)), (byte)(flags | Present | (Verifies ? Verified : 0)), .. counter];
    }

    /// <summary>As COSE writes a key of ES256.</summary>
    private byte[] PublicKey()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(5);
        writer.WriteInt32(1);
        writer.WriteInt32(2);
        writer.WriteInt32(3);
        writer.WriteInt32(-7);
        writer.WriteInt32(-1);
        writer.WriteInt32(1);
        writer.WriteInt32(-2);
        writer.WriteByteString(point.X!);
        writer.WriteInt32(-3);
        writer.WriteByteString(point.Y!);
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static byte[] BigEndian(ushort value) => [(byte)(value >> 8), (byte)value];
}
