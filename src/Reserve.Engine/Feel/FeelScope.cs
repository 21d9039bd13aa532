namespace Reserve.Engine.Feel;

/// <summary>What the parser must know of the surroundings: names with spaces or signs in them, and types.</summary>
public sealed class FeelScope
{
    /// <summary>A scope.</summary>
    /// <param name="names">Names of variables.</param>
    /// <param name="memberNames">Names that may follow a point or stand in a filter (entries of contexts).</param>
    /// <param name="types">Types by name, for instance of and parameters of functions.</param>
    public FeelScope(
        IEnumerable<string>? names = null,
        IEnumerable<string>? memberNames = null,
        IReadOnlyDictionary<string, FeelType>? types = null
    )
    {
        Names = names is null ? [] : [.. names];
        MemberNames = memberNames is null ? [] : [.. memberNames];
        Types = types ?? new Dictionary<string, FeelType>();
    }

    /// <summary>Nothing known.</summary>
    public static FeelScope Empty { get; } = new();

    /// <summary>Names of variables.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Names of entries.</summary>
    public IReadOnlyList<string> MemberNames { get; }

    /// <summary>Types by name.</summary>
    public IReadOnlyDictionary<string, FeelType> Types { get; }

    /// <summary>The scope of a context's own names, those of nested contexts included.</summary>
    public static FeelScope Of(FeelContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in context.Entries)
            Collect(entry.Value, members, 0);
        return new FeelScope(context.Entries.Select(entry => entry.Key), members);
    }

    private static void Collect(FeelValue value, HashSet<string> members, int depth)
    {
        if (depth > 16)
            return;
        if (value.AsContext() is { } context)
        {
            foreach (var entry in context.Entries)
            {
                members.Add(entry.Key);
                Collect(entry.Value, members, depth + 1);
            }
        }
        else if (value.AsList() is { } list)
        {
            foreach (var item in list.Take(20))
                Collect(item, members, depth + 1);
        }
    }
}
