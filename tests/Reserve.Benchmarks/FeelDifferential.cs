using System.Globalization;
using System.Text.Json;
using Reserve.Engine.Feel;

namespace Reserve.Benchmarks;

/// <summary>
/// The same generated expressions given to feelin: not a measure of speed but of meaning. Where the two differ the standard decides; the
/// kinds of differences and who was right stand in docs/conformance.md. The expressions are the same in every run.
/// </summary>
internal static class FeelDifferential
{
    private const int Count = 3_000;
    private const int Shown = 40;
    private const string Variables =
        """{"a": 3, "b": 4.5, "t": "кадры", "yes": true, "xs": [5, 1, 4], "ks": [{"n": 1, "s": "а"}, {"n": 2, "s": "б"}]}""";

    public static async Task Run()
    {
        using var variables = JsonDocument.Parse(Variables);
        var context = FeelJson.Read(variables.RootElement).AsContext()!;
        var options = new FeelOptions(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
        var random = new Random(34);
        var texts = Enumerable.Range(0, Count).Select(_ => Expression(random, 3)).Distinct().ToList();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { context = variables.RootElement, expressions = texts }));
            using var peer = JsonDocument.Parse(await Peer.Node("feelin-values.js", file));
            var differences = new List<string>();
            for (var i = 0; i < texts.Count; i++)
            {
                var ours =
                    FeelExpression.Parse(texts[i], FeelScope.Of(context)).Expression?.Evaluate(context, options).Value
                    ?? FeelValue.From("syntax");
                if (!Same(ours, peer.RootElement[i]))
                    differences.Add($"{texts[i]}  ours={FeelJson.ToText(ours)} feelin={peer.RootElement[i].GetRawText()}");
            }

