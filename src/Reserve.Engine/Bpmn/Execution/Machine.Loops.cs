using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>Standard loops and multi-instance activities (13.3.6, 13.3.7).</summary>
internal sealed partial class Machine
{
    private void BeginLoop(Instance parent, Node node)
    {
        var frame = Create(node, Role.Loop, parent);
        frame.Loop = new LoopState();
        if (parent.IsScope)
        {
            ArmBoundaries(frame);
            if (frame.Dead)
                return;
        }

        BeginRounds(frame);
    }

    private void BeginRounds(Instance frame)
    {
        var spec = frame.Node.Loop!;
        if (spec.Standard)
        {
            if (spec.Maximum < 1 || (spec.TestBefore && !AnotherRound(frame)))
                LoopDone(frame);
            else
                StartRound(frame);
            return;
        }

        var loop = frame.Loop!;
        var data = Visible(run, frame.Parent!);
        if (spec.Collection is not null || spec.CollectionName is not null)
        {
            var value =
                spec.Collection is not null ? spec.Collection.Evaluate(data, Options).Value
                : data.TryGet(spec.CollectionName!, out var found) ? found
                : FeelValue.Null;
            if (value.AsList() is not { } items)
            {
                Raise(frame, frame.Node, "bad-collection", $"Коллекция многократного действия «{frame.Node.Id}» не список: {value}");
                return;
            }

            loop.Items = items;
            loop.Total = items.Count;
        }

        if (spec.Cardinality is not null)
        {
            var value = spec.Cardinality.Evaluate(data, Options).Value;
            if (value.AsInt64() is not (>= 0 and <= 1_000_000) || (loop.Items is not null && value.AsInt64() > loop.Items.Count))
            {
                Raise(
                    frame,
                    frame.Node,
                    "bad-cardinality",
                    $"Число экземпляров «{frame.Node.Id}» должно быть целым и не отрицательным, а не {value}"
                );
                return;
            }

            loop.Total = (int)value.AsInt64()!.Value;
        }

        if (spec.OutputCollection is not null)
            loop.Results = new FeelValue[loop.Total];
        if (loop.Total == 0)
        {
            LoopDone(frame);
            return;
        }

        StartRounds(frame);
    }

    /// <summary>Begins every instance of a parallel multi-instance, the next one of a sequential one; as many as one step may.</summary>
    private void StartRounds(Instance frame)
    {
        var loop = frame.Loop!;
        do
        {
            if (children >= Interpreter.ChildrenPerStep)
            {
                // The wait is of the kind that an earlier version of the program can read, show and withdraw.
                var wait = AddWait(frame, WaitKind.Service, frame.Node, 0, null);
                effects.Add(new RunEffect.OpenMoreChildren(wait.Id, frame.Node.Id));
                return;
            }

            children++;
            StartRound(frame);
        } while (!frame.Node.Loop!.Sequential && !frame.Dead && loop.Started < loop.Total);
        // Nobody asks for the collection again: the state need not carry it.
        if (!frame.Node.Loop!.Sequential)
            loop.Items = null;
    }

    private void OpenMore(Wait wait)
    {
        Unlink(wait);
        StartRounds(wait.Owner);
    }

    private void StartRound(Instance frame)
    {
        var loop = frame.Loop!;
        var spec = frame.Node.Loop!;
        var index = loop.Started++;
        var locals = FeelContext.Empty.With("loopCounter", FeelValue.From(index + 1));
        if (loop.Items is not null && spec.Item is not null)
            locals = locals.With(spec.Item, loop.Items[index]);
        if (spec.OutputItemName is not null && spec.OutputItemName != spec.Item)
            locals = locals.With(spec.OutputItemName, FeelValue.Null);
        frame.Active++;
        run.ContextVersion++;
        Begin(frame, frame.Node, locals);
    }

    private bool AnotherRound(Instance frame)
    {
        var spec = frame.Node.Loop!;
        if (frame.Loop!.Started >= spec.Maximum)
            return false;
        if (spec.Condition is null)
            return true;
        var data = Visible(run, frame.Parent!).With("loopCounter", FeelValue.From(frame.Loop.Started));
        return spec.Condition.Evaluate(data, Options).Value.IsTrue;
    }

