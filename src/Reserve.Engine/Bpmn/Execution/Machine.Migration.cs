using Reserve.Engine.Bpmn.Execution.Migration;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>What is to be done when a run's state was built anew for another version.</summary>
internal sealed partial class Machine
{
    /// <summary>
    /// Tells what changed for the waits that were carried, begins to wait for what is new, and lets go on what needs to wait no more.
    /// </summary>
    public static (List<RunEffect> Effects, bool GoesOn) TakeOver(ProcessRun old, RunCarrier carrier, FeelOptions options)
    {
        var machine = new Machine();
        machine.Begin(carrier.Run, options);
        machine.Differences(old);
        foreach (var scope in carrier.Added)
            machine.Entered(scope.Parent!, scope.Node, scope.Id);
        var still = machine.Rest();
        foreach (var (owner, node) in carrier.Arms)
        {
            if (!owner.Dead)
                machine.Arm(owner, node);
        }

        machine.PassFullJoins(carrier.Run.Root);
        machine.Drain();
        return (machine.effects, still != machine.Rest() || machine.moves > 0);
    }

    /// <summary>What has to be done so that a run waits again for what it waited for before.</summary>
    public static List<RunEffect> GiveBack(ProcessRun run, ProcessRun before, FeelOptions options)
    {
        var machine = new Machine();
        machine.Begin(before, options);
        machine.Differences(run);
        return machine.effects;
    }

    private void Begin(ProcessRun played, FeelOptions options)
    {
        (run, effects, now, Options, conditionsSeen) = (played, [], options.Now, options, played.DataVersion);
    }

    /// <summary>Changes whenever an element is entered, left or withdrawn.</summary>
    private int Rest() => effects.OfType<RunEffect.History>().Count();

    /// <summary>From the waits of another state to those of this one.</summary>
    private void Differences(ProcessRun old)
    {
        foreach (var wait in old.Waits.Values.OrderBy(wait => wait.Id))
        {
            if (!run.Waits.ContainsKey(wait.Id) && Withdrawal(wait) is { } effect)
                effects.Add(effect);
        }

        foreach (var wait in run.Waits.Values.OrderBy(wait => wait.Id))
        {
            if (!old.Waits.TryGetValue(wait.Id, out var was))
            {
                Ask(wait);
                continue;
            }

            if (was.Node.Id != wait.Node.Id)
                effects.Add(new RunEffect.WaitMoved(wait.Id, wait.Node.Id));
            Change(was, wait);
        }
    }

    /// <summary>Asks again for what was withdrawn.</summary>
    private void Ask(Wait wait)
    {
        switch (wait.Kind)
        {
            case WaitKind.Timer:
                effects.Add(new RunEffect.ScheduleTimer(wait.Id, wait.Schedule.DueAt, wait.Node.Id));
                break;
            case WaitKind.Message:
                effects.Add(
                    new RunEffect.SubscribeMessage(
                        wait.Id,
                        wait.Node.Id,
                        wait.Key!,
                        CorrelationKey(wait.Node, wait.Definition, wait.Owner).Key
                    )
                );
                break;
            case WaitKind.Signal:
                effects.Add(new RunEffect.SubscribeSignal(wait.Id, wait.Node.Id, wait.Key!));
                break;
            case WaitKind.Incident:
                effects.Add(
                    new RunEffect.IncidentRaised(wait.Id, wait.Node.Id, wait.Key!, $"«{wait.Node.Id}»: инцидент, который был до переноса")
                );
                break;
        }
    }

    private void Change(Wait was, Wait wait)
    {
        switch (wait.Kind)
        {
            case WaitKind.UserTask when Changed(was.Node, wait.Node) is { Count: > 0 } changed:
                effects.Add(
                    new RunEffect.UserTaskChanged(
                        wait.Id,
                        wait.Node.Id,
                        wait.Node.Binding?.ActivityType,
                        Inputs(wait.Owner, wait.Node),
                        changed
                    )
                );
                break;
            case WaitKind.Service when wait.Owner.Role != Role.Loop:
                if (Changed(was.Node, wait.Node).Any(name => name != RunEffect.UserTaskChanged.Name))
                    effects.Add(
                        new RunEffect.ServiceChanged(wait.Id, wait.Node.Id, wait.Node.Binding?.ActivityType, Inputs(wait.Owner, wait.Node))
                    );
                break;
            case WaitKind.Message when was.Key != wait.Key || KeyOf(was) != KeyOf(wait):
                if (CorrelationKey(wait.Node, wait.Definition, wait.Owner) is (false, _) or (_, not null))
                {
                    effects.Add(new RunEffect.Unsubscribe(wait.Id));
                    Ask(wait);
                }

                break;
            case WaitKind.Signal when was.Key != wait.Key:
                effects.Add(new RunEffect.Unsubscribe(wait.Id));
                Ask(wait);
                break;
        }
    }

    /// <summary>The names of the inputs that are written differently; the label and the activity type count as such.</summary>
    private static List<string> Changed(Node was, Node now)
    {
        var changed = new List<string>();
        if (was.Source!.Name != now.Source!.Name)
            changed.Add(RunEffect.UserTaskChanged.Name);
        if (was.Binding?.ActivityType != now.Binding?.ActivityType)
            changed.Add(RunEffect.UserTaskChanged.Type);
        var (before, after) = (Texts(was), Texts(now));
        changed.AddRange(before.Keys.Union(after.Keys).Where(name => before.GetValueOrDefault(name) != after.GetValueOrDefault(name)));
        return changed;

        static Dictionary<string, string> Texts(Node node) =>
            node
                .DataInputs.Concat(node.Binding?.Inputs ?? [])
                .GroupBy(input => input.Name, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => string.Join('\n', group.Select(Text)), StringComparer.Ordinal);

        static string Text(DataSpec input) =>
            input.Expression is { } formula ? "=" + formula.Text : input.Variable ?? input.Constant.ToString();
    }

    private static string? KeyOf(Wait wait) =>
        wait.Node.Binding is { CorrelationKey: { } written } ? written.Text
        : wait.Node.Binding is { CorrelationConstant: { IsNull: false } constant } ? constant.ToString()
        : wait.Node.Kind == NodeKind.ReceiveTask ? wait.Node.MessageKey?.Text
        : wait.Spec?.CorrelationKey?.Text;

    /// <summary>Joins that wait for no flow any more, because the new version has fewer of them.</summary>
    private void PassFullJoins(Instance at)
    {
        if (at.IsScope && at.Joins is not null)
        {
            foreach (var join in at.Node.Children.Where(node => node is { Kind: NodeKind.ParallelGateway, JoinBase: >= 0 }))
            {
                while (TakeFull(at, join))
                {
                    Passed(at, join);
                    LeaveAll(at, join);
                }
            }
        }

        for (var child = at.FirstChild; child is not null; child = child.Next)
            PassFullJoins(child);
    }
}
