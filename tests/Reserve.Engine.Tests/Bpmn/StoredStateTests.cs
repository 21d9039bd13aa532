using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Bpmn;

/// <summary>States that an earlier version of the program stored are read, and go on.</summary>
public sealed class StoredStateTests
{
    private const string Drawing = """
        <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="split"/><parallelGateway id="split"/>
        <sequenceFlow id="f2" sourceRef="split" targetRef="a"/><userTask id="a"><multiInstanceLoopCharacteristics>
        <loopDataInputRef>people</loopDataInputRef>
        <loopDataOutputRef>answers</loopDataOutputRef><inputDataItem id="i" name="person"/>
        <outputDataItem id="o" name="answer"/></multiInstanceLoopCharacteristics></userTask>
        <boundaryEvent id="late" attachedToRef="a" cancelActivity="false"><timerEventDefinition>
        <timeCycle>R3/PT1H</timeCycle></timerEventDefinition></boundaryEvent>
        <sequenceFlow id="f3" sourceRef="split" targetRef="g"/><eventBasedGateway id="g"/>
        <sequenceFlow id="f4" sourceRef="g" targetRef="m"/><intermediateCatchEvent id="m">
        <messageEventDefinition messageRef="M"/></intermediateCatchEvent>
        <sequenceFlow id="f5" sourceRef="g" targetRef="sig"/><intermediateCatchEvent id="sig">
        <signalEventDefinition signalRef="S"/></intermediateCatchEvent>
        <sequenceFlow id="f6" sourceRef="split" targetRef="stuck"/><exclusiveGateway id="stuck"/>
        <sequenceFlow id="f7" sourceRef="stuck" targetRef="never"><conditionExpression>open</conditionExpression></sequenceFlow>
        <userTask id="never"/>
        <sequenceFlow id="f8" sourceRef="split" targetRef="call"/><callActivity id="call" calledElement="other"/>
        <sequenceFlow id="f9" sourceRef="a" targetRef="join"/><sequenceFlow id="f10" sourceRef="m" targetRef="join"/>
        <sequenceFlow id="f12" sourceRef="call" targetRef="join"/><parallelGateway id="join"/>
        """;

    private const string Roots = """<message id="M" name="mess"/><signal id="S" name="sig"/>""";

    /// <summary>Written by the engine of commit 0e41ef6, before loops opened their children in batches.</summary>
    private const string Stored =
        "ATB7ToEBIAIAAQgIMHsicGVvcGxlIjpbIngiLCJ5IiwieiJdfQgEBgKgBAYGAgADGlsieCIsInkiLCJ6Il0mWyJmaXJzdCIsbnVs"
        + "bCxudWxsXQIGAwgAAABws5XpON8I2AQEAQAAaMRhCAAAAAQMBgCIAFh7Imxvb3BDb3VudGVyIjoyLCJwZXJzb24iOiJ5IiwiYW5z"
        + "d2VyIjpudWxsfQIOAAYAAAAQBgCIAFh7Imxvb3BDb3VudGVyIjozLCJwZXJzb24iOiJ6IiwiYW5zd2VyIjpudWxsfQISAAYAAAAU"
        + "CgOAAAQWBAwAAghtZXNzGAUOAAIGc2lnABoQBoQAAhwKEAACDm5vLWZsb3cAHhQAgAACIAcUAAAAAA==";

    [Fact]
    public void A_state_stored_by_the_version_before_goes_on_to_its_end()
    {
        var definition = Game.Of(Drawing, Roots).Definition;
        var run = ProcessRun.Deserialize(definition, Convert.FromBase64String(Stored));
        Assert.Equal(["a", "a", "call", "g", "stuck"], run.ActiveElements.Select(active => active.ElementId).Order(StringComparer.Ordinal));
        Assert.Equal(Stored, Convert.ToBase64String(run.Serialize()));

        Give(wait => wait.Kind == "userTask", id => new RunEvent.TaskCompleted(id, FeelContext.Of(("answer", FeelValue.From("late")))));
        Give(wait => wait.Kind == "userTask", id => new RunEvent.TaskCompleted(id, FeelContext.Of(("answer", FeelValue.From("last")))));
        Give(wait => wait.Kind == "message", id => new RunEvent.MessageArrived(id, FeelContext.Empty));
        Give(wait => wait.Kind == "call", id => new RunEvent.CalledProcessEnded(id, FeelContext.Empty));
        Assert.True(
            Interpreter.Step(definition, run, new RunEvent.SetVariables(FeelContext.Of(("open", FeelValue.From(true)))), Game.Noon).Taken
        );
        Give(wait => wait.Kind == "incident", id => new RunEvent.Retry(id));
        Give(wait => wait.ElementId == "never", id => new RunEvent.TaskCompleted(id, FeelContext.Empty));
        Assert.Equal(RunState.Completed, run.State);
        Assert.Equal("""["first", "late", "last"]""", run.Variables.Entries.Single(entry => entry.Key == "answers").Value.ToString());

        void Give(Func<OpenWait, bool> which, Func<int, RunEvent> happened) =>
            Assert.True(Interpreter.Step(definition, run, happened(run.OpenWaits.First(which).Id), Game.Noon).Taken);
    }
}
