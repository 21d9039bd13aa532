namespace Reserve.Web.Features.Appointments.Opinions;

/// <summary>An opinion with its marks by criterion, and how its author marks otherwise.</summary>
public sealed class MarkedOpinion
{
    internal MarkedOpinion(ExpertOpinion opinion, CriteriaSet set, IReadOnlyDictionary<string, int> marks, MarkingHabit? habit)
    {
        (Opinion, Marks, Habit) = (opinion, marks, habit);
        var given = set.Criteria.Where(criterion => marks.ContainsKey(criterion.Key)).ToList();
        var weight = given.Sum(criterion => (double)criterion.Weight);
        Total = given.Sum(criterion => (double)criterion.Weight * criterion.Percent(marks[criterion.Key])) / weight;
    }

    public ExpertOpinion Opinion { get; }

    public IReadOnlyDictionary<string, int> Marks { get; }

    /// <summary>The mean of its marks by their weights, in per cent of the scales.</summary>
    public double Total { get; }

    public double? NormalTotal => Habit?.Normalise(Total);

    internal MarkingHabit? Habit { get; }

    /// <summary>Its mark for a criterion, normalised.</summary>
    public double? Normal(Criterion criterion) =>
        Marks.TryGetValue(criterion.Key, out var mark) ? Habit?.Normalise(criterion.Percent(mark)) : null;

    /// <summary>Why there is nothing normalised, in Russian; null when there is.</summary>
    public string? Why =>
        Habit is not { IsEnough: true } ? "мало оценок для нормирования"
        : Habit.TellsApart ? null
        : "эксперт всем ставит одно и то же: нормировать нечего";
}

/// <summary>Opinions that were given by one set of criteria, side by side.</summary>
public sealed record MarkTable(CriteriaSet Set, IReadOnlyList<MarkedOpinion> Opinions)
{
    public double Mean => Opinions.Average(opinion => opinion.Total);

    /// <summary>Null unless all of them can be normalised: a mean of some is no mean of the same.</summary>
    public double? NormalMean =>
        Opinions.Any(opinion => opinion.NormalTotal is null) ? null : Opinions.Average(opinion => opinion.NormalTotal);
}

/// <summary>A file beside an opinion.</summary>
public sealed record OpinionFileLine(ExpertOpinionId Opinion, Guid Id, string Name, long Size);

/// <summary>The marks of opinions, raw beside normalised, and their files.</summary>
public sealed record OpinionSheet(IReadOnlyList<MarkTable> Tables, IReadOnlyList<OpinionFileLine> Files)
{
    public static OpinionSheet Empty { get; } = new([], []);

    public IEnumerable<OpinionFileLine> FilesOf(ExpertOpinion opinion) => Files.Where(file => file.Opinion == opinion.Id);
}
