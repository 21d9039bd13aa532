using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Bpmn;

public sealed class MessageTests
{
    private const string Roots = """<message id="M" name="mess"/>""";

    [Theory]
    [InlineData("<intermediateCatchEvent id=\"c\">{0}<messageEventDefinition messageRef=\"M\"/></intermediateCatchEvent>")]
    [InlineData("<receiveTask id=\"c\" messageRef=\"M\">{0}</receiveTask>")]
    public void A_wait_whose_key_is_null_is_an_incident_and_waits_for_nobodys_message_until_it_has_one(string waiting)
    {
        var game = Game.Of(
            $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="c"/>{waiting.Replace(
                "{0}",
                Input("correlationKey", "Feel", "order"),
                StringComparison.Ordinal
            )}
            """,
            Roots
        );
        game.Start();
        var incident = Assert.Single(game.Last.OfType<RunEffect.IncidentRaised>());
        Assert.Equal(("c", "no-key"), (incident.ElementId, incident.Code));
        Assert.Empty(game.Effects.OfType<RunEffect.SubscribeMessage>());

        game.Taken(new RunEvent.SetVariables(FeelContext.Of(("order", FeelValue.From("7")))));
        game.Taken(new RunEvent.Retry(incident.WaitId));
        Assert.Equal("7", Assert.Single(game.Last.OfType<RunEffect.SubscribeMessage>()).CorrelationKey);
        game.Message("c");
        Assert.Equal(RunState.Completed, game.Run.State);
    }

    [Fact]
    public void Keys_of_several_parts_are_told_apart_and_plain_ones_stay_as_they_were()
    {
        Assert.NotEqual(Key("a|b", "c"), Key("a", "b|c"));
        Assert.NotEqual(Key("a\\|b", "c"), Key("a\\", "b|c"));
        Assert.NotEqual(Key("a\\", "b"), Key("a\\|b"));
        Assert.Equal("a|b", Key("a", "b"));
        Assert.Equal("a|b", Key("a|b"));

        static string? Key(params string[] parts) => Machine.KeyText(FeelValue.List([.. parts.Select(part => FeelValue.From(part))]));
    }

    [Fact]
    public void Behind_an_event_gateway_the_key_is_asked_for_again_too()
    {
        var game = Game.Of(
            $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="g"/><eventBasedGateway id="g"/>
            <sequenceFlow id="f2" sourceRef="g" targetRef="c"/><receiveTask id="c" messageRef="M">{Input(
                "correlationKey",
                "Feel",
                "order"
            )}</receiveTask>
            <sequenceFlow id="f3" sourceRef="g" targetRef="d"/><intermediateCatchEvent id="d"><timerEventDefinition>
            <timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>
            """,
            Roots
        );
        game.Start();
        var incident = Assert.Single(game.Last.OfType<RunEffect.IncidentRaised>());
        game.Taken(new RunEvent.SetVariables(FeelContext.Of(("order", FeelValue.From("7")))));
        game.Taken(new RunEvent.Retry(incident.WaitId));
        game.Message("c");
        Assert.Equal(RunState.Completed, game.Run.State);
    }

    [Theory]
    [InlineData("\"PT2H\"", 2)]
    [InlineData("duration(\"P2D\")", 48)]
    [InlineData(null, 24)]
    public void A_message_says_how_long_it_is_kept_a_day_when_the_drawing_does_not(string? feel, int hours)
    {
        var input = feel is null ? "" : Input("timeToLive", "Feel", feel);
        var game = Game.Of(
            $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/><sendTask id="t" messageRef="M">{input}</sendTask>
            <sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e">{input}<messageEventDefinition messageRef="M"/></endEvent>
            """,
            Roots
        );
        game.Start();
        var thrown = game.Effects.OfType<RunEffect.ThrowMessage>().ToList();
        Assert.Equal(["t", "e"], thrown.Select(message => message.ElementId));
        Assert.All(
            thrown,
            message => Assert.Equal(Game.Noon.AddHours(hours), RunEffect.ThrowMessage.KeptUntil(message.TimeToLive, Game.Noon))
        );
        Assert.All(thrown, message => Assert.Equal(0, message.Variables.Count));
    }

    [Fact]
    public void A_time_to_live_that_is_no_length_of_time_is_refused_or_an_incident()
    {
        const string thrown =
            """<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/><sendTask id="t" messageRef="M">{0}</sendTask>""";
        var bad = Game.Compile(thrown.Replace("{0}", Input("timeToLive", "Literal", "a day"), StringComparison.Ordinal), Roots);
        Assert.Equal("bad-time-to-live", Assert.Single(bad.Diagnostics).Code);

        var game = Game.Of(thrown.Replace("{0}", Input("timeToLive", "Feel", "kept"), StringComparison.Ordinal), Roots);
        game.Start();
        var incident = Assert.Single(game.Last.OfType<RunEffect.IncidentRaised>());
        Assert.Equal(("t", "bad-time-to-live"), (incident.ElementId, incident.Code));
        game.Taken(new RunEvent.SetVariables(FeelContext.Of(("kept", FeelValue.From("PT1H")))));
        game.Taken(new RunEvent.Retry(incident.WaitId));
        Assert.Single(game.Effects.OfType<RunEffect.ThrowMessage>());
        Assert.Equal(RunState.Completed, game.Run.State);
    }

    [Fact]
    public void A_call_that_could_not_be_started_is_asked_for_again()
    {
        var game = Game.Of(
            """<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="c"/><callActivity id="c" calledElement="other"/>"""
        );
        game.Start();
        var asked = Assert.Single(game.Last.OfType<RunEffect.StartCalledProcess>());
        game.Taken(new RunEvent.Retry(asked.WaitId));
        Assert.Equal(asked, Assert.Single(game.Last.OfType<RunEffect.StartCalledProcess>()));
        game.Complete("c");
        Assert.Equal(RunState.Completed, game.Run.State);
    }

    private static string Input(string name, string type, string value) =>
        $$$"""
            <extensionElements><elsa:activityBinding activityType="Reserve.Message">
            <elsa:input name="{{{name}}}">
            {"typeName":"String","expression":{"type":"{{{type}}}","value":{{{System.Security.SecurityElement.Escape(
                System.Text.Json.JsonSerializer.Serialize(value)
            )}}} } }</elsa:input></elsa:activityBinding></extensionElements>
            """;
}
