using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Feel;

/// <summary>The language without its functions: expression and the value it must have, written as a literal.</summary>
public sealed class ExpressionTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("-3 ** 2", "9")]
    [InlineData("3 ** 4 ** 5", "3486784401")]
    [InlineData("2 ** -1", "0.5")]
    [InlineData("10 - 4 - 3", "3")]
    [InlineData("1 / 3", "0.3333333333333333333333333333333333")]
    [InlineData("2 / 3", "0.6666666666666666666666666666666667")]
    [InlineData("0.1 + 0.2 = 0.3", "true")]
    [InlineData("1.10", "1.1")]
    [InlineData("1.5e3", "1500")]
    [InlineData(".5", "0.5")]
    [InlineData("10 / 0", "null")]
    [InlineData("\"а\" + \"б\"", "\"аб\"")]
    [InlineData("\"а\" + 1", "null")]
    [InlineData("null + 1", "null")]
    public void Arithmetic_is_exact_to_34_digits(string text, string expected) => Assert.Equal(expected, Formula.Value(text));

    [Theory]
    [InlineData("true and null", "null")]
    [InlineData("false and null", "false")]
    [InlineData("null and false", "false")]
    [InlineData("true or null", "true")]
    [InlineData("null or false", "null")]
    [InlineData("1 and true", "null")]
    [InlineData("1 and false", "false")]
    [InlineData("not(null)", "null")]
    [InlineData("not(false)", "true")]
    [InlineData("if null then 1 else 2", "2")]
    [InlineData("if \"да\" then 1 else 2", "null")]
    public void Logic_has_three_values(string text, string expected) => Assert.Equal(expected, Formula.Value(text));

    [Theory]
    [InlineData("1 = 1.0", "true")]
    [InlineData("1 = \"1\"", "null")]
    [InlineData("null = null", "true")]
    [InlineData("null != 1", "true")]
    [InlineData("[1, 2] = [1, 2]", "true")]
    [InlineData("[1, 2] = [2, 1]", "false")]
    [InlineData("{a: 1, b: 2} = {b: 2, a: 1}", "true")]
    [InlineData("1 < \"2\"", "null")]
    [InlineData("\"а\" < \"б\"", "true")]
    [InlineData("true < false", "null")]
    [InlineData("@\"10:00:00+05:00\" = @\"05:00:00Z\"", "true")]
    [InlineData("@\"2024-01-01T10:00:00\" < @\"2024-01-01T10:00:00Z\"", "null")]
    [InlineData("(function(a) a + 1) = (function(a) a + 1)", "true")]
    [InlineData("5 between 1 and 10 and true", "true")]
    [InlineData("5 between null and 3", "false")]
    [InlineData("5 between null and 10", "null")]
    public void Comparison_of_unlike_kinds_is_null(string text, string expected) => Assert.Equal(expected, Formula.Value(text));

    [Theory]
    [InlineData("5 in [1..5]", "true")]
    [InlineData("5 in [1..5)", "false")]
    [InlineData("1 in ]1..5[", "false")]
    [InlineData("2 in ]1..5[", "true")]
    [InlineData("5 in (> 3)", "true")]
    [InlineData("5 in (< 3, 5)", "true")]
    [InlineData("5 in <= 5", "true")]
    [InlineData("5 in !=5", "false")]
    [InlineData("5 in [[1..3], [5..7]]", "true")]
    [InlineData("[1] in [[1], [2]]", "true")]
    [InlineData("5 in (null..10]", "null")]
    [InlineData("5 in [10..1]", "false")]
    [InlineData("null in [1..10]", "null")]
    [InlineData("[1..10].start", "1")]
    [InlineData("(> 10).start included", "false")]
    [InlineData("(<= 10).end", "10")]
    [InlineData("[3..1]", "null")]
    [InlineData("[1..xs[1]]", "[1..4]")]
    [InlineData("3 in [1..xs[1][", "true")]
    public void Ranges_hold_what_their_ends_say(string text, string expected) =>
        Assert.Equal(expected, Formula.Value(text, """{"xs": [4, 5]}"""));

    [Theory]
    [InlineData("for i in 1..3 return i * i", "[1, 4, 9]")]
    [InlineData("for i in 3..1 return i", "[3, 2, 1]")]
    [InlineData("for i in [1..3] return i", "[1, 2, 3]")]
    [InlineData("for i in 1..2, j in 1..i return i * 10 + j", "[11, 21, 22]")]
    [InlineData("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]")]
    [InlineData("for d in @\"2024-02-28\"..@\"2024-03-01\" return d.day", "[28, 29, 1]")]
    [InlineData("for i in [] return i", "[]")]
    [InlineData("for i in null return i", "null")]
    [InlineData("some x in [1, 2] satisfies x > 1", "true")]
    [InlineData("every x in [1, 2] satisfies x > 1", "false")]
    [InlineData("every x in [] satisfies false", "true")]
    [InlineData("some x in [1, 2], y in [2, 3] satisfies x = y", "true")]
    [InlineData("some x in [null, 1] satisfies x > 5", "null")]
    public void Loops_go_through_lists_ranges_and_days(string text, string expected) => Assert.Equal(expected, Formula.Value(text));

    [Theory]
    [InlineData("[10, 20, 30][2]", "20")]
    [InlineData("[10, 20, 30][-1]", "30")]
    [InlineData("[10, 20, 30][4]", "null")]
    [InlineData("[10, 20, 30][item > 10]", "[20, 30]")]
    [InlineData("[10, 20, 30][true]", "[10, 20, 30]")]
    [InlineData("5[1]", "5")]
    [InlineData("null[true]", "[]")]
    [InlineData("школы[учеников > 100].имя", "[\"вторая\", \"третья\"]")]
    [InlineData("школы[учеников > порог][1].имя", "\"третья\"")]
    [InlineData("школы[item.учеников = 50].имя", "[\"первая\"]")]
    [InlineData("школы.учеников[item > 60]", "[150, 300]")]
    [InlineData("count(школы[учеников > sum(школы.учеников) / 2])", "1")]
    [InlineData("[{item: 1}, {item: 2}][item >= 2]", "[{item: 2}]")]
    [InlineData("[1, 2][\"нет\"]", "null")]
    public void Filters_see_the_element_and_its_entries(string text, string expected) =>
        Assert.Equal(
            expected,
            Formula.Value(
                text,
                """
                {"порог": 200, "школы": [{"имя": "первая", "учеников": 50}, {"имя": "вторая", "учеников": 150}, {"имя":
                "третья", "учеников": 300}]}
                """
            )
        );

    [Theory]
    [InlineData("{a: 1, b: a + 1}.b", "2")]
    [InlineData("{\"свободное имя\": 1}.свободное имя", "1")]
    [InlineData("{a+b: 5, c: a+b}.c", "5")]
    [InlineData("{a: 1, a: 2}", "null")]
    [InlineData("{a: {b: 1}}.a.b", "1")]
    [InlineData("[{a: 1}, {b: 2}].a", "[1, null]")]
    [InlineData("{a: 1}.b", "null")]
    [InlineData("null.b", "null")]
    [InlineData("{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(10)}.r", "3628800")]
    [InlineData("(function(a, b) a - b)(b: 1, a: 3)", "2")]
    [InlineData("(function(a) a)(1, 2)", "null")]
    [InlineData("(function(a: string) a)(1)", "null")]
    [InlineData("(function(a: number) a)([1])", "1")]
    [InlineData("{x: 2, f: function(y) x * y}.f(21)", "42")]
    [InlineData("(function(x) function(y) x + y)(1)(2)", "3")]
    [InlineData("{f: function(g) g(2), r: f(function(x) x * x)}.r", "4")]
    [InlineData("[1, 2, 3][(function(x) x > 1)(item)]", "[2, 3]")]
    [InlineData("(function(x) external {java: {class: \"java.lang.Math\", method signature: \"cos(double)\"}})", "null")]
    [InlineData("нет такой(1)", "null")]
    public void Contexts_and_functions_see_what_stands_around_them(string text, string expected) =>
        Assert.Equal(expected, Formula.Value(text));

    [Theory]
    [InlineData("1 instance of number", "true")]
    [InlineData("null instance of Any", "false")]
    [InlineData("[1, 2] instance of list<number>", "true")]
    [InlineData("[1, \"а\"] instance of list<number>", "false")]
    [InlineData("{a: 1} instance of context<a: number>", "true")]
    [InlineData("{a: 1} instance of context<b: number>", "false")]
    [InlineData("[1..2] instance of range<number>", "true")]
    [InlineData("@\"P1D\" instance of days and time duration", "true")]
    [InlineData("@\"P1M\" instance of days and time duration", "false")]
    [InlineData("@\"2024-01-01T00:00:00\" instance of date and time", "true")]
    [InlineData("(function(a: number) a) instance of function<number> -> Any", "true")]
    [InlineData("abs instance of function<number> -> Any", "true")]
    [InlineData("-1 instance of number", "true")]
    [InlineData("1 instance of неизвестный", "null")]
    public void Instance_of_knows_every_type(string text, string expected) => Assert.Equal(expected, Formula.Value(text));

    [Theory]
    [InlineData("Доля сдавших * 100", "85")]
    [InlineData("Доля  сдавших\n* 100", "85")]
    [InlineData("план-факт", "7")]
    [InlineData("план - 1", "9")]
    [InlineData("прибыль and убыток", "3")]
    [InlineData("чел./год", "12")]
    [InlineData("человек.полное имя", "\"Кедрова Анна\"")]
    [InlineData("if план > 1 then Доля сдавших else 0", "0.85")]
    [InlineData("date", "\"своё\"")]
    [InlineData("date(\"2024-01-01\").year", "2024")]
    [InlineData("🐎 + 1", "2")]
    [InlineData("1 /* примечание */ + // ещё\n 1", "2")]
    public void Names_with_spaces_and_signs_are_found_in_the_scope(string text, string expected) =>
        Assert.Equal(
            expected,
            Formula.Value(
                text,
                """
                {"Доля сдавших": 0.85, "план-факт": 7, "план": 10, "прибыль and убыток": 3, "чел./год": 12, "человек":
                {"полное имя": "Кедрова Анна"}, "date": "своё", "🐎": 1}
                """
            )
        );

    [Theory]
    [InlineData("\"\\u0416\" = \"Ж\"", "true")]
    [InlineData("\"\\U01F40E\" = \"🐎\"", "true")]
    [InlineData("string length(\"🐎\\n\")", "2")]
    [InlineData("\"a\\\"b\"", "\"a\\\"b\"")]
    [InlineData("\"a\\d\"", "\"a\\\\d\"")]
    public void Strings_keep_escapes_and_code_points(string text, string expected) => Assert.Equal(expected, Formula.Value(text));

    [Theory]
    [InlineData("-", "5", "true")]
    [InlineData("5", "5", "true")]
    [InlineData("< 10, > 100", "50", "false")]
    [InlineData("[1..10], 50", "50", "true")]
    [InlineData("not(5)", "5", "false")]
    [InlineData("not(1, 2)", "5", "true")]
    [InlineData("\"а\", \"б\"", "\"б\"", "true")]
    [InlineData("? > 3 and ? < 8", "5", "true")]
    [InlineData("contains(?, \"иа\")", "\"радиатор\"", "true")]
    [InlineData("null", "null", "true")]
    [InlineData("true", "false", "false")]
    [InlineData("false", "false", "true")]
    [InlineData("< порог", "5", "true")]
    [InlineData("допустимые", "2", "true")]
    [InlineData("< 10", "null", "null")]
    [InlineData("not(true) or ? = 5", "5", "true")]
    [InlineData("@\"2024-01-01\"", "@\"2024-01-01\"", "true")]
    public void Unary_tests_ask_the_input(string tests, string input, string expected) =>
        Assert.Equal(expected, Formula.Test(tests, input, """{"порог": 7, "допустимые": [1, 2, 3]}"""));

    /// <summary>A form may have a field named "date", and nobody tells the parser.</summary>
    [Fact]
    public void A_variable_comes_before_a_function_of_its_name()
    {
        var options = new FeelOptions(new DateTimeOffset(2026, 11, 27, 9, 0, 0, TimeSpan.Zero));
        var text = FeelExpression.Parse("string(count) + if count(list) = 1 then \"!\" else \"?\"").Expression!;
        var variables = FeelContext.Of(("count", FeelValue.From(5)), ("list", FeelValue.List([FeelValue.From(1)])));
        Assert.Equal("5!", text.Evaluate(variables, options).Value.AsString());
        var bound = FeelExpression.Parse("count + 1").Expression!;
        Assert.Equal(FeelValue.From(6), bound.Evaluate(variables, options).Value);
        Assert.Equal(FeelValue.From(8), bound.Bind(["count"]).Evaluate([FeelValue.From(7)], options));
        var function = FeelExpression
            .Parse("sort([2, 1], function(a, b) a < b)[1] + (if count instance of number then 1 else 2)")
            .Expression!;
        Assert.Equal(FeelValue.From(3), function.Evaluate(FeelContext.Empty, options).Value);
        Assert.Equal(FeelValue.From(3), function.Bind([]).Evaluate([], options));
    }
}
