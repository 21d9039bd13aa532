namespace Reserve.Engine.Feel.Analysis;

/// <summary>The name that an author who mistyped most likely meant.</summary>
internal static class NearestName
{
    /// <summary>
    /// The nearest candidate by letters added, left out, changed or swapped (case counts little); null when none is near.
    /// </summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        var least = Math.Max(1, name.Length / 3) * 2 + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) * 2 >= least || name.Length > 200)
                continue;
            var distance = Distance(name, candidate);
            if (distance < least && distance < name.Length * 2)
                (best, least) = (candidate, distance);
        }

        return best;
    }

    /// <summary>Two for each change of a letter, one for a change of case.</summary>
    private static int Distance(string one, string other)
    {
        var before = new int[other.Length + 1];
        var last = new int[other.Length + 1];
        var row = new int[other.Length + 1];
        for (var j = 0; j <= other.Length; j++)
            last[j] = j * 2;
        for (var i = 1; i <= one.Length; i++)
        {
            row[0] = i * 2;
            for (var j = 1; j <= other.Length; j++)
            {
                var change =
                    one[i - 1] == other[j - 1] ? 0
                    : char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 1
                    : 2;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 2, last[j - 1] + change);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 2);
            }

            (before, last, row) = (last, row, before);
        }

        return last[other.Length];
    }
}
