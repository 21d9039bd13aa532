namespace Reserve.Engine.Feel;

/// <summary>Ordered named values; immutable (DMN 1.5, 10.3.2.6).</summary>
public sealed class FeelContext : IEquatable<FeelContext>
{
    private const int IndexFrom = 9;
    private readonly KeyValuePair<string, FeelValue>[] entries;
    private Dictionary<string, int>? index;

    internal FeelContext(KeyValuePair<string, FeelValue>[] entries)
    {
        this.entries = entries;
        long weight = 1;
        foreach (var entry in entries)
            weight = Math.Min(weight + entry.Value.Weight, FeelValue.MaxWeight);
        Weight = weight;
    }

    /// <summary>The context without entries.</summary>
    public static FeelContext Empty { get; } = new([]);

    /// <summary>The entries, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, FeelValue>> Entries => entries;

    /// <summary>How many entries there are.</summary>
    public int Count => entries.Length;

    /// <summary>How many parts the context has when written out (<see cref="FeelValue.Weight"/>).</summary>
    internal long Weight { get; }

    /// <summary>A context of these entries, in order; of equal names the last value stands in the first one's place.</summary>
    public static FeelContext From(IEnumerable<KeyValuePair<string, FeelValue>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var list = new List<KeyValuePair<string, FeelValue>>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (places.TryGetValue(entry.Key, out var place))
            {
                list[place] = entry;
            }
            else
            {
                places.Add(entry.Key, list.Count);
                list.Add(entry);
            }
        }

        return list.Count == 0 ? Empty : new FeelContext([.. list]);
    }

    /// <summary>A context of these entries, in order.</summary>
    public static FeelContext Of(params (string Name, FeelValue Value)[] entries) =>
        From(entries.Select(entry => KeyValuePair.Create(entry.Name, entry.Value)));

    /// <summary>Finds an entry.</summary>
    /// <param name="name">The exact name.</param>
    /// <param name="value">Its value, null when there is none.</param>
    public bool TryGet(string name, out FeelValue value)
    {
        var place = IndexOf(name);
        value = place < 0 ? default : entries[place].Value;
        return place >= 0;
    }

    /// <summary>A context with this entry added, or replaced in its place.</summary>
    public FeelContext With(string name, FeelValue value)
    {
        var place = IndexOf(name);
        if (place < 0)
            return new FeelContext([.. this.entries, KeyValuePair.Create(name, value)]);
        var entries = (KeyValuePair<string, FeelValue>[])this.entries.Clone();
        entries[place] = KeyValuePair.Create(name, value);
        return new FeelContext(entries);
    }

    /// <summary>A context with all entries of the other put over these.</summary>
    public FeelContext WithAll(FeelContext other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Count == 0 ? this
            : Count == 0 ? other
            : From(entries.Concat(other.entries));
    }

    /// <inheritdoc/>
    public bool Equals(FeelContext? other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (other is null || other.Count != Count)
            return false;
        foreach (var entry in entries)
        {
            if (!other.TryGet(entry.Key, out var value) || !entry.Value.Equals(value))
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeelContext);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = 0;
        foreach (var entry in entries)
            hash ^= HashCode.Combine(entry.Key, entry.Value);
        return hash;
    }

    private int IndexOf(string name)
    {
        if (entries.Length < IndexFrom)
        {
            for (var i = 0; i < entries.Length; i++)
            {
                if (string.Equals(entries[i].Key, name, StringComparison.Ordinal))
                    return i;
            }

            return -1;
        }

        var index = this.index;
        if (index is null)
        {
            index = new Dictionary<string, int>(entries.Length, StringComparer.Ordinal);
            for (var i = 0; i < entries.Length; i++)
                index[entries[i].Key] = i;
            this.index = index;
        }

        return index.TryGetValue(name, out var place) ? place : -1;
    }
}
