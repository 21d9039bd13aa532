using System.Globalization;

namespace Reserve.Web.Features.Monitoring;

/// <summary>Where a printed table disagrees with itself, or only seems to.</summary>
/// <param name="Measure">The measure concerned; empty for the table as a whole.</param>
/// <param name="Contradicts">Whether it is a contradiction; otherwise rounding explains it.</param>
/// <param name="Text">For the user, in Russian.</param>
/// <param name="Places">The territories concerned with what is wrong about each.</param>
public sealed record Finding(string Measure, bool Contradicts, string Text, IReadOnlyList<string> Places);

/// <summary>A line of a rating, as the check sees it.</summary>
internal sealed record CheckedScore(string Name, string Measure, decimal? Percent, int? Rank);

/// <summary>
/// Recomputes what a printed rating lets one recompute (dense ranks, points, totals, the cut-offs of the bands) and lists the
/// differences. Nothing is corrected: the source stays as it is printed, with its disagreements beside it.
/// </summary>
internal static class RatingCheck
{
    private const decimal Half = 0.5m;
    private static readonly decimal[] Steps = [1, Half];

    public static IReadOnlyList<Finding> Of(IReadOnlyCollection<CheckedScore> scores, BandSet? bands)
    {
        var findings = new List<Finding>();
        foreach (var group in scores.GroupBy(score => score.Measure).OrderBy(group => Order(group.Key)))
            Ranks(group.Key, [.. group], findings);
        if (bands is not null)
        {
            Cutoffs(bands, findings);
            Points(scores, bands, findings);
        }

        return findings;
    }

    /// <summary>Dense ranks: equal numbers share a place and no place is left out; null stays without one.</summary>
    public static IReadOnlyList<int?> DenseRanks(IReadOnlyList<decimal?> numbers)
    {
        var order = numbers.Where(number => number is not null).Distinct().OrderDescending().ToList();
        return [.. numbers.Select(number => number is null ? (int?)null : order.IndexOf(number) + 1)];
    }

    private static int Order(string measure)
    {
        for (var at = 0; at < Measure.All.Count; at++)
            if (Measure.All[at] == measure)
                return at;
        return Measure.All.Count;
    }

    private static void Ranks(string measure, List<CheckedScore> scores, List<Finding> findings)
    {
        var ranked = scores
            .Where(score => score is { Rank: not null, Percent: not null })
            .OrderBy(score => score.Rank)
            .ThenByDescending(score => score.Percent)
            .ToList();
        if (ranked.Count == 0)
            return;
        var printed = ranked.Select(score => score.Rank!.Value).Distinct().ToList();
        if (printed[^1] != printed.Count || printed[0] != 1)
            findings.Add(new(measure, true, $"Места не идут подряд: различных мест {printed.Count}, последнее {printed[^1]}.", []));

        var shared = ranked
            .GroupBy(score => score.Rank)
            .Where(group => group.Select(score => score.Percent).Distinct().Count() > 1)
            .Select(group => $"место {group.Key}: {string.Join(", ", group.Select(score => $"{score.Name} {Text(score.Percent)} %"))}")
            .ToList();
        if (shared.Count > 0)
            findings.Add(new(measure, true, "Одно место при разных процентах.", shared));

        var disorder = new List<string>();
        for (var at = 1; at < ranked.Count; at++)
            if (ranked[at].Rank > ranked[at - 1].Rank && ranked[at].Percent > ranked[at - 1].Percent)
                disorder.Add(
                    $"{ranked[at].Name} ({Text(ranked[at].Percent)} %, место {ranked[at].Rank}) ниже, чем "
                        + $"{ranked[at - 1].Name} ({Text(ranked[at - 1].Percent)} %, место {ranked[at - 1].Rank})"
                );
        if (disorder.Count > 0)
            findings.Add(new(measure, true, "Порядок мест противоречит процентам.", disorder));

        var ties = ranked
            .GroupBy(score => score.Percent)
            .Where(group => group.Select(score => score.Rank).Distinct().Count() > 1)
            .Select(group => $"{Text(group.Key)} %: {string.Join(", ", group.Select(score => $"{score.Name} – {score.Rank}"))}")
            .ToList();
        if (ties.Count > 0)
            findings.Add(new(measure, false, "Разные места при равных процентах: источник считал по неокруглённым баллам.", ties));

        var dense = DenseRanks([.. ranked.Select(score => score.Percent)]);
        var moved = ranked
            .Select((score, at) => (score, Own: dense[at]))
            .Where(pair => pair.Own != pair.score.Rank)
            .Select(pair => $"{pair.score.Name}: напечатано {pair.score.Rank}, по процентам {pair.Own}")
            .ToList();
        if (moved.Count > 0)
            findings.Add(
                new(
                    measure,
                    false,
                    "Места, пересчитанные по напечатанным процентам (равным – одно место, без пропусков), отличаются.",
                    moved
                )
            );
    }

    // The printed ranges of points against the printed ranges of percents.
    private static void Cutoffs(BandSet bands, List<Finding> findings)
    {
        foreach (var measure in Measure.All)
        {
            if (Maximum(bands, measure) is not { } maximum)
                continue;
            var wrong = new List<string>();
            foreach (var band in bands.Bands)
                if (Range(band, measure) is var (from, to))
                    foreach (var point in (decimal[])[from, to])
                        if (Whole(point, maximum) is var percent && (percent < band.PercentFrom || percent > band.PercentTo))
                            wrong.Add(
                                $"{Text(point)} из {Text(maximum)} – это {percent} %, а уровень «{band.Name}» – от "
                                    + $"{band.PercentFrom} до {band.PercentTo} %"
                            );
            if (wrong.Count > 0)
                findings.Add(new(measure, true, "Границы уровней в баллах не совпадают с границами в процентах.", wrong));
        }
    }

