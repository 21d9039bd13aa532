using Reserve.Engine.Bpmn.Model;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>
/// Compensation and the cancelling of transactions (13.5.5, 13.5.6): the log of each scope, newest last; handlers run one by one in reverse
/// order.
/// </summary>
internal sealed partial class Machine
{
    private static void Record(Instance parent, Node node, Instance? instance)
    {
        if (parent.Role == Role.Compensation || node.IsForCompensation)
            return;
        if (node.CompensationHandler is not null)
        {
            AddEntry(parent, new CompensationEntry(node));
        }
        else if (
            instance is { Role: Role.Scope }
            && node.Kind != NodeKind.EventSubProcess
            && (instance.Log is { Count: > 0 } || node.EventSubProcesses.Any(sub => sub.CompensationSubProcess))
        )
        {
            AddEntry(parent, new CompensationEntry(node) { Inner = instance.Log ?? [], Variables = instance.Variables });
        }
        else if (instance is { Role: Role.Scope, Log.Count: > 0 })
        {
            foreach (var entry in instance.Log)
                AddEntry(parent, entry);
        }
    }

    private static void AddEntry(Instance at, CompensationEntry entry)
    {
        at.Log ??= [];
        if (entry.Inner is null && at.Log.Count > 0 && at.Log[^1] is { Inner: null } last && last.Node == entry.Node)
            last.Count += entry.Count;
        else
            at.Log.Add(entry);
    }

    /// <summary>Takes what is to be compensated out of the log of the scope that the throw event can see.</summary>
    private static List<CompensationEntry> TakeLog(Instance from, Node? activity)
    {
        for (var at = from; at is not null; at = at.Parent)
        {
            if (!at.IsScope)
                continue;
            if (activity is null ? at.Node.Kind == NodeKind.EventSubProcess && at.Log is not { Count: > 0 } : activity.Scope != at.Node)
                continue;
            var taken = at.Log?.Where(entry => activity is null || entry.Node == activity).ToList() ?? [];
            at.Log?.RemoveAll(taken.Contains);
            return taken;
        }

        return [];
    }

    /// <summary>Runs the handlers. True when the token waits for them.</summary>
    private bool Compensate(Instance scope, Node node, EventSpec spec)
    {
        var log = TakeLog(scope, spec.Target);
        if (log.Count == 0)
            return false;
        var holder = Create(node, Role.Compensation, scope);
        holder.Log = log;
        holder.Flag = !spec.WaitForCompletion;
        if (holder.Flag)
            scope.Active++;
        Enqueue(holder, node, null);
        return !holder.Flag;
    }

    private void NextHandler(Instance holder)
    {
        if (holder.Active > 0)
            return;
        var scope = holder.Parent!;
        if (holder.Log is not { Count: > 0 } log)
        {
            Detach(holder);
            if (holder.Flag)
                Release(scope);
            else
                Depart(scope, holder.Node);
            return;
        }

        var entry = log[^1];
        holder.Active = 1;
        if (entry.Node.CompensationHandler is { } handler)
        {
            if (--entry.Count == 0)
                log.RemoveAt(log.Count - 1);
            BeginOrLoop(holder, handler);
            return;
        }

        // A finished subprocess: its own compensation event subprocess, or its activities one by one, with the data it ended with.
        log.RemoveAt(log.Count - 1);
        var restored = Create(entry.Node, Role.Restored, holder, entry.Variables);
        restored.Log = entry.Inner;
        restored.Active = 1;
        CompensateContents(restored, holder.Node, entry.Unfinished);
    }

    private void CompensateContents(Instance scope, Node thrower, bool unfinished)
    {
        if (!unfinished && scope.Node.EventSubProcesses.FirstOrDefault(sub => sub.CompensationSubProcess) is { } own)
        {
            BeginEventSubProcess(scope, own.Children.First(child => child.Kind == NodeKind.StartEvent), null);
            return;
        }

        var holder = Create(thrower, Role.Compensation, scope);
        holder.Log = scope.Log;
        holder.Flag = true;
        scope.Log = null;
        Enqueue(holder, thrower, null);
    }

