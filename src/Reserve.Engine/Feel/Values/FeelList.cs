using System.Collections;

namespace Reserve.Engine.Feel;

/// <summary>The elements of a FEEL list; the array is never written after construction.</summary>
internal sealed class FeelList(FeelValue[] items) : IReadOnlyList<FeelValue>, IEquatable<FeelList>
{
    public static readonly FeelList Empty = new([]);

    /// <summary>How many parts the list has when written out (<see cref="FeelValue.Weight"/>).</summary>
    public long Weight { get; } = Weigh(items);

    public int Count => items.Length;

    public ReadOnlySpan<FeelValue> Span => items;

    public FeelValue[] Items => items;

    public FeelValue this[int index] => items[index];

    public bool Equals(FeelList? other) => ReferenceEquals(this, other) || other is not null && Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => Equals(obj as FeelList);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public IEnumerator<FeelValue> GetEnumerator() => ((IEnumerable<FeelValue>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();

    private static long Weigh(FeelValue[] items)
    {
        long weight = 1;
        foreach (var item in items)
            weight = Math.Min(weight + item.Weight, FeelValue.MaxWeight);
        return weight;
    }
}
