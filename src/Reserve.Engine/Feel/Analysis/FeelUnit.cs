namespace Reserve.Engine.Feel.Analysis;

/// <summary>A unit of measure as a product of powers: <c>руб/чел</c>, <c>чел*ч</c>, or nothing for shares and percents.</summary>
public sealed class FeelUnit : IEquatable<FeelUnit>
{
    private readonly SortedDictionary<string, int> powers;

    private FeelUnit(SortedDictionary<string, int> powers) => this.powers = powers;

    /// <summary>Shares, percents, counts of nothing in particular.</summary>
    public static FeelUnit None { get; } = new(new SortedDictionary<string, int>(StringComparer.Ordinal));

    /// <summary>Reads names joined by <c>*</c> and <c>/</c>; <c>%</c>, <c>1</c> and an empty text are <see cref="None"/>.</summary>
    public static FeelUnit Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var powers = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var sign = 1;
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] is not ('*' or '/' or '·'))
                continue;
            var name = text[start..i].Trim();
            if (name is not ("" or "1" or "%"))
                Add(powers, name, sign);
            sign = i < text.Length && text[i] == '/' ? -1 : 1;
            start = i + 1;
        }

        return new FeelUnit(powers);
    }

    /// <summary>The unit of a product.</summary>
    public FeelUnit Times(FeelUnit other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Combine(other, 1);
    }

    /// <summary>The unit of a quotient.</summary>
    public FeelUnit Over(FeelUnit other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Combine(other, -1);
    }

    /// <summary>The unit of a power.</summary>
    public FeelUnit Power(int exponent)
    {
        var powers = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (name, power) in this.powers)
            Add(powers, name, power * exponent);
        return new FeelUnit(powers);
    }

    /// <inheritdoc/>
    public bool Equals(FeelUnit? other) => other is not null && powers.SequenceEqual(other.powers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeelUnit);

    /// <inheritdoc/>
    public override int GetHashCode() => powers.Aggregate(0, (hash, power) => HashCode.Combine(hash, power.Key, power.Value));

    /// <summary>As it would be written: руб/чел.</summary>
    public override string ToString()
    {
        var above = string.Join('*', powers.Where(power => power.Value > 0).SelectMany(power => Enumerable.Repeat(power.Key, power.Value)));
        var below = string.Concat(
            powers.Where(power => power.Value < 0).SelectMany(power => Enumerable.Repeat("/" + power.Key, -power.Value))
        );
        return above.Length == 0
            ? below.Length == 0
                ? "без единицы"
                : "1" + below
            : above + below;
    }

    private static void Add(SortedDictionary<string, int> powers, string name, int power)
    {
        var sum = powers.GetValueOrDefault(name) + power;
        if (sum == 0)
            powers.Remove(name);
        else
            powers[name] = sum;
    }

    private FeelUnit Combine(FeelUnit other, int sign)
    {
        var powers = new SortedDictionary<string, int>(this.powers, StringComparer.Ordinal);
        foreach (var (name, power) in other.powers)
            Add(powers, name, power * sign);
        return new FeelUnit(powers);
    }
}

/// <summary>What following the units gave.</summary>
/// <param name="Unit">The unit of the result; null when it cannot be told.</param>
/// <param name="Problems">Sums, differences, comparisons and branches of unlike units.</param>
public sealed record FeelUnitReport(FeelUnit? Unit, IReadOnlyList<FeelDiagnostic> Problems);
