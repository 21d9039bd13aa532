using System.Diagnostics;
using System.Globalization;
using Reserve.Engine.Feel;

namespace Reserve.Benchmarks;

/// <summary>
/// Plain formulas compiled once: beside the same arithmetic written by hand in <see cref="decimal"/>, beside NCalc, and beside feelin on
/// Node.
/// </summary>
internal static class FeelArithmetic
{
    private const string Short = "(a + b) / c * 100";

    // An indicator of the monitoring: shares weighted, a penalty, scaled to points; thirteen operations.
    private const string Long = "((a + b) / c * 35 + (d - e) / f * 45 + g * 20) / 100 - (a - d) * 2";

    private static readonly string[] Names = ["a", "b", "c", "d", "e", "f", "g"];
    private static readonly FeelOptions Options = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
    private static decimal sink;

    public static async Task Run()
    {
        await Compare("feel-arithmetic", Short, v => (v[0] + v[1]) / v[2] * 100m);
        await Compare(
            "feel-formula",
            Long,
            v => ((v[0] + v[1]) / v[2] * 35m + (v[3] - v[4]) / v[5] * 45m + v[6] * 20m) / 100m - (v[0] - v[3]) * 2m
        );
    }

    private static async Task Compare(string name, string text, Func<decimal[], decimal> hand)
    {
        var rows = Rows();
        var values = rows.Select(row => row.Select(FeelValue.From).ToArray()).ToArray();
        var formula = FeelExpression.Parse(text, Names).Expression!.Bind(Names);
        var same = rows.Select((row, i) => Math.Abs(hand(row) - formula.Evaluate(values[i], Options).AsDecimal()!.Value) < 1e-20m)
            .All(equal => equal);

        double ours = 0,
            ourHand = 0,
            ncalc = 0;
        for (var round = 0; round < 5; round++)
        {
            ourHand = Math.Max(ourHand, Rate(i => sink += hand(rows[i]), rows.Length));
            ours = Math.Max(ours, Rate(i => formula.Evaluate(values[i], Options), rows.Length));
            ncalc = Math.Max(ncalc, NCalc(text, rows));
        }

        var allocated = Allocated(() => formula.Evaluate(values[0], Options));
        var feelin = double.Parse(await Peer.Node("feelin-rate.js", text, "2"), CultureInfo.InvariantCulture);
        Tell(
            $"{name}-by-hand",
            ours,
            ourHand,
            ours / ourHand,
            1 / 3.0,
            same && allocated == 0,
            $"{allocated} bytes allocated per evaluation; same results: {same}"
        );
        Tell($"{name}-ncalc", ours, ncalc, ours / ncalc, 5, true, "CoreCLR-NCalc 2.2.113, expression made once, parameters set each time");
        Tell($"{name}-feelin", ours, feelin, ours / feelin, 50, true, "npm feelin on Node, evaluate(text, context)");
    }

    private static void Tell(string name, double ours, double peer, double ratio, double target, bool sound, string note) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name} ours={ours:0}/s peer={peer:0}/s ratio={ratio:0.00} target={target:0.00} "
                    + $"{(ratio >= target && sound ? "ok" : "short")} ({note})"
            )
        );

    private static decimal[][] Rows()
    {
        var random = new Random(7);
        return
        [
            .. Enumerable
                .Range(0, 1024)
                .Select(_ =>
                    Enumerable.Range(0, Names.Length).Select(_ => 1 + Math.Round((decimal)random.NextDouble() * 1000, 2)).ToArray()
                ),
        ];
    }

    private static double Rate(Action<int> work, int rows)
    {
        for (var i = 0; i < 200_000; i++)
            work(i % rows);
        var count = 0;
        var watch = Stopwatch.StartNew();
        while (watch.ElapsedMilliseconds < 400)
        {
            for (var i = 0; i < rows; i++)
                work(i);
            count += rows;
        }

        return count / watch.Elapsed.TotalSeconds;
    }

    private static long Allocated(Func<FeelValue> work)
    {
        const int Times = 10_000;
        work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++)
            work();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Times;
    }

    private static double NCalc(string text, decimal[][] rows)
    {
        var expression = new NCalc.Expression(text);
        return Rate(
            i =>
            {
                for (var k = 0; k < Names.Length; k++)
                    expression.Parameters[Names[k]] = rows[i][k];
                expression.Evaluate();
            },
            rows.Length
        );
    }
}