            foreach (var difference in differences.OrderBy(text => text.Length).Take(Shown))
                Console.WriteLine(difference);
            var agreed = texts.Count - differences.Count;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"feel-differential ours={agreed} peer={texts.Count} ratio={(double)agreed / texts.Count:0.000} "
                        + $"target=0.900 {(agreed >= texts.Count * 0.9 ? "ok" : "short")} (expressions on which feelin agrees, of "
                        + $"those generated)"
                )
            );
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static bool Same(FeelValue ours, JsonElement theirs) =>
        (ours.Kind, theirs.ValueKind) switch
        {
            (FeelKind.Null, JsonValueKind.Null) => true,
            (FeelKind.Boolean, JsonValueKind.True) => ours.IsTrue,
            (FeelKind.Boolean, JsonValueKind.False) => ours.IsFalse,
            // feelin computes in doubles.
            (FeelKind.Number, JsonValueKind.Number) => Math.Abs(ours.AsNumber()!.Value.ToDouble() - theirs.GetDouble())
                <= 1e-9 * Math.Max(1, Math.Abs(theirs.GetDouble())),
            (FeelKind.String, JsonValueKind.String) => ours.AsString() == theirs.GetString(),
            (FeelKind.List, JsonValueKind.Array) => ours.AsList()!.Count == theirs.GetArrayLength()
                && ours.AsList()!.Zip(theirs.EnumerateArray()).All(pair => Same(pair.First, pair.Second)),
            (FeelKind.Context, JsonValueKind.Object) => ours.AsContext()!.Count == theirs.EnumerateObject().Count()
                && ours.AsContext()!.Entries.All(entry => theirs.TryGetProperty(entry.Key, out var value) && Same(entry.Value, value)),
            _ => false,
        };

    // Expressions of sound types with a null here and there: on others feelin follows JavaScript's truth and coercion, which tells nothing.
    private static string Expression(Random random, int depth) =>
        random.Next(4) switch
        {
            0 => Number(random, depth),
            1 => Truth(random, depth),
            2 => Text(random, depth),
            _ => List(random, depth),
        };

    private static string Number(Random random, int depth)
    {
        if (depth == 0)
            return Pick(random, "a", "b", "2", "0.5", "10", "-1", random.Next(8) == 0 ? "null" : "7");
        string Next() => Number(random, depth - 1);
        return random.Next(12) switch
        {
            0 => $"({Next()} + {Next()})",
            1 => $"({Next()} - {Next()})",
            2 => $"({Next()} * {Next()})",
            3 => $"({Next()} / {Next()})",
            4 => $"(if {Truth(random, depth - 1)} then {Next()} else {Next()})",
            5 => $"{{p: {Next()}, q: p}}.q",
            6 => $"{Pick(random, "sum", "min", "max", "count", "mean", "median")}({List(random, depth - 1)})",
            7 => $"{Pick(random, "abs", "floor", "ceiling")}({Next()})",
            8 => $"xs[{Pick(random, "1", "-1", "a", "2")}]",
            9 => $"string length({Text(random, depth - 1)})",
            10 => $"modulo({Next()}, {Next()})",
            _ => $"decimal({Next()}, {random.Next(3)})",
        };
    }

    private static string Truth(Random random, int depth)
    {
        if (depth == 0)
            return Pick(random, "true", "false", "yes", random.Next(8) == 0 ? "null" : "yes");
        string Next() => Truth(random, depth - 1);
        return random.Next(11) switch
        {
            0 => $"({Number(random, depth - 1)} {Pick(random, "<", "<=", ">", ">=", "=", "!=")} {Number(random, depth - 1)})",
            1 => $"({Next()} and {Next()})",
            2 => $"({Next()} or {Next()})",
            3 => $"not({Next()})",
            4 => $"({Pick(random, "some", "every")} i in {List(random, depth - 1)} satisfies i {Pick(random, "<", ">", "=")} "
                + $"{Number(random, depth - 1)})",
            5 => $"({Number(random, depth - 1)} in [{Number(random, 0)}..{Number(random, 0)}])",
            6 => $"({Number(random, depth - 1)} between {Number(random, depth - 1)} and {Number(random, depth - 1)})",
            7 => $"{Pick(random, "contains", "starts with", "ends with")}({Text(random, depth - 1)}, {Text(random, depth - 1)})",
            8 => $"list contains({List(random, depth - 1)}, {Number(random, depth - 1)})",
            9 => $"({Number(random, depth - 1)} instance of {Pick(random, "number", "string", "boolean")})",
            _ => $"({Text(random, depth - 1)} {Pick(random, "=", "!=", "<", ">")} {Text(random, depth - 1)})",
        };
    }

    private static string Text(Random random, int depth)
    {
        if (depth == 0)
            return Pick(random, "t", "\"др\"", "\"\"", "\"кад\"");
        string Next() => Text(random, depth - 1);
        return random.Next(6) switch
        {
            0 => $"({Next()} + {Next()})",
            1 => $"{Pick(random, "upper case", "lower case", "string")}({Next()})",
            2 => $"{Pick(random, "substring before", "substring after")}({Next()}, {Next()})",
            3 => $"(if {Truth(random, depth - 1)} then {Next()} else {Next()})",
            4 => $"string({Truth(random, depth - 1)})",
            _ => $"ks[n = {Number(random, 0)}][1].s",
        };
    }

    private static string List(Random random, int depth)
    {
        if (depth == 0)
            return Pick(random, "xs", "[1, 2]", "[a, b]", "[]", "ks.n");
        string Next() => List(random, depth - 1);
        return random.Next(8) switch
        {
            0 => $"[{Number(random, depth - 1)}, {Number(random, depth - 1)}]",
            1 => $"(for i in {Next()} return i * {Number(random, depth - 1)})",
            2 => $"(for i in 1..{random.Next(1, 5)} return {Number(random, depth - 1)})",
            3 => $"{Next()}[item {Pick(random, "<", ">", "=")} {Number(random, depth - 1)}]",
            4 => $"ks[n {Pick(random, "<", ">", "=")} {Number(random, depth - 1)}].n",
            5 => $"{Pick(random, "reverse", "distinct values", "flatten")}({Next()})",
            6 => $"{Pick(random, "concatenate", "union")}({Next()}, {Next()})",
            _ => $"append({Next()}, {Number(random, depth - 1)})",
        };
    }

    private static string Pick(Random random, params string[] options) => options[random.Next(options.Length)];
}
