using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Bpmn;

public sealed class FlowTests
{
    [Fact]
    public void Tasks_in_sequence_open_one_after_another()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
            <userTask id="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="b"/>
            <serviceTask id="b"/><sequenceFlow id="f3" sourceRef="b" targetRef="e"/>
            <endEvent id="e"/>
            """
        );
        game.Start();
        Assert.Equal(["a"], game.Active);
        game.Complete("a", ("x", FeelValue.From(1)));
        Assert.Equal(["b"], game.Active);
        game.Complete("b");
        Assert.Equal(RunState.Completed, game.Run.State);
        Assert.Equal(["s", "a", "b", "e"], game.CompletedElements);
        Assert.Equal(1, game.Run.Variables.Entries.Single(entry => entry.Key == "x").Value.AsInt64());
    }

    [Fact]
    public void A_parallel_join_waits_for_every_branch()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="fork"/>
            <parallelGateway id="fork"/>
            <sequenceFlow id="f2" sourceRef="fork" targetRef="a"/><sequenceFlow id="f3" sourceRef="fork" targetRef="b"/>
            <userTask id="a"/><userTask id="b"/>
            <sequenceFlow id="f4" sourceRef="a" targetRef="join"/><sequenceFlow id="f5" sourceRef="b" targetRef="join"/>
            <parallelGateway id="join"/><sequenceFlow id="f6" sourceRef="join" targetRef="e"/><endEvent id="e"/>
            """
        );
        game.Start();
        game.Complete("b");
        Assert.Equal(["a", "join"], game.Active);
        game.Complete("a");
        Assert.Equal(RunState.Completed, game.Run.State);
    }
}
