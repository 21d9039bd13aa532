using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Feel;

/// <summary>A formula typed by a user cannot hang or exhaust a node.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    [InlineData("f(", ")")]
    [InlineData("if true then ", " else 1")]
    [InlineData("-", "")]
    [InlineData("(function(x) ", ")")]
    [InlineData("for x in ", " return 1")]
    [InlineData("x[", "]")]
    public void Deep_nesting_is_refused_by_the_parser(string open, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, 5_000)) + "1" + string.Concat(Enumerable.Repeat(close, 5_000));
        var fault = Formula.Faults(text)[0];
        Assert.Contains("глубже", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" + 1")]
    [InlineData(".a")]
    [InlineData("[1]")]
    [InlineData(" and true")]
    [InlineData(" instance of number")]
    public void A_chain_of_many_thousand_signs_is_refused_by_the_parser(string link) =>
        Assert.Contains(
            "слишком длинное",
            Formula.Faults("x" + string.Concat(Enumerable.Repeat(link, 9_000)))[0].Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void An_overlong_text_is_refused_by_the_parser() => Assert.Single(Formula.Faults(new string(' ', 200_001)));

    [Fact]
    public void The_longest_chain_that_parses_also_evaluates() =>
        Assert.Equal("1400", Formula.Value("1" + string.Concat(Enumerable.Repeat(" + 1", 1_399))));

    [Fact]
    public void Endless_recursion_stops() => Stops("{f: function(n) f(n + 1), r: f(1)}.r", FeelLimits.Default, "вложены глубже");

    [Fact]
    public void Recursion_on_a_small_stack_stops_too()
    {
        FeelResult? result = null;
        var thread = new Thread(
            () =>
                result = Formula.Result(
                    "{f: function(n) [[[[f(n + 1)]]]], r: f(1)}.r",
                    limits: FeelLimits.Default with
                    {
                        Depth = 1_000_000,
                    }
                ),
            maxStackSize: 256 * 1024
        );
        thread.Start();
        thread.Join();
        Assert.Contains(result!.Warnings, warning => warning.Message.Contains("вложены глубже", StringComparison.Ordinal));
    }

    [Fact]
    public void Too_many_steps_stop() =>
        Stops("count(for i in 1..100000, j in 1..100000 return null)", FeelLimits.Default with { Steps = 200_000 }, "шагов");

    [Fact]
    public void Steps_of_nested_quantifiers_stop() =>
        Stops(
            "every a in 1..1000, b in 1..1000, c in 1..1000 satisfies a + b + c > 0",
            FeelLimits.Default with
            {
                Steps = 200_000,
            },
            "шагов"
        );

    [Fact]
    public void Doubling_recursion_stops_by_steps() =>
        Stops(
            "{f: function(n) if n = 0 then 1 else f(n - 1) + f(n - 1), r: f(300)}.r",
            FeelLimits.Default with
            {
                Steps = 200_000,
            },
            "шагов"
        );

    [Fact]
    public void An_overlong_string_stops() =>
        Stops(
            "{d: function(s, n) if n = 0 then s else d(s + s, n - 1), r: string length(d(\"0123456789\", 40))}.r",
            FeelLimits.Default,
            "строка длиннее"
        );

    [Fact]
    public void An_overlong_replacement_stops() =>
        Stops(
            "{s: string join(for i in 1..1000 return \"aaaaaaaaaa\"), r: string length(replace(s, \"a\", s))}.r",
            FeelLimits.Default,
            "строка длиннее"
        );

    [Fact]
    public void An_overlong_list_stops() => Stops("count(for i in 1..1000000000 return i)", FeelLimits.Default, "список длиннее");

    [Fact]
    public void A_growing_list_stops() =>
        Stops(
            "{d: function(l, n) if n = 0 then l else d(concatenate(l, l), n - 1), r: count(d([1, 2], 40))}.r",
            FeelLimits.Default,
            "список длиннее"
        );

    [Fact]
    public void A_number_beyond_the_exponent_is_null() => Assert.True(Formula.Result("10 ** 6000 * 10 ** 6000").Value.IsNull);

    [Fact]
    public void A_hostile_pattern_runs_in_linear_time()
    {
        Assert.Equal("false", Formula.Value($"matches(\"{new string('a', 5_000)}!\", \"^(a+)+$\")"));
    }

    [Fact]
    public void A_hostile_pattern_with_a_back_reference_is_cut_off()
    {
        var result = Formula.Result(
            $"matches(\"{new string('a', 40)}!\", \"^((a+)+)\\1$\")",
            limits: FeelLimits.Default with
            {
                RegexTime = TimeSpan.FromMilliseconds(50),
            }
        );
        Assert.True(result.Value.IsNull);
        Assert.Contains("дольше 50 мс", result.Warnings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_around_a_hostile_pattern_is_cut_off_as_a_whole()
    {
        var result = Formula.Result(
            $"for i in 1..1000000 return matches(\"{new string('a', 40)}!\", \"^((a+)+)\\1$\")",
            limits: FeelLimits.Default with
            {
                RegexTime = TimeSpan.FromMilliseconds(20),
            }
        );
        Assert.True(result.Value.IsNull);
        Assert.Contains(result.Warnings, warning => warning.Message.Contains("слишком долго", StringComparison.Ordinal));
        Assert.True(result.Warnings.Count < 10, $"{result.Warnings.Count}");
    }

    [Fact]
    public void Values_nested_by_the_hundred_thousand_are_compared_and_written_without_harm()
    {
        var result = Formula.Result(
            """
            {
              d: function(x, n) if n = 0 then x else d([x], n - 1),
              e: function(x, n) if n = 0 then x else e(d(x, 100), n - 1),
              g: function(x, n) if n = 0 then x else g(e(x, 100), n - 1),
              a: g(1, 20),
              b: g(1, 20),
              same: a = b,
              places: count(distinct values([a, b]))
            }
            """
        );
        var context = result.Value.AsContext()!;
        Assert.True(context.TryGet("same", out var same));
        Assert.True(same.IsNull || same.IsFalse);
        Assert.NotEmpty(FeelJson.ToText(result.Value));
        Assert.NotEmpty(FeelJson.ToExactText(result.Value));
        Assert.NotEmpty(result.Value.ToString());
    }

    [Theory]
    [InlineData("a", "в значении больше")]
    [InlineData("{x: a}", "в значении больше")]
    [InlineData("string length(string(a))", "строка длиннее")]
    [InlineData("a = b", "шагов")]
    [InlineData("a in [b]", "шагов")]
    [InlineData("is(a, b)", "шагов")]
    [InlineData("list contains([a], b)", "шагов")]
    [InlineData("count(distinct values([a, b]))", "шагов")]
    [InlineData("count(union([a], [b]))", "шагов")]
    [InlineData("(function(x: list<list<number>>) 1)(a)", "шагов")]
    [InlineData("{s: string join(for i in 1..10000 return \"0123456789\"), l: for i in 1..5000 return s}", "в значении больше")]
    public void A_value_whose_parts_are_shared_is_not_written_out_without_end(string text, string reason) =>
        Stops(
            $"{{d: function(l, n) if n = 0 then l else d([l, l], n - 1), a: d(1, 40), b: d(1, 40), r: {text}}}.r",
            FeelLimits.Default,
            reason
        );

    [Fact]
    public void A_pattern_of_nested_repeats_does_not_exhaust_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Formula.Result("matches(\"aaaa\", \"(((a{90}){90}){90}){90}\")");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 50_000_000);
    }

    [Fact]
    public void A_host_function_that_throws_leaves_the_next_evaluation_whole()
    {
        var function = FeelFunction.Create("сбой", [], (_, _) => throw new InvalidOperationException("сбой"));
        var variables = FeelContext.Of(("сбой", FeelValue.From(function)));
        var tight = Formula.Options with { Limits = FeelLimits.Default with { Steps = 2_500 } };
        var failing = FeelExpression.Parse("[count(for i in 1..1000 return i), сбой()]", ["сбой"]).Expression!;
        Assert.Throws<InvalidOperationException>(() => failing.Evaluate(variables, tight));
        Assert.Equal(
            "500",
            FeelExpression.Parse("count(for i in 1..500 return i)").Expression!.Evaluate(variables, tight).Value.ToString()
        );
    }

    [Fact]
    public void An_evaluation_inside_another_shares_its_budget()
    {
        var inner = FeelExpression.Parse("count(for i in 1..1000 return i)").Expression!;
        var function = FeelFunction.Create("внутри", [], (_, call) => inner.Evaluate(FeelContext.Empty, call.Options).Value);
        var variables = FeelContext.Of(("внутри", FeelValue.From(function)));
        var result = FeelExpression
            .Parse("for i in 1..1000 return внутри()", ["внутри"])
            .Expression!.Evaluate(variables, Formula.Options with { Limits = FeelLimits.Default with { Steps = 50_000 } });
        Assert.True(result.Value.IsNull);
    }

    private static void Stops(string text, FeelLimits limits, string reason)
    {
        var result = Formula.Result(text, limits: limits);
        Assert.True(result.Value.IsNull);
        Assert.Contains(result.Warnings, warning => warning.Message.Contains(reason, StringComparison.Ordinal));
    }
}
