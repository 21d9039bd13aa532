using System.Diagnostics;
using System.Globalization;
using System.Security;
using Reserve.Engine.Dmn;
using Reserve.Engine.Feel;

namespace Reserve.Benchmarks;

/// <summary>
/// A decision table of 20 rules by 4 inputs, from a context of inputs to a value, beside the same rules written by hand as C# conditions
/// over native values.
/// </summary>
internal static class DmnTable
{
    private const double Target = 10;
    private const double Seconds = 3;

    // Балл, стаж, образование, взыскание → зона; the policy is F, as in a chain of conditions.
    private static readonly string[][] Rules =
    [
        [">= 95", "-", "-", "false", "\"A1\""],
        [">= 90", ">= 10", "-", "false", "\"A2\""],
        [">= 90", ">= 5", "\"магистр\", \"кандидат наук\"", "false", "\"A3\""],
        [">= 90", "-", "\"кандидат наук\"", "-", "\"A4\""],
        ["[80..90)", ">= 15", "-", "false", "\"B1\""],
        ["[80..90)", "[10..15)", "\"магистр\"", "false", "\"B2\""],
        ["[80..90)", "[5..10)", "\"магистр\"", "-", "\"B3\""],
        ["[80..90)", "-", "not(\"бакалавр\")", "-", "\"B4\""],
        ["[70..80)", ">= 20", "-", "false", "\"C1\""],
        ["[70..80)", ">= 10", "\"специалист\", \"магистр\"", "-", "\"C2\""],
        ["[70..80)", "< 10", "\"магистр\"", "false", "\"C3\""],
        ["[60..70)", ">= 25", "-", "false", "\"D1\""],
        ["[60..70)", ">= 15", "\"кандидат наук\"", "-", "\"D2\""],
        ["[60..70)", "< 15", "\"магистр\"", "-", "\"D3\""],
        ["[45..60)", ">= 20", "-", "-", "\"E1\""],
        ["[45..60)", "< 20", "\"магистр\", \"кандидат наук\"", "false", "\"E2\""],
        ["[30..45)", ">= 5", "-", "false", "\"F1\""],
        ["[30..45)", "-", "-", "-", "\"F2\""],
        ["< 30", "-", "-", "true", "\"G1\""],
        ["-", "-", "-", "-", "\"H\""],
    ];

    private static readonly string[] Degrees = ["бакалавр", "специалист", "магистр", "кандидат наук"];

    public static Task Run()
    {
        var model = DmnReader.Read(Xml()).Model!;
        var options = new FeelOptions(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero));
        var random = new Random(20261122);
        var people = Enumerable
            .Range(0, 1024)
            .Select(_ =>
                (
                    Score: random.Next(0, 2001) / 20m,
                    Years: (decimal)random.Next(0, 40),
                    Degree: Degrees[random.Next(4)],
                    Penalty: random.Next(4) == 0
                )
            )
            .ToArray();
        var contexts = people
            .Select(person =>
                FeelContext.Of(
                    ("балл", FeelValue.From(person.Score)),
                    ("стаж", FeelValue.From(person.Years)),
                    ("образование", FeelValue.From(person.Degree)),
                    ("взыскание", FeelValue.From(person.Penalty))
                )
            )
            .ToArray();
        var same = people
            .Zip(contexts)
            .All(pair =>
                model.Evaluate("Зона", pair.Second, options).Value.AsString()
                == ByHand(pair.First.Score, pair.First.Years, pair.First.Degree, pair.First.Penalty)
            );

