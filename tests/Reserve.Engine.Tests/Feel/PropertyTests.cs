using System.Text.Json;
using CsCheck;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Engine.Tests.Bpmn;

namespace Reserve.Engine.Tests.Feel;

/// <summary>What holds for every value, tried on random ones.</summary>
public sealed class PropertyTests
{
    [Fact]
    public void Sums_differences_products_and_order_are_those_of_decimal() =>
        Gen.Select(FeelGen.Number, FeelGen.Number)
            .Sample(
                pair =>
                {
                    var ((x, a), (y, b)) = pair;
                    Assert.Equal(new FeelNumber(x + y), a + b);
                    Assert.Equal(new FeelNumber(x - y), a - b);
                    Assert.Equal(new FeelNumber(x * y), a * b);
                    Assert.Equal(x.CompareTo(y), Math.Sign(a.CompareTo(b)));
                    Assert.Equal(x, a.ToDecimal());
                },
                iter: 5_000
            );

    [Fact]
    public void A_quotient_times_its_divisor_is_the_dividend_to_thirty_two_digits() =>
        Gen.Select(FeelGen.Number, FeelGen.Number)
            .Sample(
                pair =>
                {
                    var ((x, a), (y, b)) = pair;
                    if (y == 0)
                        return;
                    var error = a / b * b - a;
                    Assert.True(Math.Abs(error.ToDecimal() ?? 1) <= Math.Abs(x) * 1e-27m, $"{a} / {b}");
                },
                iter: 5_000
            );

    [Fact]
    public void A_value_printed_as_FEEL_reads_as_the_same_value() =>
        FeelGen
            .Value()
            .Sample(
                value =>
                {
                    var parsed = FeelExpression.Parse(value.ToString());
                    Assert.True(parsed.Ok, $"{value}: {string.Join("; ", parsed.Diagnostics)}");
                    var back = parsed.Expression!.Evaluate(FeelContext.Empty, Formula.Options).Value;
                    Assert.Equal(value.ToString(), back.ToString());
                },
                iter: 3_000
            );

    [Fact]
    public void A_value_written_exactly_as_JSON_comes_back_equal() =>
        FeelGen
            .Value()
            .Sample(
                value =>
                {
                    using var json = JsonDocument.Parse(FeelJson.ToExactText(value));
                    Assert.Equal(value, FeelJson.ReadExact(json.RootElement));
                },
                iter: 3_000
            );

    [Fact]
    public void A_run_stored_and_read_back_has_the_same_bytes_variables_and_waits() =>
        Gen.Select(FeelGen.Value(2), Gen.Int[1, 5])
            .Sample(
                pair =>
                {
                    var game = Game.Of(
                        """
                        <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
                        <subProcess id="a"><multiInstanceLoopCharacteristics>
                        <loopCardinality>n</loopCardinality></multiInstanceLoopCharacteristics>
                        <startEvent id="is"/><sequenceFlow id="i" sourceRef="is" targetRef="u"/><userTask id="u"/>
                        <boundaryEvent id="t" attachedToRef="u" cancelActivity="false"><timerEventDefinition>
                        <timeCycle>R3/PT1H</timeCycle></timerEventDefinition></boundaryEvent></subProcess>
                        """
                    );
                    game.Start(("v", pair.Item1), ("n", FeelValue.From(pair.Item2)));
                    game.Fire("t");
                    game.Complete("u", ("w", pair.Item1));
                    var bytes = game.Run.Serialize();
                    var back = ProcessRun.Deserialize(game.Definition, bytes);
                    Assert.Equal(bytes, back.Serialize());
                    Assert.Equal(FeelValue.Context(game.Run.Variables), FeelValue.Context(back.Variables));
                    Assert.Equal(game.Run.OpenWaits, back.OpenWaits);
                },
                iter: 300
            );
}
