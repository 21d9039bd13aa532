using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>
/// The token game of one step: the queue of tokens on the way, and the effects so far. The parts of this class are one file per kind of
/// element.
/// </summary>
internal sealed partial class Machine
{
    private readonly record struct Move(Instance Scope, Node Node, Flow? Via, int Epoch);

    [ThreadStatic]
    private static Machine? spare;

    private readonly Queue<Move> queue = new();
    private readonly Queue<Move> deferred = new();
    private ProcessRun run = null!;
    private List<RunEffect> effects = null!;
    private DateTimeOffset now;
    private readonly List<Node> trail = [];
    private readonly Dictionary<Move, Instance> parked = [];
    private int moves;
    private int children;
    private int conditionsSeen;
    private ICollection<FlowChoice>? choices;

    private FeelOptions Options { get; set; } = null!;

    public static StepResult Step(ProcessRun run, RunEvent happened, FeelOptions options, ICollection<FlowChoice>? choices)
    {
        var machine = spare ?? new Machine();
        spare = null;
        machine.run = run;
        machine.effects = [];
        machine.now = options.Now;
        machine.Options = options;
        machine.moves = 0;
        machine.children = 0;
        machine.conditionsSeen = run.DataVersion;
        machine.choices = choices;
        var refusal = machine.Apply(happened);
        if (refusal is null)
            machine.Drain();
        var result = new StepResult(refusal, machine.effects);
        machine.queue.Clear();
        machine.deferred.Clear();
        machine.trail.Clear();
        machine.parked.Clear();
        machine.run = null!;
        machine.choices = null;
        spare = machine;
        return result;
    }

    /// <summary>
    /// Tokens move one node at a time in turn; signals are thrown when the others have come to rest, so that who can listen does;
    /// conditions are looked at whenever data changed.
    /// </summary>
    private void Drain()
    {
        while (run.State == RunState.Active)
        {
            if (run.ConditionalWaits > 0 && conditionsSeen != run.DataVersion)
            {
                CheckConditions();
            }
            else if (queue.TryDequeue(out var move))
            {
                if (move.Epoch == move.Scope.Epoch)
                    Arrive(move.Scope, move.Node, move.Via);
            }
            else if (deferred.TryDequeue(out var late))
            {
                if (late.Epoch == late.Scope.Epoch)
                    Throw(late.Scope, late.Node);
            }
            else if (run.PendingJoins.Count == 0 || !FirePendingJoin())
            {
                break;
            }
        }
    }

    /// <summary>
    /// A token is counted when it sets out, so that one element that makes many does not fill the memory before they are counted.
    /// </summary>
    private void Enqueue(Instance scope, Node node, Flow? via)
    {
        moves++;
        queue.Enqueue(new Move(scope, node, via, scope.Epoch));
    }

    private void Arrive(Instance scope, Node node, Flow? via)
    {
        if (moves > Interpreter.MaximumMoves - TrailLength && trail.Count < TrailLength)
            trail.Add(node);
        if (moves > Interpreter.MaximumMoves)
        {
            Park(new Move(scope, node, via, scope.Epoch));
            return;
        }

        if (scope.Role == Role.Loop)
        {
            NextRound(scope);
            return;
        }

        if (scope.Role == Role.Compensation)
        {
            NextHandler(scope);
            return;
        }

        switch (node.Kind)
        {
            case NodeKind.StartEvent:
                Passed(scope, node);
                Depart(scope, node);
                break;
            case NodeKind.EndEvent or NodeKind.ThrowEvent when node.Deferred:
                deferred.Enqueue(new Move(scope, node, via, scope.Epoch));
                break;
            case NodeKind.EndEvent or NodeKind.ThrowEvent:
                Throw(scope, node);
                break;
            case NodeKind.CatchEvent:
                EnterCatch(scope, node);
                break;
            case NodeKind.ExclusiveGateway:
                Passed(scope, node);
                LeaveExclusive(scope, node);
                break;
            case NodeKind.ParallelGateway:
                EnterParallel(scope, node, via);
                break;
            case NodeKind.InclusiveGateway:
                EnterInclusive(scope, node, via);
                break;
            case NodeKind.ComplexGateway:
                EnterComplex(scope, node, via);
                break;
            case NodeKind.EventGateway:
                EnterEventGateway(scope, node);
                break;
            default:
                EnterActivity(scope, node, via);
                break;
        }
    }

    // History.

    private void Entered(Instance scope, Node node, int instance)
    {
        effects.Add(
            instance == 0 && scope.Id == ProcessRun.RootId
                ? node.EnteredRoot
                : new RunEffect.History(node.Id, HistoryKind.Entered, instance, scope.Id)
        );
    }

