using System.Buffers.Binary;
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

    /// <summary>The choice and the score.</summary>
    private const int Head = 3;
    private const int Tenths = 10;
    private const ushort NoScore = ushort.MaxValue;

    private readonly ConcurrentDictionary<BallotBoxId, RSA> keys = new();

    public IReadOnlyCollection<BallotBoxId> Boxes => [.. keys.Keys];

    /// <summary>Makes a key; returns the half that seals.</summary>
    public byte[] Make(BallotBoxId box)
    {
        var key = RSA.Create(Bits);
        keys[box] = key;
        return key.ExportSubjectPublicKeyInfo();
    }

    /// <param name="publicKey">The half that seals.</param>
    /// <param name="choice">What is voted.</param>
    /// <param name="score">The judgement besides, in per cent with one decimal; null where none is asked for.</param>
    public static byte[] Seal(byte[] publicKey, Choice choice, decimal? score)
    {
        using var key = RSA.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        Span<byte> plain = stackalloc byte[Noise + Head];
        RandomNumberGenerator.Fill(plain);
        plain[0] = (byte)choice;
        BinaryPrimitives.WriteUInt16LittleEndian(plain[1..], score is { } given ? (ushort)(given * Tenths) : NoScore);
        return key.Encrypt(plain, RSAEncryptionPadding.OaepSHA256);
    }

    /// <summary>What the ballots say, in the order of the choices and scores: nothing of the order in which they came is left.</summary>
    /// <returns>Null when the key of the box is not on this node.</returns>
    public IReadOnlyList<(Choice Choice, decimal? Score)>? Open(BallotBoxId box, IEnumerable<byte[]> ballots) =>
        keys.TryGetValue(box, out var key)
            ? [.. ballots.Select(ballot => Read(key.Decrypt(ballot, RSAEncryptionPadding.OaepSHA256))).Order()]
            : null;

    private static (Choice Choice, decimal? Score) Read(ReadOnlySpan<byte> plain)
    {
        // Ballots of the release before have no score.
        var score = plain.Length == Noise + Head ? BinaryPrimitives.ReadUInt16LittleEndian(plain[1..]) : NoScore;
        return ((Choice)plain[0], score == NoScore ? null : (decimal)score / Tenths);
    }

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
