using System.Diagnostics;
using System.Globalization;
using Reserve.Engine.Feel;

namespace Reserve.Benchmarks;

/// <summary>
/// The national rating: 65 indicator formulas over 40 000 schools and 3 years on one thread, and a tenth of it, to show that the cost grows
/// linearly.
/// </summary>
internal static class FeelMass
{
    private const int Schools = 40_000;
    private const int Years = 3;
    private const double LargestGrowth = 1.25;

    private static readonly string[] Shapes =
    [
        "(a + b) / c * 100",
        "if c = 0 then 0 else a / c * 100",
        "a * 0.35 + b * 0.45 + d * 0.2",
        "(a - b) / b * 100",
        "min(100, a / b * 100)",
        "round half up((a + b + c + d) / 4, 2)",
        "if a > b then 100 * b / a else 100 * a / b",
        "max(0, 100 - abs(a - b) / c * 100)",
        "(a + b) / (c + d) * 100",
        "a ** 2 / (b + 1)",
    ];

    public static Task Run()
    {
        var names = new[] { "a", "b", "c", "d" };
        var options = new FeelOptions(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
        var formulas = Enumerable
            .Range(0, 65)
            .Select(n => FeelExpression.Parse(Shapes[n % Shapes.Length], names).Expression!.Bind(names))
            .ToArray();
        var random = new Random(11);
        var rows = Enumerable
            .Range(0, Schools * Years)
            .Select(_ =>
                Enumerable.Range(0, 4).Select(_ => FeelValue.From(Math.Round(1 + (decimal)random.NextDouble() * 500, 1))).ToArray()
            )
            .ToArray();
        Evaluate(formulas, rows.AsSpan(0, 2_000), options);
        var part = Evaluate(formulas, rows.AsSpan(0, rows.Length / 10), options);
        var whole = Evaluate(formulas, rows, options);
        var growth = whole.Seconds / part.Seconds / 10;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"feel-mass ours={whole.Count / whole.Seconds:0}/s peer={part.Count / part.Seconds:0}/s ratio={growth:0.00} "
                    + $"target={LargestGrowth:0.00} {(growth <= LargestGrowth && whole.Nulls == 0 ? "ok" : "short")} (65 formulas × "
                    + $"{Schools} schools × {Years} years = {whole.Count} values in {whole.Seconds:0.00} s on one thread; a tenth "
                    + $"in {part.Seconds:0.00} s; ratio is the growth per value at ten times the data; nulls: {whole.Nulls})"
            )
        );
        return Task.CompletedTask;
    }

    private static (double Seconds, long Count, long Nulls) Evaluate(
        FeelFormula[] formulas,
        ReadOnlySpan<FeelValue[]> rows,
        FeelOptions options
    )
    {
        long nulls = 0;
        var watch = Stopwatch.StartNew();
        foreach (var row in rows)
        {
            foreach (var formula in formulas)
            {
                if (formula.Evaluate(row, options).IsNull)
                    nulls++;
            }
        }

        return (watch.Elapsed.TotalSeconds, (long)rows.Length * formulas.Length, nulls);
    }
}
