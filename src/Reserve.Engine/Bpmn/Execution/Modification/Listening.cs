namespace Reserve.Engine.Bpmn.Execution.Modification;

/// <summary>An event that may be made to happen by hand (<see cref="RunEvent.Listen"/>).</summary>
/// <param name="Instance">The instance that listens: an activity, a subprocess, 1 for the process itself.</param>
/// <param name="ElementId">The event.</param>
/// <param name="OwnerId">The element that listens; the process's id for the process itself.</param>
/// <param name="Interrupting">Whether it ends what listens.</param>
public sealed record ListeningElement(int Instance, string ElementId, string OwnerId, bool Interrupting);

/// <summary>Which events the instances of a run listen to.</summary>
public static class Listening
{
    /// <summary>All of them, outermost first.</summary>
    /// <param name="run">The run, between two steps.</param>
    public static IReadOnlyList<ListeningElement> Of(ProcessRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var found = new List<ListeningElement>();
        if (run.State == RunState.Active)
            Collect(run, run.Root, found);
        return found;
    }

    internal static bool Hears(Instance at, Node node) =>
        node.Kind switch
        {
            NodeKind.BoundaryEvent => node.AttachedTo == at.Node
                && at.Parent is { IsScope: true }
                && at.Role is Role.Activity or Role.Scope or Role.Loop
                && !IsCompensation(node),
            NodeKind.StartEvent => node.Scope!.Kind == NodeKind.EventSubProcess
                && node.Scope.Scope == at.Node
                && at is { Role: Role.Scope, Interrupted: false, Cancelling: false }
                && !IsCompensation(node),
            _ when at.Role == Role.Gate => at.Node.Outgoing.Any(flow => flow.Target == node),
            NodeKind.CatchEvent or NodeKind.ReceiveTask => at.Role == Role.Activity && at.Node == node,
            _ => false,
        };

    private static bool IsCompensation(Node node) =>
        node.Events.Any(spec => spec.Kind is Model.EventKind.Compensation or Model.EventKind.Cancel);

    private static void Collect(ProcessRun run, Instance at, List<ListeningElement> found)
    {
        var near = at
            .Node.Boundaries.Append(at.Node)
            .Concat(at.Node.EventSubProcesses.SelectMany(sub => sub.Children))
            .Concat(at.Role == Role.Gate ? at.Node.Outgoing.Select(flow => flow.Target) : []);
        foreach (var node in near.Where(node => Hears(at, node)))
        {
            var isOwn = node.Kind is NodeKind.CatchEvent or NodeKind.ReceiveTask;
            found.Add(new ListeningElement(at.Id, node.Id, at.Node.Id, isOwn || node.Interrupting));
        }

        for (var child = at.FirstChild; child is not null; child = child.Next)
            Collect(run, child, found);
    }
}
