using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Reserve.Web.Audit;

/// <summary>A link of the journal's chain: which rows it holds, a hash of each, and the hash that the next link goes on from.</summary>
/// <param name="Id">1, 2, 3 …, without a gap.</param>
/// <param name="At">When it was made.</param>
/// <param name="Rows">The ids of its rows, ascending.</param>
/// <param name="RowHashes">32 bytes for each.</param>
/// <param name="Previous">The hash of the seal before it; zeros for the first.</param>
internal sealed record Seal(long Id, DateTimeOffset At, long[] Rows, byte[] RowHashes, byte[] Previous)
{
    public static byte[] Beginning => new byte[SHA256.HashSizeInBytes];

    /// <summary>SHA-256 of all that the link says: what is signed, and what the next one carries on.</summary>
    public byte[] Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Previous);
        Append(hash, Id);
        Append(hash, At.UtcTicks);
        foreach (var row in Rows)
            Append(hash, row);
        hash.AppendData(RowHashes);
        return hash.GetHashAndReset();
    }

    /// <summary>What is signed of a cut: which rows went, when, and up to which moment.</summary>
    public static byte[] OfCut(long cut, DateTimeOffset at, DateTimeOffset until, long[] rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("cut"u8);
        Append(hash, cut);
        Append(hash, at.UtcTicks);
        Append(hash, until.UtcTicks);
        foreach (var row in rows)
            Append(hash, row);
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