    private void Completed(Instance scope, Node node, int instance)
    {
        effects.Add(
            instance == 0 && scope.Id == ProcessRun.RootId
                ? node.CompletedRoot
                : new RunEffect.History(node.Id, HistoryKind.Completed, instance, scope.Id)
        );
    }

    private void Passed(Instance scope, Node node)
    {
        Entered(scope, node, 0);
        Completed(scope, node, 0);
    }

    // Leaving. The scope's count holds one unit for what leaves; it is turned into one for each token.

    private void Depart(Instance scope, Node node)
    {
        switch (node.Kind)
        {
            case NodeKind.ExclusiveGateway:
                LeaveExclusive(scope, node);
                break;
            case NodeKind.InclusiveGateway:
                LeaveInclusive(scope, node);
                break;
            case NodeKind.ComplexGateway:
                LeaveComplex(scope, node, true, 1);
                break;
            default:
                if (node.Conditional)
                    LeaveConditional(scope, node);
                else
                    LeaveAll(scope, node);
                break;
        }
    }

    private void LeaveAll(Instance scope, Node node)
    {
        var flows = node.Outgoing;
        if (flows.Length == 0)
        {
            Release(scope);
            return;
        }

        scope.Active += (flows.Length * node.CompletionQuantity) - 1;
        for (var turn = 0; turn < node.CompletionQuantity; turn++)
        {
            foreach (var flow in flows)
                Enqueue(scope, flow.Target, flow);
        }
    }

    /// <summary>
    /// An activity's outgoing flows: those without condition always, the others by condition, the default when no condition held (13.2.1,
    /// 8.4.13).
    /// </summary>
    private void LeaveConditional(Instance scope, Node node)
    {
        var taken = 0;
        var held = false;
        foreach (var flow in node.Outgoing)
        {
            if (flow == node.Default)
                continue;
            if (flow.Condition is not null)
            {
                if (!Holds(flow, scope))
                    continue;
                held = true;
            }

            taken += Send(scope, flow, node.CompletionQuantity);
        }

        if (!held && node.Default is { } otherwise)
            taken += Send(scope, Otherwise(otherwise), node.CompletionQuantity);
        if (taken == 0)
        {
            Stick(scope, node, true, "no-flow", $"Ни одно условие после «{node.Id}» не выполнено, потока по умолчанию нет");
            return;
        }

        scope.Active += taken - 1;
    }

    private int Send(Instance scope, Flow flow, int quantity)
    {
        for (var turn = 0; turn < quantity; turn++)
            Enqueue(scope, flow.Target, flow);
        return quantity;
    }

    private void Release(Instance scope)
    {
        if (--scope.Active == 0)
            ScopeEmpty(scope);
    }

    private void ScopeEmpty(Instance scope)
    {
        if (scope.Dead)
            return;
        if (scope.Role == Role.Restored)
        {
            var holder = scope.Parent!;
            Detach(scope);
            holder.Active--;
            Enqueue(holder, holder.Node, null);
        }
        else if (scope.Cancelling)
        {
            LeaveCancelled(scope);
        }
        else if (scope.Parent is null)
        {
            EndRun(RunState.Completed, null);
        }
        else if (scope.Node.Kind != NodeKind.AdHocSubProcess || scope.Flag)
        {
            Complete(scope, null, null);
        }
    }

    private void EndRun(RunState state, string? errorCode)
    {
        Interrupt(run.Root);
        CloseWaits(run.Root);
        run.State = state;
        effects.Add(new RunEffect.RunEnded(state, errorCode, run.Variables));
    }

    // Instances.

    private Instance Create(Node node, Role role, Instance parent, FeelContext? variables = null)
    {
        var instance = new Instance(++run.LastId, node, role, parent) { Variables = variables };
        parent.Add(instance);
        return instance;
    }

    /// <summary>Takes an instance out of the tree; its parent's count is the caller's business.</summary>
    private void Detach(Instance instance)
    {
        instance.Dead = true;
        instance.Epoch++;
        instance.Parent!.Remove(instance);
        if (run.PendingJoins.Count > 0)
            run.PendingJoins.RemoveAll(pending => pending.Scope == instance);
    }

