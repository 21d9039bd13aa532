using Reserve.Engine.Bpmn.Model;

namespace Reserve.Engine.Bpmn.Execution.Migration;

/// <summary>Why an element is proposed for another.</summary>
public enum MappingReason
{
    /// <summary>The same id and kind.</summary>
    Id,

    /// <summary>The same name and kind, and the only such pair.</summary>
    Name,

    /// <summary>The same activity type, command or called process, and the only such pair.</summary>
    Work,

    /// <summary>It lies in, or on the border of, what is mapped, and is the only one there that waits for the same.</summary>
    Place,

    /// <summary>Nothing fits.</summary>
    None,
}

/// <summary>What an element of the old version is in the new one.</summary>
/// <param name="From">The old element's id.</param>
/// <param name="To">The new element's id; null when nothing is proposed.</param>
/// <param name="Reason">Why.</param>
public sealed record MappedElement(string From, string? To, MappingReason Reason);

/// <summary>Proposes which element of a new version an element of the old one has become.</summary>
internal sealed class ElementMapping
{
    private readonly ProcessDefinition from;
    private readonly ProcessDefinition to;
    private readonly Dictionary<Node, (Node To, MappingReason Reason)> found = [];
    private readonly HashSet<Node> taken = [];

    private ElementMapping(ProcessDefinition from, ProcessDefinition to) => (this.from, this.to) = (from, to);

    /// <summary>One for each element of the old version, in file order.</summary>
    public static IReadOnlyList<MappedElement> Propose(ProcessDefinition from, ProcessDefinition to)
    {
        var mapping = new ElementMapping(from, to);
        foreach (var node in from.Nodes.Skip(1))
        {
            // Also where it does not fit, as a task that is repeated now: whoever looks shall see why a case cannot go there.
            if (to.Find(node.Id) is { } same && same.Kind == node.Kind)
                mapping.Take(node, same, MappingReason.Id);
        }

        mapping.Pair(node => node.Source!.Name.Trim() is { Length: > 0 } name ? name : null, MappingReason.Name);
        mapping.Pair(WorkOf, MappingReason.Work);
        // What lies around, on or in something mapped, until nothing more is found.
        while (mapping.Around() || mapping.Pair(mapping.PlaceOf, NewPlaceOf, MappingReason.Place)) { }
        return
        [
            .. from
                .Nodes.Skip(1)
                .Select(node =>
                    mapping.found.TryGetValue(node, out var pair)
                        ? new MappedElement(node.Id, pair.To.Id, pair.Reason)
                        : new MappedElement(node.Id, null, MappingReason.None)
                ),
        ];
    }

    /// <summary>Whether what stands at one element can stand at the other, as far as the elements alone tell.</summary>
    public static bool Fits(Node old, Node target) =>
        old.Kind == target.Kind
        && old.Transaction == target.Transaction
        && old.IsForCompensation == target.IsForCompensation
        && SameLoop(old.Loop, target.Loop)
        && SameEvents(old, target);

    public static bool SameLoop(LoopSpec? old, LoopSpec? target) =>
        old is null || target is null ? old == target : old.Standard == target.Standard && old.Sequential == target.Sequential;

    /// <summary>Whether two events, or receive tasks, wait for the same kinds of things; names and times may differ.</summary>
    public static bool SameEvents(Node old, Node target) =>
        old.ParallelMultiple == target.ParallelMultiple
        && (old.MessageName is null) == (target.MessageName is null)
        && old.Events.Select(spec => spec.Kind).Order().SequenceEqual(target.Events.Select(spec => spec.Kind).Order());

    private static string? WorkOf(Node node) =>
        node.Source switch
        {
            CallActivity call => call.CalledElement,
            Activity { Binding: { } binding } => binding.Input("command")?.Value
                ?? binding.Input("decisionRef")?.Value
                // What a person does is told by the command alone: all such tasks have one type.
                ?? (node.Kind == NodeKind.UserTask ? null : binding.ActivityType),
            _ => null,
        };

    private string? PlaceOf(Node node) =>
        node.AttachedTo is { } host
            ? found.TryGetValue(host, out var pair)
                ? $"on {pair.To.Id} {Waits(node)}"
                : null
            : node.Scope is { } scope && MappedScope(scope) is { } inside && node.Kind is NodeKind.StartEvent or NodeKind.EventSubProcess
                ? $"in {inside} {Waits(node)}"
                : null;

    private string? MappedScope(Node scope) =>
        scope.Source is null ? ""
        : found.TryGetValue(scope, out var pair) ? pair.To.Id
        : null;

    private static string? NewPlaceOf(Node node) =>
        node.AttachedTo is { } host ? $"on {host.Id} {Waits(node)}"
        : node.Scope is { } scope && node.Kind is NodeKind.StartEvent or NodeKind.EventSubProcess
            ? $"in {(scope.Source is null ? "" : scope.Id)} {Waits(node)}"
        : null;

    private static string Waits(Node node) =>
        string.Join(
            ' ',
            (node.Kind == NodeKind.EventSubProcess ? node.Children.Where(child => child.Kind == NodeKind.StartEvent) : [node])
                .SelectMany(start => start.Events)
                .Select(spec => $"{spec.Kind} {spec.Key}")
        );

    /// <summary>A subprocess whose contents went into one subprocess of the new version went there as well.</summary>
    private bool Around()
    {
        var any = false;
        foreach (var node in from.Nodes.Where(node => node.IsScope && node.Source is not null && !found.ContainsKey(node)))
        {
            var scopes = node.Children.Where(found.ContainsKey).Select(child => found[child].To.Scope!).Distinct().ToList();
            if (scopes is [{ Source: not null } only] && !taken.Contains(only) && Fits(node, only))
                any |= Take(node, only, MappingReason.Place);
        }

        return any;
    }

    private void Pair(Func<Node, string?> key, MappingReason reason) => Pair(key, key, reason);

    private bool Pair(Func<Node, string?> oldKey, Func<Node, string?> newKey, MappingReason reason)
    {
        var olds = from.Nodes.Skip(1).Where(node => !found.ContainsKey(node)).ToLookup(node => (node.Kind, oldKey(node)));
        var news = to.Nodes.Skip(1).Where(node => !taken.Contains(node)).ToLookup(node => (node.Kind, newKey(node)));
        var any = false;
        foreach (var group in olds.Where(group => group.Key.Item2 is not null))
        {
            if (group.ToList() is [var old] && news[group.Key].ToList() is [var target] && Fits(old, target))
                any |= Take(old, target, reason);
        }

        return any;
    }

    private bool Take(Node old, Node target, MappingReason reason)
    {
        found.Add(old, (target, reason));
        return taken.Add(target);
    }
}