    /// <summary>
    /// The cancel end event of a transaction (13.5.6): everything in it ends, what was done is compensated, then the flow leaves by the
    /// cancel boundary event.
    /// A compensation that is under way goes on: the handler that runs is not begun anew, and those still owed follow it.
    /// </summary>
    private void CancelTransaction(Instance from)
    {
        var transaction = from;
        while (!transaction.Node.Transaction)
            transaction = transaction.Parent!;
        if (transaction.Cancelling)
            return;
        var replays = new List<Instance>();
        var undone = new List<CompensationEntry>();
        for (var child = transaction.FirstChild; child is not null; child = child.Next)
        {
            if (child.Role == Role.Compensation)
                replays.Add(child);
            else
                CollectUndone(child, transaction, undone);
        }

        foreach (var entry in undone)
            AddEntry(transaction, entry);
        for (var child = transaction.LastChild; child is not null; )
        {
            var before = child.Previous;
            if (child.Role != Role.Compensation)
                Cancel(child);
            child = before;
        }

        DropTokens(transaction);
        CloseWaits(transaction);
        transaction.Cancelling = true;
        foreach (var replay in replays)
            replay.Flag = true;
        transaction.Active = replays.Count;
        if (replays.Count > 0 && !transaction.Node.EventSubProcesses.Any(sub => sub.CompensationSubProcess))
        {
            (replays[^1].Log ??= []).AddRange(transaction.Log ?? []);
            transaction.Log = null;
            return;
        }

        transaction.Active++;
        CompensateContents(transaction, transaction.Node, false);
    }

    /// <summary>
    /// Work that was finished inside something that is cancelled before it finishes: rounds of a loop, activities of a subprocess. The
    /// transaction owes its compensation.
    /// </summary>
    private static void CollectUndone(Instance at, Instance transaction, List<CompensationEntry> undone)
    {
        var found = at.IsScope && at.Node.Kind != NodeKind.EventSubProcess ? [] : undone;
        found.AddRange(
            at.Role == Role.Compensation
                ? Owed(at).Where(entry => entry.Node.Scope != transaction.Node && Within(entry.Node, transaction.Node))
                : at.Log ?? (IEnumerable<CompensationEntry>)[]
        );
        for (var child = at.FirstChild; child is not null; child = child.Next)
        {
            if (at.Role != Role.Compensation)
                CollectUndone(child, transaction, found);
        }

        if (found != undone && found.Count > 0)
            undone.Add(
                new CompensationEntry(at.Node)
                {
                    Inner = found,
                    Variables = at.Variables,
                    Unfinished = true,
                }
            );
    }

    private static bool Within(Node node, Node scope)
    {
        for (var at = node.Scope; at is not null; at = at.Scope)
        {
            if (at == scope)
                return true;
        }

        return false;
    }

    /// <summary>What a replay has not compensated: the handlers that follow, and the one that runs.</summary>
    private static List<CompensationEntry> Owed(Instance replay)
    {
        var owed = new List<CompensationEntry>(replay.Log ?? []);
        for (var child = replay.FirstChild; child is not null; child = child.Next)
        {
            if (child.Role == Role.Restored)
                owed.Add(
                    new CompensationEntry(child.Node)
                    {
                        Inner = [.. child.Log ?? [], .. Replays(child).SelectMany(Owed)],
                        Variables = child.Variables,
                    }
                );
            else if (child.Node.Scope!.Children.FirstOrDefault(activity => activity.CompensationHandler == child.Node) is { } activity)
                owed.Add(new CompensationEntry(activity));
        }

        return owed;

        static IEnumerable<Instance> Replays(Instance scope)
        {
            for (var child = scope.FirstChild; child is not null; child = child.Next)
            {
                if (child.Role == Role.Compensation)
                    yield return child;
            }
        }
    }

    /// <summary>
    /// A replay that is cancelled gives back what it owes, oldest first, to the scopes that it came from: another compensation can ask for
    /// it.
    /// </summary>
    private static void GiveBack(Instance replay)
    {
        var owed = Owed(replay);
        for (var at = replay.Parent; at is not null && owed.Count > 0; at = at.Parent)
        {
            if (!at.IsScope)
                continue;
            var back = owed.Where(entry => entry.Node.Scope == at.Node).ToList();
            if (back.Count == 0)
                continue;
            (at.Log ??= []).InsertRange(0, back);
            owed.RemoveAll(back.Contains);
        }
    }

    /// <summary>
    /// A cancelled transaction leaves by its cancel boundary event. One without is refused when it is deployed; where one runs all the
    /// same,
    /// the token stays with an incident, and a retry runs the transaction again.
    /// </summary>
    private void LeaveCancelled(Instance transaction)
    {
        var node = transaction.Node;
        var host = transaction.Parent!.Role == Role.Loop ? transaction.Parent : transaction;
        if (
            node.Boundaries.FirstOrDefault(boundary => boundary.Events.Any(spec => spec.Kind == EventKind.Cancel)) is { } exit
            && host.Parent!.IsScope
        )
        {
            FireBoundary(host, exit, null);
            return;
        }

        var parent = host.Parent!;
        Cancel(host);
        if (parent.Role == Role.Compensation)
            Finish(parent, node, null);
        else
            Stick(
                parent,
                node,
                false,
                Interpreter.NoCancelBoundary,
                $"Транзакция «{node.Id}» отменена, но у неё нет граничного события отмены: неизвестно, куда идти дальше"
            );
    }
}
