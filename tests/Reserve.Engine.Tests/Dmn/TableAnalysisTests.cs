using System.Collections.Concurrent;
using CsCheck;
using Reserve.Engine.Dmn;
using Reserve.Engine.Dmn.Analysis;
using Reserve.Engine.Feel;
using static Reserve.Engine.Tests.Dmn.DmnXmlText;

namespace Reserve.Engine.Tests.Dmn;

/// <summary>The analysis of tables against evaluation of every cell at a point of every kind that the cells can tell apart.</summary>
public sealed class TableAnalysisTests
{
    private static readonly string[] Words = ["а", "б", "в"];
    private static readonly ConcurrentDictionary<string, FeelExpression> Parsed = new(StringComparer.Ordinal);
    private const int Cases = 60;
    private static readonly bool[] Truths = [true, false];

    private static readonly Gen<string> Number = Gen.Select(
        Gen.Int[0, 9],
        Gen.Int[0, 9],
        Gen.Int[0, 8],
        (low, more, form) =>
        {
            var high = low + 1 + (more % (10 - low));
            return form switch
            {
                0 => "-",
                1 => $"< {low}",
                2 => $">= {low}",
                3 => $"[{low}..{high}]",
                4 => $"({low}..{high})",
                5 => $"{low}, > {high}",
                6 => $"not({low})",
                7 => $"not([{low}..{high}))",
                _ => $"{low}, {high}",
            };
        }
    );

    private static readonly Gen<string> Text = Gen.Select(
        Gen.Int[1, (1 << Words.Length) - 1],
        Gen.Int[0, 3],
        (mask, form) =>
        {
            var words = string.Join(", ", Words.Where((_, index) => (mask & (1 << index)) != 0).Select(word => $"\"{word}\""));
            return form switch
            {
                0 => "-",
                1 => $"not({words})",
                _ => words,
            };
        }
    );

    private static readonly Gen<string> Truth = Gen.Int[0, 2]
        .Select(form =>
            form == 0 ? "-"
            : form == 1 ? "true"
            : "false"
        );

    private static readonly Gen<string[][]> Tables = Gen.Select(Number, Text, Truth, (n, s, b) => (string[])[n, s, b]).Array[2, 6];

    /// <summary>Cells that the index does not understand.</summary>
    private static readonly Gen<string> Strange = Gen.Bool.Select(own => own ? "? = n" : "string length(string(?)) > 1");

    [Fact]
    public void Overlaps_and_gaps_are_those_which_evaluation_finds() =>
        Tables.Sample(
            table =>
            {
                var columns = Enumerable
                    .Range(0, 3)
                    .Select(column => new TableColumn(
                        $"c{column}",
                        [.. table.Select(rule => CellReader.Read(rule[column], FeelScope.Empty))],
                        new CellSet.Any()
                    ))
                    .ToList();
                var grid = new TableGrid(columns, table.Length);
                var gaps = grid.Gaps(1000);
                var overlapping = new HashSet<(int, int)>();
                foreach (var point in Points())
                {
                    var matching = Enumerable.Range(0, table.Length).Where(rule => Matches(table[rule], point)).ToList();
                    overlapping.UnionWith(matching.SelectMany(one => matching.Where(other => other > one).Select(other => (one, other))));
                    var inGap = gaps.Count(gap => gap.Zip(columns, point).All(cell => cell.First[cell.Second.AtomOf(cell.Third)]));
                    Assert.Equal(matching.Count == 0, inGap > 0);
                }

                foreach (var (one, other) in Pairs(table.Length))
                    Assert.Equal(overlapping.Contains((one, other)), grid.Overlap(one, other) is not null);
            },
            iter: Cases,
            print: Shown
        );

    [Fact]
    public void A_rule_is_covered_by_others_when_no_point_is_its_own() =>
        Tables.Sample(
            table =>
            {
                var columns = Enumerable
                    .Range(0, 3)
                    .Select(column => new TableColumn(
                        $"c{column}",
                        [.. table.Select(rule => CellReader.Read(rule[column], FeelScope.Empty))],
                        new CellSet.Any()
                    ))
                    .ToList();
                var grid = new TableGrid(columns, table.Length);
                for (var rule = 1; rule < table.Length; rule++)
                {
                    var own = Points()
                        .Any(point =>
                            Matches(table[rule], point) && !Enumerable.Range(0, rule).Any(earlier => Matches(table[earlier], point))
                        );
                    Assert.Equal(!own, grid.IsCovered(rule, Enumerable.Range(0, rule)));
                }
            },
            iter: Cases,
            print: Shown
        );