    /// <summary>Ends an instance and everything in it without completing it.</summary>
    private void Cancel(Instance instance)
    {
        if (instance.Role == Role.Compensation)
            GiveBack(instance);
        CancelContents(instance);
        CloseWaits(instance);
        if (instance.Role is Role.Activity or Role.Scope or Role.Gate or Role.Stuck)
            effects.Add(
                new RunEffect.History(
                    instance.Node.Id,
                    HistoryKind.Cancelled,
                    instance.Role == Role.Stuck ? 0 : instance.Id,
                    instance.FlowScope().Id
                )
            );
        Detach(instance);
    }

    private void CancelContents(Instance instance)
    {
        while (instance.LastChild is { } child)
            Cancel(child);
    }

    /// <summary>Drops every token and child of a scope; the scope itself lives on.</summary>
    private void Interrupt(Instance scope)
    {
        CancelContents(scope);
        DropTokens(scope);
    }

    private void DropTokens(Instance scope)
    {
        scope.Active = 0;
        scope.Joins = null;
        scope.Epoch++;
        if (run.PendingJoins.Count > 0)
            run.PendingJoins.RemoveAll(pending => pending.Scope == scope);
    }

    // Data.

    /// <summary>Whether the condition of a flow holds; a flow without one is always taken.</summary>
    private bool Holds(Flow flow, Instance scope)
    {
        if (flow.Condition is not { } condition)
            return true;
        if (choices is null)
            return Holds(condition, scope);
        return Told(flow, condition, Visible(run, scope), Holds(condition, scope));
    }

    private bool Told(Flow flow, FeelExpression condition, FeelContext data, bool held)
    {
        choices?.Add(
            new FlowChoice(
                flow.Source.Id,
                flow.Id,
                flow.Target.Id,
                condition.Text,
                held,
                FeelContext.From(
                    condition.FreeVariables.Select(name =>
                        KeyValuePair.Create(name, data.TryGet(name, out var value) ? value : FeelValue.Null)
                    )
                )
            )
        );
        return held;
    }

    /// <summary>The default flow, which is taken because no condition held.</summary>
    private Flow Otherwise(Flow flow)
    {
        choices?.Add(new FlowChoice(flow.Source.Id, flow.Id, flow.Target.Id, null, true, FeelContext.Empty));
        return flow;
    }

    private bool Holds(FeelExpression condition, Instance at) => condition.Evaluate(Visible(run, at), Options).Value.IsTrue;

    private FeelValue Evaluate(DataSpec spec, FeelContext data) =>
        spec.Expression is not null ? spec.Expression.Evaluate(data, Options).Value
        : spec.Variable is not null ? (data.TryGet(spec.Variable, out var value) ? value : FeelValue.Null)
        : spec.Constant;

    /// <summary>All variables that an instance sees: its own before those around it.</summary>
    public static FeelContext Visible(ProcessRun run, Instance at)
    {
        if (at.Seen is { } seen && at.SeenAt == run.ContextVersion)
            return seen;
        var outer = at.Parent is null ? FeelContext.Empty : Visible(run, at.Parent);
        var context =
            at.Variables is not { Count: > 0 } own ? outer
            : outer.Count == 0 ? own
            : FeelContext.From([.. outer.Entries, .. own.Entries]);
        if (at.Role == Role.Loop && at.Loop is { } loop && !at.Node.Loop!.Standard)
        {
            context = FeelContext.From([
                .. context.Entries,
                KeyValuePair.Create("numberOfInstances", FeelValue.From(loop.Total)),
                KeyValuePair.Create("numberOfActiveInstances", FeelValue.From(at.Active)),
                KeyValuePair.Create("numberOfCompletedInstances", FeelValue.From(loop.Completed)),
                KeyValuePair.Create("numberOfTerminatedInstances", FeelValue.From(loop.Terminated)),
            ]);
        }

        at.Seen = context;
        at.SeenAt = run.ContextVersion;
        return context;
    }

    /// <summary>Sets variables where they are declared, seen from an instance outwards; new ones in the process.</summary>
    private void Merge(Instance at, FeelContext? values)
    {
        if (values is not { Count: > 0 })
            return;
        foreach (var (name, value) in values.Entries)
        {
            var place = at;
            while (place.Parent is not null && (place.Variables is null || !place.Variables.TryGet(name, out _)))
                place = place.Parent;
            place.Variables = (place.Variables ?? FeelContext.Empty).With(name, value);
        }

        run.DataVersion++;
        run.ContextVersion++;
    }

    private static FeelContext? Declared(Node node, FeelContext? given)
    {
        if (node.LocalData.Length == 0)
            return given;
        var context = given ?? FeelContext.Empty;
        foreach (var name in node.LocalData)
        {
            if (!context.TryGet(name, out _))
                context = context.With(name, FeelValue.Null);
        }

        return context;
    }
}
