namespace Reserve.Web.Pages;

/// <summary>One thing that happened, or is to come, in words of the reader's language.</summary>
/// <param name="At">When it happened, or by when it is awaited.</param>
/// <param name="Icon">Of the sprite.</param>
/// <param name="What">A short sentence.</param>
internal sealed record Happening(DateTimeOffset At, string Icon, string What)
{
    /// <summary>Who did it, or is to.</summary>
    public string? Who { get; init; }

    /// <summary>What was said.</summary>
    public string? Text { get; init; }

    /// <summary>Where it leads to.</summary>
    public string? Href { get; init; }

    /// <summary>The colour of its words, where it is good or bad.</summary>
    public string? Color { get; init; }
}

/// <summary>What happened, day by day, the latest first; and what comes, the nearest first. Shown by <c>_Timeline</c>.</summary>
internal sealed record Timeline(IReadOnlyList<Happening> Coming, IReadOnlyList<(DateOnly Day, IReadOnlyList<Happening> Happened)> Days)
{
    public static Timeline Of(IEnumerable<Happening> happened, IEnumerable<Happening> coming, TimeShown shown) =>
        new(
            [.. coming.OrderBy(one => one.At)],
            [
                .. happened
                    .OrderByDescending(one => one.At)
                    .GroupBy(one => shown.LocalDate(one.At))
                    .Select(day => (day.Key, (IReadOnlyList<Happening>)[.. day])),
            ]
        );
}
