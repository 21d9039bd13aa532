namespace Reserve.Engine.Dmn.Analysis;

/// <summary>A set of small numbers; equal when the members are.</summary>
internal sealed class AtomSet(int size) : IEquatable<AtomSet>
{
    private readonly ulong[] words = new ulong[(size + 63) / 64];

    public bool IsEmpty => Array.TrueForAll(words, word => word == 0);

    public bool this[int atom] => (words[atom / 64] & (1UL << (atom % 64))) != 0;

    public void Add(int atom) => words[atom / 64] |= 1UL << (atom % 64);

    public AtomSet And(AtomSet other) => Combine(other, (a, b) => a & b);

    public AtomSet Or(AtomSet other) => Combine(other, (a, b) => a | b);

    public bool Contains(AtomSet other)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if ((other.words[i] & ~words[i]) != 0)
                return false;
        }

        return true;
    }

    public bool Equals(AtomSet? other) => other is not null && words.AsSpan().SequenceEqual(other.words);

    public override bool Equals(object? obj) => Equals(obj as AtomSet);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var word in words)
            hash.Add(word);
        return hash.ToHashCode();
    }

    private AtomSet Combine(AtomSet other, Func<ulong, ulong, ulong> combine)
    {
        var result = new AtomSet(size);
        for (var i = 0; i < words.Length; i++)
            result.words[i] = combine(words[i], other.words[i]);
        return result;
    }
}
