using Reserve.Web.Features.Monitoring;

namespace Reserve.Web.Tests.Features.Monitoring;

public sealed class RatingCheckTests
{
    private static readonly BandSet Bands = new()
    {
        Id = default,
        Region = "RU.74",
        ValidFrom = new(2022, 1, 1),
        Source = "",
        LoadedAt = default,
        LoadedBy = "",
        Bands =
        [
            Band(1, "low", 0, 49, ("conditions", "0-4"), ("outcomes", "0-4"), ("processes", "0-4"), ("total", "0-14")),
            Band(2, "high", 50, 100, ("conditions", "5-10"), ("outcomes", "5-10"), ("processes", "5-10"), ("total", "15-30")),
        ],
    };

    [Theory]
    [InlineData("5,5,4,3,3", "1,1,2,3,3")]
    [InlineData("1,,2", "2,,1")]
    public void Dense_ranks_share_places_and_leave_none_out(string numbers, string ranks)
    {
        decimal?[] given =
        [
            .. numbers
                .Split(',')
                .Select(text => text.Length == 0 ? (decimal?)null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture)),
        ];
        Assert.Equal(ranks, string.Join(',', RatingCheck.DenseRanks(given)));
    }

    [Fact]
    public void A_consistent_table_has_only_the_note_that_the_totals_fit()
    {
        var findings = RatingCheck.Of([.. Place("А", 80, 70, 60, 70, 1), .. Place("Б", 40, 50, 60, 50, 2)], Bands);
        Assert.False(Assert.Single(findings).Contradicts);
    }

    [Fact]
    public void Ranks_against_the_percents_are_a_contradiction() =>
        Assert.Contains(
            RatingCheck.Of([Score("А", 80, 2), Score("Б", 70, 1)], null),
            finding => finding is { Contradicts: true, Places.Count: 1 }
        );

    [Fact]
    public void A_place_left_out_is_a_contradiction() =>
        Assert.Contains(
            RatingCheck.Of([Score("А", 80, 1), Score("Б", 70, 3)], null),
            finding => finding.Contradicts && finding.Text.Contains("подряд", StringComparison.Ordinal)
        );

    [Fact]
    public void Different_places_for_equal_percents_are_only_rounding() =>
        Assert.All(RatingCheck.Of([Score("А", 80, 1), Score("Б", 80, 2)], null), finding => Assert.False(finding.Contradicts));

    [Fact]
    public void A_total_that_is_no_sum_is_named_with_its_numbers()
    {
        var findings = RatingCheck.Of([.. Place("А", 80, 70, 60, 71, 1)], Bands);
        Assert.Contains(
            findings,
            finding =>
                finding.Contradicts
                && finding.Measure == Measure.Total
                && finding.Places.Single().Contains("напечатано 71 %, сумма баллов групп 21 из 30 – это 70 %", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_missing_percent_is_passed_over() =>
        Assert.Empty(RatingCheck.Of([Score("А", 80, 1), new("Б", Measure.Total, null, null)], null));

    private static CheckedScore Score(string name, decimal percent, int rank) => new(name, Measure.Total, percent, rank);

    private static IEnumerable<CheckedScore> Place(
        string name,
        decimal conditions,
        decimal outcomes,
        decimal processes,
        decimal total,
        int rank
    ) =>
        [
            new(name, Measure.Conditions, conditions, null),
            new(name, Measure.Outcomes, outcomes, null),
            new(name, Measure.Processes, processes, null),
            new(name, Measure.Total, total, rank),
        ];

    private static EffectivenessBand Band(int ordinal, string code, int from, int to, params (string Measure, string Range)[] points) =>
        new()
        {
            BandSetId = default,
            Ordinal = ordinal,
            Code = code,
            Colour = "red",
            PercentFrom = from,
            PercentTo = to,
            Points = points.ToDictionary(pair => pair.Measure, pair => pair.Range),
        };
}
