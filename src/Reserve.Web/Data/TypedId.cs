using System.Buffers.Binary;

namespace Reserve.Web.Data;

/// <summary>
/// An identifier with a type of its own: <c>readonly record struct CandidateId(Guid Value) : ITypedId&lt;CandidateId&gt;</c>.
/// </summary>
internal interface ITypedId
{
    Guid Value { get; }
}

/// <inheritdoc cref="ITypedId"/>
internal interface ITypedId<TSelf> : ITypedId
    where TSelf : struct, ITypedId<TSelf>
{
    static abstract TSelf From(Guid value);
}

/// <summary>Makes identifiers: version 7, so that they sort by the time they were given.</summary>
internal static class Ids
{
    public static TId New<TId>(DateTimeOffset at)
        where TId : struct, ITypedId<TId> => TId.From(Guid.CreateVersion7(at));

    /// <summary>When an id was made.</summary>
    public static DateTimeOffset MomentOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes) >> 16);
    }
}
