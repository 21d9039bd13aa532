using System.Runtime.CompilerServices;
using System.Text;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Interchange;
using Reserve.Engine.Bpmn.Lint;
using Reserve.Engine.Bpmn.Simulation;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Dmn;
using Reserve.Engine.Feel;
using Reserve.Fuzz;

namespace Reserve.Engine.Tests;

/// <summary>Damaged drawings, decisions and formulas are refused or taken; nothing throws, nothing grows without bound.</summary>
public sealed class FuzzTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.FromHours(3));

    private static readonly string[] Formulas =
    [
        "1 + 2 * (3 - x) / 4 ** 2",
        "if x > 10 then \"много\" else \"мало\"",
        "for i in 1..10, j in [1, 2, 3] return i * j",
        "some x in [1, 2, 3] satisfies x > 2 and every y in [1] satisfies y = 1",
        "{ a: 1, b: a + 1, c: { d: [1, 2, b] } }.c.d[item > 1]",
        "date(\"2026-11-26\") + duration(\"P1Y2M\") < date and time(\"2026-11-26T12:00:00@Europe/Moscow\")",
        "sort([3, 1, 2], function(a, b) a < b)",
        "replace(\"Иванов Иван\", \"(\\w+) (\\w+)\", \"$2 $1\")",
        "matches(\"aaaa\", \"^(a+)+$\") or contains(\"абв\", \"б\")",
        "string join(split(\"a;b;c\", \";\"), \", \")",
        "x in (1..5], [6..9), > 10, \"a\"",
        "x instance of context<a: number, b: list<string>>",
        "(function(n) if n < 2 then 1 else n * 2)(5)",
        "median([1, 2, 3]) + stddev([1, 2, 3]) + number(\"1 000,5\", \" \", \",\")",
        "get value({ключ: 1}, \"ключ\") + count(distinct values([1, 1, 2]))",
        "range(\"[1..10)\") overlaps (5..7)",
        "[1, 2, 3][-1] between 1 and 3",
        "@\"2026-11-26T10:00:00+03:00\" - @\"PT1H\"",
    ];

    [Theory]
    [InlineData("bpmn", 1_500)]
    [InlineData("dmn", 1_500)]
    [InlineData("feel", 20_000)]
    public void Damaged_inputs_are_answered(string kind, int count) => Play(kind, 0, count);

    [Theory]
    [Trait("Category", "Endurance")]
    [InlineData("bpmn", 100_000)]
    [InlineData("dmn", 100_000)]
    [InlineData("feel", 500_000)]
    public void Very_many_damaged_inputs_are_answered(string kind, int count) => Play(kind, 1_000_000, count);

    [Fact]
    public void A_reader_that_throws_and_one_that_takes_too_much_are_found()
    {
        byte[][] inputs = ["abc"u8.ToArray()];
        Assert.Equal(20, Fuzzing.Faults(inputs, 0, 100, _ => throw new FormatException("x")).Count);
        Assert.Single(Fuzzing.Faults(inputs, 0, 1, _ => GC.KeepAlive(new byte[1100 * 1024 * 1024])));
        Assert.NotEqual(Mutation.Of(inputs[0], inputs, 1), Mutation.Of(inputs[0], inputs, 2));
    }

    private static void Play(string kind, int first, int count)
    {
        Action<byte[]> read = kind switch
        {
            "bpmn" => Draw,
            "dmn" => Decide,
            _ => Calculate,
        };
        byte[][] inputs = kind == "feel" ? [.. Formulas.Select(Encoding.UTF8.GetBytes)] : Files("*." + kind);

        Assert.NotEmpty(inputs);
        Assert.Empty(Fuzzing.Faults(inputs, first, count, read));
    }

    private static void Draw(byte[] bytes)
    {
        var read = BpmnReader.Read(new MemoryStream(bytes));
        BpmnLinter.Lint(read);
        if (read.File is { } file)
        {
            ElsaExport.Make(file, new Dictionary<string, DmnModel>(), Now);
            ForeignFile.Apply(file);
        }

        foreach (var process in read.File?.Processes ?? [])
        {
            if (ProcessDefinition.Compile(read.File!, process.Id).Definition is not { } definition)
                continue;
            var simulator = new Simulator(Now);
            simulator.Deploy(definition);
            simulator.Start(definition.Id, FeelContext.Of(("personId", FeelValue.From("1")), ("score", FeelValue.From(50))));
        }
    }

    private static void Decide(byte[] bytes)
    {
        var read = DmnReader.Read(new MemoryStream(bytes));
        if (read.Model is not { } model)
            return;
        DmnLint.Check(model);
        foreach (var decision in model.Definitions.Decisions)
            model.Evaluate(decision.Name, FeelContext.Of(("score", FeelValue.From(50)), ("age", FeelValue.From(40))), new FeelOptions(Now));
    }

    private static void Calculate(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var variables = FeelContext.Of(("x", FeelValue.From(12)));
        var scope = FeelScope.Of(variables);
        FeelExpression.Parse(text, scope).Expression?.Evaluate(variables, new FeelOptions(Now));
        FeelExpression.ParseUnaryTests(text, scope).Expression?.Test(FeelValue.From(3), variables, new FeelOptions(Now));
    }

    private static byte[][] Files(string pattern, [CallerFilePath] string here = "") =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "workflows"), pattern, SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllBytes),
        ];
}