        var ours = Rate(i => model.Evaluate("Зона", contexts[i & 1023], options).Value.AsString()!.Length);
        var peer = Rate(i =>
            ByHand(people[i & 1023].Score, people[i & 1023].Years, people[i & 1023].Degree, people[i & 1023].Penalty).Length
        );
        var ratio = peer / ours;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"dmn-table ours={ours:0}/s peer={peer:0}/s ratio={ratio:0.0} target={Target:0.0} "
                    + $"{(ratio <= Target && same ? "ok" : "short")} (times slower than handwritten conditions; same values: {same})"
            )
        );
        return Task.CompletedTask;
    }

    private static double Rate(Func<int, int> once)
    {
        long sum = 0;
        for (var warm = Stopwatch.StartNew(); warm.Elapsed.TotalSeconds < 1.5; )
        {
            for (var i = 0; i < 1024; i++)
                sum += once(i);
        }

        long count = 0;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < Seconds)
        {
            for (var i = 0; i < 4096; i++)
                sum += once(i);
            count += 4096;
        }

        return sum == 0 ? 0 : count / watch.Elapsed.TotalSeconds;
    }

    private static string ByHand(decimal score, decimal years, string degree, bool penalty)
    {
        if (score >= 95 && !penalty)
            return "A1";
        if (score >= 90 && years >= 10 && !penalty)
            return "A2";
        if (score >= 90 && years >= 5 && degree is "магистр" or "кандидат наук" && !penalty)
            return "A3";
        if (score >= 90 && degree == "кандидат наук")
            return "A4";
        if (score is >= 80 and < 90 && years >= 15 && !penalty)
            return "B1";
        if (score is >= 80 and < 90 && years is >= 10 and < 15 && degree == "магистр" && !penalty)
            return "B2";
        if (score is >= 80 and < 90 && years is >= 5 and < 10 && degree == "магистр")
            return "B3";
        if (score is >= 80 and < 90 && degree != "бакалавр")
            return "B4";
        if (score is >= 70 and < 80 && years >= 20 && !penalty)
            return "C1";
        if (score is >= 70 and < 80 && years >= 10 && degree is "специалист" or "магистр")
            return "C2";
        if (score is >= 70 and < 80 && years < 10 && degree == "магистр" && !penalty)
            return "C3";
        if (score is >= 60 and < 70 && years >= 25 && !penalty)
            return "D1";
        if (score is >= 60 and < 70 && years >= 15 && degree == "кандидат наук")
            return "D2";
        if (score is >= 60 and < 70 && years < 15 && degree == "магистр")
            return "D3";
        if (score is >= 45 and < 60 && years >= 20)
            return "E1";
        if (score is >= 45 and < 60 && years < 20 && degree is "магистр" or "кандидат наук" && !penalty)
            return "E2";
        if (score is >= 30 and < 45 && years >= 5 && !penalty)
            return "F1";
        if (score is >= 30 and < 45)
            return "F2";
        return score < 30 && penalty ? "G1" : "H";
    }

    private static string Xml()
    {
        string[] inputs = ["балл", "стаж", "образование", "взыскание"];
        string[] types = ["number", "number", "string", "boolean"];
        return $"""
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="bench" namespace="urn:bench">
            {string.Concat(
                inputs.Select(
                    (input, i) => $"<inputData name=\"{input}\" id=\"i{i}\"><variable name=\"{input}\" typeRef=\"{types[i]}\"/></inputData>"
                )
            )}
            <decision name="Зона" id="d"><variable name="Зона" typeRef="string"/>
            {string.Concat(inputs.Select((_, i) => $"<informationRequirement><requiredInput href=\"#i{i}\"/></informationRequirement>"))}
            <decisionTable hitPolicy="FIRST">
            {string.Concat(
                inputs.Select(
                    (input, i) => $"<input><inputExpression typeRef=\"{types[i]}\"><text>{input}</text></inputExpression></input>"
                )
            )}<output/>
            {string.Concat(
                Rules.Select(rule =>
                    $"<rule>{string.Concat(rule.Select((cell, i) => Cell(i < 4 ? "inputEntry" : "outputEntry", cell)))}</rule>"
                )
            )}
            </decisionTable></decision></definitions>
            """;
    }

    private static string Cell(string kind, string text) => $"<{kind}><text>{SecurityElement.Escape(text)}</text></{kind}>";
}