    // From a percentage back to the points it can come from: once per measure with the printed maximum, and with the one that fits.
    private static void Points(IReadOnlyCollection<CheckedScore> scores, BandSet bands, List<Finding> findings)
    {
        var possible = new Dictionary<(string Name, string Measure), List<decimal>>();
        foreach (var measure in Measure.Groups)
        {
            var own = scores.Where(score => score.Measure == measure && score.Percent is not null).ToList();
            if (own.Count == 0 || Maximum(bands, measure) is not { } maximum)
                continue;
            var (fitting, step) = Fit(own, maximum);
            var outside = Unreachable(own, fitting, step);
            if (fitting != maximum)
                findings.Add(
                    new(
                        measure,
                        true,
                        $"В таблице уровней максимум {Text(maximum)}, но проценты получаются при максимуме {Text(fitting)}. "
                            + $"При {Text(maximum)} не получаются:",
                        Unreachable(own, maximum, step)
                    )
                );
            if (step == Half)
                findings.Add(
                    new(
                        measure,
                        false,
                        "Проценты получаются только при половинных баллах. При целых не получаются:",
                        Unreachable(own, fitting, 1)
                    )
                );
            if (outside.Count > 0)
                findings.Add(
                    new(
                        measure,
                        true,
                        $"Процент не получается ни из целых, ни из половинных баллов при максимуме {Text(fitting)}.",
                        outside
                    )
                );
            foreach (var score in own.Where(score => Reaching(score.Percent!.Value, fitting, step).Count > 0))
                possible[(score.Name, measure)] = Reaching(score.Percent!.Value, fitting, step);
        }

        Totals(scores, bands, possible, findings);
    }

    private static void Totals(
        IReadOnlyCollection<CheckedScore> scores,
        BandSet bands,
        Dictionary<(string Name, string Measure), List<decimal>> possible,
        List<Finding> findings
    )
    {
        if (Maximum(bands, Measure.Total) is not { } maximum)
            return;
        var wrong = new List<string>();
        var tried = 0;
        foreach (var total in scores.Where(score => score is { Measure: Measure.Total, Percent: not null }))
        {
            var groups = Measure.Groups.Select(measure => possible.GetValueOrDefault((total.Name, measure))).ToList();
            if (groups.Contains(null))
                continue;
            tried++;
            var sums = groups[0]!
                .SelectMany(one => groups[1]!.SelectMany(two => groups[2]!.Select(three => one + two + three)))
                .Distinct()
                .Order()
                .ToList();
            if (!sums.Exists(sum => Whole(sum, maximum) == total.Percent))
                wrong.Add(
                    $"{total.Name}: напечатано {Text(total.Percent)} %, сумма баллов групп "
                        + $"{string.Join(" или ", sums.Select(sum => Text(sum)))} из {Text(maximum)} – это "
                        + $"{string.Join(" или ", sums.Select(sum => Whole(sum, maximum)).Distinct())} %"
                );
        }

        if (wrong.Count > 0)
            findings.Add(
                new(Measure.Total, true, $"Итог не равен сумме баллов групп из {Text(maximum)} ({wrong.Count} из {tried}).", wrong)
            );
        else if (tried > 0)
            findings.Add(
                new(Measure.Total, false, $"Итог у всех равен простой сумме баллов групп из {Text(maximum)}, без весов групп.", [])
            );
    }

    // The maximum and the step with which most percents can be had; of equals the coarser step, then the maximum nearest to the printed
    // one.
    private static (decimal Maximum, decimal Step) Fit(List<CheckedScore> scores, decimal printed) =>
        Steps
            .SelectMany(step => Enumerable.Range(-3, 7).Select(distance => (Maximum: printed + distance, Step: step)))
            .Where(candidate => candidate.Maximum > 0)
            .OrderBy(candidate => Unreachable(scores, candidate.Maximum, candidate.Step).Count)
            .ThenByDescending(candidate => candidate.Step)
            .ThenBy(candidate => Math.Abs(candidate.Maximum - printed))
            .First();

    private static List<string> Unreachable(List<CheckedScore> scores, decimal maximum, decimal step) =>
        [
            .. scores
                .Where(score => Reaching(score.Percent!.Value, maximum, step).Count == 0)
                .Select(score => $"{score.Name}: {Text(score.Percent)} %"),
        ];

    private static List<decimal> Reaching(decimal percent, decimal maximum, decimal step)
    {
        var points = new List<decimal>();
        for (var point = 0m; point <= maximum; point += step)
            if (Whole(point, maximum) == percent)
                points.Add(point);
        return points;
    }

    private static decimal Whole(decimal points, decimal maximum) => Math.Round(100 * points / maximum, MidpointRounding.AwayFromZero);

    private static decimal? Maximum(BandSet bands, string measure) => bands.Bands.Select(band => Range(band, measure)?.To).Max();

    private static (decimal From, decimal To)? Range(EffectivenessBand band, string measure) =>
        band.Points.TryGetValue(measure, out var text)
        && text.Split('-', '–') is [var from, var to]
        && decimal.TryParse(from, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var low)
        && decimal.TryParse(to, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var high)
            ? (low, high)
            : null;

    private static string Text(decimal? number) => number is { } given ? Reserve.Documents.Papers.RussianText.Number(given) : "нет";
}