    private void RoundDone(Instance frame, Instance? instance)
    {
        var loop = frame.Loop!;
        var spec = frame.Node.Loop!;
        frame.Active--;
        loop.Completed++;
        run.ContextVersion++;
        if (spec.Standard)
        {
            Enqueue(frame, frame.Node, null);
            return;
        }

        if (loop.Results is not null && instance?.Variables is { } own && own.TryGet("loopCounter", out var counter))
        {
            var data = Visible(run, instance);
            var value =
                spec.OutputItem is not null ? spec.OutputItem.Evaluate(data, Options).Value
                : spec.OutputItemName is not null && data.TryGet(spec.OutputItemName, out var found) ? found
                : FeelValue.Null;
            loop.Results[(int)counter.AsInt64()!.Value - 1] = value;
        }

        if (ThrowBehaviorEvents(frame))
            return;
        if (spec.Completion is not null && Holds(spec.Completion, frame))
        {
            StopRest(frame);
            LoopDone(frame);
        }
        else if (loop.Completed + loop.Terminated >= loop.Total)
        {
            LoopDone(frame);
        }
        else if (spec.Sequential)
        {
            Enqueue(frame, frame.Node, null);
        }
    }

    /// <summary>
    /// Events of the behaviour attribute (13.3.7): boundary events of the activity catch them without ending it. True when the loop is
    /// over.
    /// </summary>
    private bool ThrowBehaviorEvents(Instance frame)
    {
        var loop = frame.Loop!;
        var spec = frame.Node.Loop!;
        switch (spec.Behavior)
        {
            case MultiInstanceBehavior.One when loop.Completed == 1 && spec.BehaviorEvent is not null:
            case MultiInstanceBehavior.None when spec.BehaviorEvent is not null:
                ThrowImplicit(frame, spec.BehaviorEvent);
                return frame.Dead;
            case MultiInstanceBehavior.Complex:
                foreach (var (condition, events) in spec.Complex)
                {
                    if (!Holds(condition, frame))
                        continue;
                    StopRest(frame);
                    foreach (var thrown in events)
                    {
                        if (!frame.Dead)
                            ThrowImplicit(frame, thrown);
                    }

                    if (!frame.Dead)
                        LoopDone(frame);
                    return true;
                }

                return false;
            default:
                return false;
        }
    }

    private void ThrowImplicit(Instance frame, EventSpec thrown)
    {
        var scope = frame.FlowScope();
        var caught = false;
        foreach (var boundary in frame.Node.Boundaries)
        {
            if (!boundary.Events.Any(spec => spec.Kind == thrown.Kind && (spec.Key is null || spec.Key == thrown.Key)))
                continue;
            caught = true;
            Passed(scope, boundary);
            scope.Active++;
            Depart(scope, boundary);
        }

        if (!caught)
            ThrowDefinition(scope, frame.Node, thrown, FeelContext.Empty);
    }

    private void StopRest(Instance frame)
    {
        var loop = frame.Loop!;
        for (var child = frame.FirstChild; child is not null; child = child.Next)
            loop.Terminated++;
        CancelContents(frame);
        frame.Active = 0;
        frame.Epoch++;
    }

    /// <summary>The next round of a sequential loop.</summary>
    private void NextRound(Instance frame)
    {
        if (!frame.Node.Loop!.Standard)
            StartRounds(frame);
        else if (AnotherRound(frame))
            StartRound(frame);
        else
            LoopDone(frame);
    }

    private void LoopDone(Instance frame)
    {
        var parent = frame.Parent!;
        var node = frame.Node;
        CloseWaits(frame);
        Detach(frame);
        if (frame.Loop!.Results is { } results)
            Merge(parent, FeelContext.Of((node.Loop!.OutputCollection!, FeelValue.List((IReadOnlyList<FeelValue>)results))));
        if (frame.Log is not null && parent.Role != Role.Compensation)
        {
            foreach (var entry in frame.Log)
                AddEntry(parent, entry);
        }

        Finish(parent, node, null);
    }
}
