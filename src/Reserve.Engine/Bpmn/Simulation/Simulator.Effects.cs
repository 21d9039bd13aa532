using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Simulation;

/// <summary>What the simulation does with effects.</summary>
public sealed partial class Simulator
{
    private Dictionary<(int Run, int Wait), string?> keys = [];

    /// <summary>Every value that a variable of a process ever had, as JSON, by name.</summary>
    public Dictionary<string, HashSet<string>> Values { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>Gives an event to a run and does what its effects ask for, and what theirs ask for.</summary>
    private StepRefusal? Apply(SimulatedRun run, RunEvent happened)
    {
        var refusal = Take(run, happened);
        Unwind();
        return refusal;
    }

    /// <summary>
    /// Gives an event to a run; what its effects ask for lies on the work stack, however long the chain of runs that it begins.
    /// </summary>
    private StepRefusal? Take(SimulatedRun run, RunEvent happened)
    {
        var result = Interpreter.Step(run.Definition, run.State, happened, new FeelOptions(Now) { Calendar = Calendar });
        foreach (var (name, value) in run.State.Variables.Entries)
        {
            if (!Values.TryGetValue(name, out var seen))
                Values.Add(name, seen = new HashSet<string>(StringComparer.Ordinal));
            seen.Add(FeelJson.ToText(value));
        }

        if (result.Effects.Count > 0)
            work.Push(new Work(run, result.Effects, null));
        return result.Refusal;
    }

    private void Unwind()
    {
        while (work.TryPeek(out var top))
        {
            if (top.Next is { } begin)
            {
                work.Pop();
                begin();
                continue;
            }

            if (top.At == top.Effects!.Count)
            {
                work.Pop();
                continue;
            }

            var effect = top.Effects[top.At++];
            Effect?.Invoke(top.Run!, effect);
            Do(top.Run!, effect);
        }
    }

    /// <summary>Effects of a run that are being done, or something to begin when they are.</summary>
    private sealed class Work(SimulatedRun? run, IReadOnlyList<RunEffect>? effects, Action? next)
    {
        public readonly SimulatedRun? Run = run;
        public readonly IReadOnlyList<RunEffect>? Effects = effects;
        public readonly Action? Next = next;
        public int At;
    }

    private void Do(SimulatedRun run, RunEffect effect)
    {
        switch (effect)
        {
            case RunEffect.History history:
                Trace.Add(new TraceLine(run.Number, history.ElementId, history.What));
                break;
            case RunEffect.OpenUserTask open:
                Opened(run, open.WaitId);
                break;
            case RunEffect.ScheduleTimer timer:
                Opened(run, timer.WaitId);
                break;
            case RunEffect.SubscribeMessage subscribe:
                Opened(run, subscribe.WaitId);
                keys[(run.Number, subscribe.WaitId)] = subscribe.CorrelationKey;
                TakeKept(run, subscribe);
                break;
            case RunEffect.SubscribeSignal subscribe:
                Opened(run, subscribe.WaitId);
                break;
            case RunEffect.InvokeService call:
                Opened(run, call.WaitId);
                HandedOver(run, call.ElementId);
                calls.Enqueue((run, call));
                break;
            case RunEffect.EvaluateDecision decision:
                Opened(run, decision.WaitId);
                HandedOver(run, decision.ElementId);
                events.Enqueue(
                    (
                        run,
                        Decision(run, decision) is { } value
                            ? new RunEvent.DecisionEvaluated(decision.WaitId, value)
                            : new RunEvent.ServiceFailed(decision.WaitId, null, $"Решение «{decision.DecisionRef}» не найдено")
                    )
                );
                break;
            case RunEffect.OpenMoreChildren more:
                events.Enqueue((run, new RunEvent.MoreChildren(more.WaitId)));
                break;
            case RunEffect.StartCalledProcess call:
                Opened(run, call.WaitId);
                HandedOver(run, call.ElementId);
                Call(run, call);
                break;
            case RunEffect.CancelCalledProcess cancel:
                if (run.Called.Remove(cancel.WaitId, out var called) && called.State.State == RunState.Active)
                    Take(called, new RunEvent.Cancel());
                break;
            case RunEffect.PropagateEscalation escalation:
                if (run.Caller is { } caller)
                    events.Enqueue(
                        (caller, new RunEvent.CalledProcessEscalated(run.CallerWait, escalation.EscalationCode, escalation.Variables))
                    );
                break;
            case RunEffect.ThrowSignal signal:
                HandedOver(run, signal.ElementId);
                Broadcast(signal.Name, signal.Variables, run);
                break;
            case RunEffect.ThrowMessage message:
                HandedOver(run, message.ElementId);
                Deliver(run, message);
                break;
            case RunEffect.IncidentRaised incident:
                run.OpenIncidents[incident.WaitId] = incident;
                if (incident.Code == Interpreter.StepLimit)
                    loops.Add(incident.Message);
                break;
            case RunEffect.IncidentClosed closed:
                run.OpenIncidents.Remove(closed.WaitId);
                break;
            case RunEffect.RunEnded ended:
                Ended(run, ended);
                break;
        }
    }

    private void Opened(SimulatedRun run, int wait) => opened.TryAdd((run.Number, wait), ++order);

    private void Call(SimulatedRun run, RunEffect.StartCalledProcess call)
    {
        if (definitions.FirstOrDefault(definition => definition.Id == call.ProcessId) is not { } definition)
        {
            events.Enqueue((run, new RunEvent.ServiceFailed(call.WaitId, null, $"Процесс «{call.ProcessId}» не найден")));
            return;
        }

        if (run.CallDepth >= Interpreter.MaximumCallDepth)
        {
            var message = $"Вызовы вложены глубже {Interpreter.MaximumCallDepth}, похоже на бесконечный цикл: {Circle()}";
            loops.Add(message);
            events.Enqueue((run, new RunEvent.ServiceFailed(call.WaitId, null, message)));
            return;
        }

        // The called run may end, or throw, before its caller's step has been taken in: what it says waits in the queue.
        var called = Begin(definition, call.Variables, null, run, call.WaitId, run);
        if (called is null)
            events.Enqueue((run, new RunEvent.ServiceFailed(call.WaitId, null, $"Процесс «{call.ProcessId}» не может начаться")));
        else if (called.State.State == RunState.Active)
            run.Called[call.WaitId] = called;
    }

    private void Ended(SimulatedRun run, RunEffect.RunEnded ended)
    {
        run.ErrorCode = ended.ErrorCode;
        if (run.Caller is not { } caller || ended.State == RunState.Cancelled)
            return;
        caller.Called.Remove(run.CallerWait);
        events.Enqueue(
            (
                caller,
                new RunEvent.CalledProcessEnded(
                    run.CallerWait,
                    ended.Variables,
                    ended.State == RunState.Faulted ? ended.ErrorCode ?? "" : null
                )
            )
        );
    }

    private void Broadcast(string name, FeelContext variables, SimulatedRun? sender)
    {
        foreach (
            var run in runs.Where(run =>
                    run != sender
                    && run.State.State == RunState.Active
                    && run.State.OpenWaits.Any(wait => wait.Kind == "signal" && wait.Key == name)
                )
                .ToList()
        )
            events.Enqueue((run, new RunEvent.SignalArrived(name, variables)));
        // The first of them begins first, with all that follows from it.
        foreach (
            var (definition, start) in definitions
                .SelectMany(definition => definition.Starts.Select(start => (definition, start)))
                .Where(pair => pair.start.Kind == StartKind.Signal && pair.start.Name == name)
                .Reverse()
        )
            work.Push(new Work(null, null, () => Begin(definition, variables, start.ElementId, null, 0, sender)));
    }

    private void Deliver(SimulatedRun sender, RunEffect.ThrowMessage message)
    {
        if (Receiver(message.Name, message.CorrelationKey) is { } receiver)
        {
            events.Enqueue((receiver.Run, new RunEvent.MessageArrived(receiver.Wait.Id, message.Variables)));
            return;
        }

        foreach (var definition in definitions)
        {
            if (definition.Starts.FirstOrDefault(point => point.Kind == StartKind.Message && point.Name == message.Name) is { } start)
            {
                Begin(definition, message.Variables, start.ElementId, null, 0, sender);
                return;
            }
        }

        Keep(
            new KeptMessage(message.Name, message.CorrelationKey, message.Variables, Until(message.TimeToLive), message.ElementId, sender)
        );
    }

    /// <summary>The state of everything, to come back to after a step that must fail.</summary>
    internal Action Snapshot()
    {
        var runs = this
            .runs.Select(run =>
                (
                    Run: run,
                    Bytes: run.State.Serialize(),
                    Incidents: new Dictionary<int, RunEffect.IncidentRaised>(run.OpenIncidents),
                    Called: new Dictionary<int, SimulatedRun>(run.Called)
                )
            )
            .ToList();
        var (trace, now, keys, opened, unread, timers) = (
            Trace.Count,
            Now,
            this.keys.ToDictionary(),
            this.opened.ToDictionary(),
            kept.ToList(),
            startTimers.ToList()
        );
        var (loopsBefore, stoppedBefore) = (loops.Count, Stopped);
        return () =>
        {
            this.runs = [.. runs.Select(saved => saved.Run)];
            foreach (var saved in runs)
            {
                saved.Run.State = ProcessRun.Deserialize(saved.Run.Definition, saved.Bytes);
                saved.Run.OpenIncidents = saved.Incidents;
                saved.Run.Called = saved.Called;
            }

            Trace.RemoveRange(trace, Trace.Count - trace);
            Now = now;
            this.keys = keys;
            this.opened = opened;
            kept.Clear();
            kept.AddRange(unread);
            loops.RemoveRange(loopsBefore, loops.Count - loopsBefore);
            Stopped = stoppedBefore;
            work.Clear();
            startTimers.Clear();
            startTimers.AddRange(timers);
            calls.Clear();
            events.Clear();
        };
    }
}