    [Fact]
    public void An_indexed_table_finds_the_rules_which_cell_by_cell_evaluation_finds()
    {
        // Values of other kinds than the column's.
        var odd = Gen.Int[0, 4]
            .Select(kind =>
                kind switch
                {
                    0 => FeelValue.Null,
                    1 => FeelValue.From("а"),
                    2 => FeelValue.True,
                    3 => FeelValue.From(3),
                    _ => FeelValue.List([FeelValue.From(2)]),
                }
            );
        var cells = Gen.Select(Number, Text, Truth, Strange, Gen.Int[0, 11], (n, s, b, strange, place) => With([n, s, b], place, strange));
        Gen.Select(cells.Array[2, 6], Gen.Int[0, 6], odd.Array[3].Array[20])
            .Sample(
                (table, every, others) =>
                {
                    var model = Model(
                        Input("n")
                            + Input("s")
                            + Input("b")
                            + Decision(
                                "Р",
                                Table(
                                    "RULE ORDER",
                                    ["n", "s", "b"],
                                    [Output()],
                                    [.. table.Select((rule, index) => (string[])[.. rule, $"{index}"])]
                                ),
                                ["n", "s", "b"]
                            )
                    );
                    IEnumerable<FeelValue[]> points = [.. Points().Where((_, index) => index % 7 == every), .. others];
                    foreach (var point in points)
                    {
                        var variables = FeelContext.Of(("n", point[0]), ("s", point[1]), ("b", point[2]));
                        var expected = Enumerable
                            .Range(0, table.Length)
                            .Where(rule => table[rule].Zip(point).All(cell => Test(cell.First, cell.Second, variables)));
                        var found = model.Evaluate("Р", variables, Options).Value.AsList()!.Select(value => (int)value.AsInt64()!);
                        Assert.Equal(expected, found);
                    }
                },
                iter: Cases,
                print: found => Shown(found.Item1)
            );

        static string[] With(string[] rule, int place, string cell)
        {
            if (place < rule.Length)
                rule[place] = cell;
            return rule;
        }
    }

    [Fact]
    public void Findings_name_the_rules_and_the_values()
    {
        var findings = Lint(
            Table("UNIQUE", ["балл", "этап"], [Output()], [">= 90", "-", "1"], ["[30..90]", "\"четвёртый\"", "2"], ["< 20", "-", "3"]),
            "number",
            "string"
        );
        Assert.Contains(
            findings,
            finding => finding is { Code: "rules-overlap", Message: "правила 1 и 2 срабатывают вместе: балл: 90; этап: \"четвёртый\"" }
        );
        Assert.Contains(findings, finding => finding is { Code: "rules-gap", Message: "ни одно правило не сработает при балл: [20..30)" });
        Assert.Contains(
            findings,
            finding =>
                finding is { Code: "rules-gap", Message: "ни одно правило не сработает при балл: [30..90); этап: not(\"четвёртый\")" }
        );
    }

    [Fact]
    public void A_complete_table_without_overlaps_has_no_findings() =>
        Assert.Empty(
            Lint(
                Table(
                    "UNIQUE",
                    ["балл", "этап"],
                    [Output()],
                    [">= 90", "-", "1"],
                    ["[30..90)", "-", "2"],
                    ["< 30", "\"а\"", "3"],
                    ["< 30", "not(\"а\")", "4"]
                ),
                "number",
                "string"
            )
        );

    [Fact]
    public void Allowed_values_of_the_type_narrow_the_domain()
    {
        const string Types =
            "<itemDefinition name=\"tПол\"><typeRef>string</typeRef><allowedValues><text>\"м\", "
            + "\"ж\"</text></allowedValues></itemDefinition>";
        Assert.Empty(Lint(Types, Table("UNIQUE", ["x", "y"], [Output()], ["\"м\"", "-", "1"], ["\"ж\"", "-", "2"]), "tПол", "string"));
        var finding = Assert.Single(Lint(Types, Table("UNIQUE", ["x", "y"], [Output()], ["\"м\"", "-", "1"]), "tПол", "string"));
        Assert.Equal("ни одно правило не сработает при x: \"ж\"", finding.Message);
    }

