using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Reserve.Web.Features.Appointments.Sittings.Ballots;

/// <summary>
/// The halves of keys that open ballots: in the memory of this node and nowhere else, until the box is opened or void. Whoever reads the
/// database, its log and its copies finds sealed ballots only (ADR 9).
/// </summary>
internal sealed class BallotKeys : IDisposable
{
    private const int Bits = 3072;

    /// <summary>What a choice is sealed with besides, so that equal choices look different and no choice is longer than another.</summary>
    private const int Noise = 32;

    private readonly ConcurrentDictionary<BallotBoxId, RSA> keys = new();

    public IReadOnlyCollection<BallotBoxId> Boxes => [.. keys.Keys];

    /// <summary>Makes a key; returns the half that seals.</summary>
    public byte[] Make(BallotBoxId box)
    {
        var key = RSA.Create(Bits);
        keys[box] = key;
        return key.ExportSubjectPublicKeyInfo();
    }

    public static byte[] Seal(byte[] publicKey, Choice choice)
    {
        using var key = RSA.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        Span<byte> plain = stackalloc byte[Noise + 1];
        RandomNumberGenerator.Fill(plain);
        plain[0] = (byte)choice;
        return key.Encrypt(plain, RSAEncryptionPadding.OaepSHA256);
    }

    /// <summary>What the ballots say, in the order of the choices: nothing of the order in which they came is left.</summary>
    /// <returns>Null when the key of the box is not on this node.</returns>
    public IReadOnlyList<Choice>? Open(BallotBoxId box, IEnumerable<byte[]> ballots) =>
        keys.TryGetValue(box, out var key)
            ? [.. ballots.Select(ballot => (Choice)key.Decrypt(ballot, RSAEncryptionPadding.OaepSHA256)[0]).Order()]
            : null;

    public void Destroy(BallotBoxId box)
    {
        if (keys.TryRemove(box, out var key))
            key.Dispose();
    }

    public void Dispose()
    {
        foreach (var box in Boxes)
            Destroy(box);
    }
}