    [Fact]
    public void Rules_behind_others_are_unreachable()
    {
        var first = Lint(
            Table("FIRST", ["балл", "этап"], [Output()], ["> 10", "-", "1"], ["<= 10", "-", "2"], ["[5..15]", "\"а\"", "3"]),
            "number",
            "string"
        );
        Assert.Equal("rule-unreachable", Assert.Single(first).Code);
        Assert.Contains("правило 3", first[0].Message, StringComparison.Ordinal);
        var priority = Lint(
            Table(
                "PRIORITY",
                ["балл", "этап"],
                [Output(values: "\"да\", \"нет\"")],
                ["> 10", "\"а\"", "\"нет\""],
                ["> 5", "-", "\"да\""],
                ["<= 5", "-", "\"нет\""]
            ),
            "number",
            "string"
        );
        Assert.Contains("правило 1", Assert.Single(priority).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_of_the_wrong_type_is_an_error_with_its_line()
    {
        var finding = Assert.Single(
            Lint(Table("UNIQUE", ["балл", "этап"], [Output()], ["\"много\"", "-", "1"]), "number", "string"),
            finding => finding.Code == "cell-type"
        );
        Assert.Equal(DmnSeverity.Error, finding.Severity);
        Assert.True(finding.Place.Line > 0);
    }

    [Fact]
    public void Dates_and_durations_are_ordered()
    {
        var findings = Lint(
            Table("UNIQUE", ["день", "срок"], [Output()], ["< date(\"2026-01-01\")", "-", "1"], ["> @\"2026-01-01\"", "-", "2"]),
            "date",
            "days and time duration"
        );
        Assert.Equal("ни одно правило не сработает при день: @\"2026-01-01\"", Assert.Single(findings).Message);
    }

    [Fact]
    public void What_is_not_analysed_is_said()
    {
        var findings = Lint(Table("UNIQUE", ["балл", "этап"], [Output()], ["> этап", "-", "1"], ["< 3", "-", "2"]), "number", "number");
        Assert.Equal(["not-analysed"], findings.Select(finding => finding.Code));
    }

    [Fact]
    public void A_large_table_is_analysed()
    {
        var random = new Random(5);
        var rules = Enumerable
            .Range(0, 200)
            .Select(i =>
                (string[])
                    [
                        .. Enumerable.Range(0, 8).Select(_ => random.Next(3) == 0 ? "-" : $"[{random.Next(50)}..{50 + random.Next(50)}]"),
                        $"{i}",
                    ]
            )
            .ToArray();
        string[] names = [.. Enumerable.Range(0, 8).Select(i => $"x{i}")];
        var findings = DmnLint.Check(
            Model(
                string.Concat(names.Select(name => Input(name, "number"))) + Decision("Р", Table("FIRST", names, [Output()], rules), names)
            )
        );
        Assert.NotEmpty(findings);
    }

    private static IReadOnlyList<DmnDiagnostic> Lint(string table, string firstType, string secondType) =>
        Lint("", table, firstType, secondType);

    /// <summary>Findings about a table over two inputs, which are named by its columns.</summary>
    private static IReadOnlyList<DmnDiagnostic> Lint(string types, string table, string firstType, string secondType)
    {
        var names = System
            .Text.RegularExpressions.Regex.Matches(table, "<inputExpression><text>([^<]*)")
            .Select(match => match.Groups[1].Value)
            .ToArray();
        string[] typeNames = [firstType, secondType];
        for (var i = 0; i < 2; i++)
            table = table.Replace(
                $"<inputExpression><text>{names[i]}<",
                $"<inputExpression typeRef=\"{typeNames[i]}\"><text>{names[i]}<",
                StringComparison.Ordinal
            );
        return DmnLint.Check(Model(types + Input(names[0], firstType) + Input(names[1], secondType) + Decision("Р", table, names)));
    }

    private static IEnumerable<(int One, int Other)> Pairs(int count) =>
        Enumerable.Range(0, count).SelectMany(one => Enumerable.Range(one + 1, count - one - 1).Select(other => (one, other)));

    /// <summary>
    /// All combinations of numbers on and between the bounds which the random cells use, the words and another one, true and false.
    /// </summary>
    private static IEnumerable<FeelValue[]> Points() =>
        from number in Enumerable.Range(-1, 23)
        from word in Words.Append("ещё")
        from truth in Truths
        select new[] { FeelValue.From(number / 2m), FeelValue.From(word), FeelValue.From(truth) };

    private static bool Matches(string[] rule, FeelValue[] point) =>
        rule.Zip(point).All(cell => Test(cell.First, cell.Second, FeelContext.Empty));

    private static bool Test(string cell, FeelValue value, FeelContext variables) =>
        Parsed
            .GetOrAdd(cell, text => FeelExpression.ParseUnaryTests(text, ["n", "s", "b"]).Expression!)
            .Test(value, variables, Options)
            .Value.IsTrue;

    private static string Shown(string[][] table) => string.Join('\n', table.Select(rule => string.Join(" | ", rule)));
}
